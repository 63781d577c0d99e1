//! Where a job's money went, by the accounts, against the rules' split.

use ionet_client::generated::job_escrow::accounts::Claim;
use ionet_core::settlement::{Split, SplitTerms};
use ionet_test_kit::{
    addresses::{dollar_tokens, shard_vault},
    market::{IOSD_MINT, Market, Operator},
    process::job_escrow::{self as escrow, JobAt, TREASURY, VERIFIERS},
};
use solana_address::Address;

/// The rules' split of a claim's gross.
pub fn split_of(claim: &Claim, gross: u64) -> Split {
    let terms = &claim.terms;
    SplitTerms {
        fee_bps: terms.fee_bps,
        discount_bps: terms.discount_bps,
        client_referral_bps: terms.client_referral_bps,
        operator_referral_bps: terms.operator_referral_bps,
        verifier_bps: terms.verifier_bps,
        staker_bps: terms.staker_bps,
        usd_bps: terms.usd_bps,
    }
    .split(gross)
    .expect("terms that the program wrote")
}

/// Balances before anything was posted.
pub struct Books {
    mint: u8,
    pub client_before: u64,
    sink_before: u64,
}

impl Books {
    pub fn open(market: &Market, mint: u8) -> Self {
        let mut books = Self {
            mint,
            client_before: 0,
            sink_before: 0,
        };
        books.client_before = books.client(market);
        books.sink_before = books.sink(market);
        books
    }

    /// What the client holds.
    pub fn client(&self, market: &Market) -> u64 {
        let account = match self.mint {
            IOSD_MINT => market.client_iosd,
            _ => market.client_dollars,
        };
        market.world.chain.balance(&account)
    }

    /// Supply of IOSD, or the buy-and-burn vault of the dollar.
    fn sink(&self, market: &Market) -> u64 {
        match self.mint {
            IOSD_MINT => {
                market
                    .world
                    .chain
                    .read_mint(&market.job(0, IOSD_MINT).mint)
                    .supply
            }
            _ => market
                .world
                .chain
                .balance(&dollar_tokens(&market.dollar_mint)),
        }
    }

    fn token_share(&self, market: &Market) -> u64 {
        self.sink_before.abs_diff(self.sink(market))
    }

    /// Every ledger holds its part of the split, and the shard's vault their sum (I2, I3).
    pub fn hold(&self, market: &Market, job: &JobAt, operator: &Operator, split: &Split) {
        let shard = market.shard(self.mint, job.shard());
        assert_eq!(shard.gross, split.gross);
        assert_eq!(shard.treasury.booked, split.treasury);
        assert_eq!(shard.verifiers.booked, split.verifiers);
        let referrals = split.client_referral + split.operator_referral;
        let participants = split.usd + split.stakers + referrals;
        assert_eq!(shard.participants.booked, participants);
        let record = market.participant(&operator.owner);
        let index = usize::from(self.mint);
        assert_eq!(record.balances[index].booked, split.usd);
        assert_eq!(record.stakers[index].booked, split.stakers);
        assert_eq!(self.token_share(market), split.token);
        let held = market
            .world
            .chain
            .balance(&shard_vault(self.mint, job.shard()));
        assert_eq!(held, split.gross - split.token);
        assert_eq!(market.job_at(job).moved, split.gross);
    }

    /// Operator, treasury and verifiers withdraw everything booked in the job's shard.
    pub fn withdraw_all(&self, market: &mut Market, job: &JobAt, operator: &Operator) {
        let number = job.shard();
        let own = self.account(operator);
        let mut calls = vec![escrow::withdraw(
            operator.owner,
            self.mint,
            number,
            own,
            u64::MAX,
        )];
        for (role, holder) in [(TREASURY, market.treasury), (VERIFIERS, market.verifiers)] {
            let account = self.fees_account(market, holder);
            calls.push(escrow::withdraw_fees(
                holder,
                role,
                self.mint,
                number,
                account,
                u64::MAX,
            ));
        }
        for call in calls {
            let _ = market.world.chain.send(call).ok();
        }
    }

    /// What came in went out, to the unit; `refunded` of it to the client.
    pub fn close(
        &self,
        market: &Market,
        job: &JobAt,
        operator: &Operator,
        split: &Split,
        refunded: u64,
    ) {
        let chain = &market.world.chain;
        let shard = market.shard(self.mint, job.shard());
        assert_eq!(chain.balance(&self.account(operator)), split.usd);
        let left = chain.balance(&shard_vault(self.mint, job.shard()));
        assert_eq!(left, split.stakers, "only what staking will pull is left");
        let paid = split.usd + split.treasury + split.verifiers;
        let withdrawn =
            shard.participants.withdrawn + shard.treasury.withdrawn + shard.verifiers.withdrawn;
        assert_eq!(withdrawn, paid);
        assert_eq!(
            self.client_before - self.client(market),
            split.gross,
            "the client paid what was earned; {refunded} came back"
        );
    }

    fn account(&self, operator: &Operator) -> Address {
        match self.mint {
            IOSD_MINT => operator.iosd,
            _ => operator.dollars,
        }
    }

    fn fees_account(&self, market: &mut Market, holder: Address) -> Address {
        let mint = market.job(0, self.mint).mint;
        let name = format!("fees of {holder} in mint {}", self.mint);
        market.world.chain.token_account(&name, &mint, &holder)
    }
}
