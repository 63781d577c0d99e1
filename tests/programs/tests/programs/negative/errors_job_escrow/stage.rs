//! A job at every point of its life, from which one call is refused.

use ionet_core::time::EPOCH_SECONDS;
use ionet_test_kit::{
    Call, Outcome,
    addresses::{class_total, feed},
    market::{
        CLASS, DOLLAR_FEED, DOLLAR_MINT, EPOCHS_BEFORE, Market, Operator, device_bytes,
        operator_bytes,
    },
    process::job_escrow::{self as escrow, ClaimAccounts, JobAt, JobTerms, SettleAccounts},
    registry_accounts::{DeviceBytes, OperatorBytes},
};
use solana_account::Account;
use solana_address::Address;

/// GPUs of the job and of the claim, unless a case says otherwise.
pub const GPUS: u32 = 2;

/// The market, the client's first job, and the operator that works for it.
#[derive(Clone)]
pub struct Stage {
    pub market: Market,
    pub job: JobAt,
    pub operator: Operator,
    /// The third operator of [`Stage::replicas`]; before that the second.
    pub third: Operator,
}

impl Stage {
    /// Nothing is posted; the job is the one that comes next.
    pub fn open() -> Self {
        let market = Market::open();
        Self {
            job: market.job(0, DOLLAR_MINT),
            operator: market.operators[0],
            third: market.operators[1],
            market,
        }
    }

    /// Posted in dollars, not sealed.
    pub fn posted(change: impl FnOnce(&mut JobTerms)) -> Self {
        let mut stage = Self::open();
        let post = stage.post_call(change);
        stage.must(post);
        stage
    }

    /// Sealed in this slot: the race begins.
    pub fn sealed(change: impl FnOnce(&mut JobTerms)) -> Self {
        let mut stage = Self::posted(change);
        stage.market.world.chain.warp(4);
        stage.market.world.chain.list_slots();
        stage.and(seal)
    }

    /// The race is over, prices are of now.
    pub fn free_for_all(change: impl FnOnce(&mut JobTerms)) -> Self {
        let mut stage = Self::sealed(change);
        stage.market.world.chain.warp(16);
        stage.market.refresh_prices();
        stage
    }

    /// Two GPUs are claimed.
    pub fn claimed(change: impl FnOnce(&mut JobTerms)) -> Self {
        let mut stage = Self::free_for_all(change);
        stage.must(stage.claim_call(GPUS));
        stage
    }

    /// Two of four GPUs are claimed.
    pub fn half_claimed(change: impl FnOnce(&mut JobTerms)) -> Self {
        Self::claimed(|terms| {
            half_claimed(terms);
            change(terms);
        })
    }

    /// A job of two GPUs runs.
    pub fn running() -> Self {
        Self::claimed(|_| ()).and(|stage| stage.start_call(GPUS))
    }

    /// Completed after a quarter of an hour.
    pub fn completed() -> Self {
        let stage = Self::running().after(900);
        stage.and(|stage| stage.complete_call(GPUS))
    }

    /// Completed, and settled in full.
    pub fn settled() -> Self {
        let mut stage = Self::completed().after(900);
        let (job, operator) = (stage.job, stage.operator);
        let _ = stage.market.settle(&job, &operator);
        stage
    }

    /// Settled, and its claim closed.
    pub fn closed_claim() -> Self {
        Self::settled().and(Self::close_claim_call)
    }

    /// Of three replicas one GPU each runs.
    pub fn replicas() -> Self {
        let mut stage = Self::free_for_all(replicated);
        stage.third = stage.market.join("operator 2");
        for operator in [stage.operator, stage.other(), stage.third] {
            let with = stage.market.claim_accounts(&operator);
            stage.must(escrow::claim_slots(&stage.job, &with, 1, 86_400));
        }
        stage.and(|stage| stage.start_call(1))
    }

    /// Time passes.
    pub fn after(mut self, seconds: i64) -> Self {
        self.market.world.chain.warp(seconds);
        self
    }

    /// A call that succeeds.
    pub fn and(mut self, call: impl FnOnce(&Self) -> Call) -> Self {
        let call = call(&self);
        self.must(call);
        self
    }

    /// Anything else happens.
    pub fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    /// The call that is refused; of all that it names nothing may change.
    pub fn refuses(mut self, call: impl FnOnce(&Self) -> Call) -> Outcome {
        let call = call(&self);
        let before = self.named_by(&call);
        let outcome = self.market.world.chain.send(call.clone());
        if !outcome.is_ok() {
            assert!(
                before == self.named_by(&call),
                "{} changed something though it was refused",
                call.instruction
            );
        }
        outcome
    }

    pub fn must(&mut self, call: Call) {
        let _ = self.market.world.chain.send(call).ok();
    }

    fn named_by(&self, call: &Call) -> Vec<Option<Account>> {
        let accounts = call.raw.accounts.iter();
        let read =
            |meta: &solana_instruction::AccountMeta| self.market.world.chain.account(&meta.pubkey);
        accounts.map(read).collect()
    }

    /// Writes bytes of another program's account.
    pub fn patch(&mut self, address: Address, offset: usize, bytes: &[u8]) {
        super::super::tables::patch(&mut self.market.world, address, offset, bytes);
    }

    pub fn admin(&self) -> Address {
        self.market.world.admin
    }

    pub fn mallory(&self) -> Address {
        self.market.world.mallory
    }

    /// The operator that does not work for the job.
    pub fn other(&self) -> Operator {
        self.market.operators[1]
    }

    pub fn claim_address(&self) -> Address {
        self.job.claim(&self.operator.owner)
    }

    fn since(&self) -> i64 {
        self.market.world.chain.now() - EPOCHS_BEFORE * EPOCH_SECONDS
    }

    /// The operator as registry stores it, otherwise than in the market.
    pub fn rewrite_operator(&mut self, change: impl FnOnce(&mut OperatorBytes)) {
        let mut bytes = operator_bytes(self.operator.owner, self.since());
        change(&mut bytes);
        let _ = self.market.world.chain.write_operator(&bytes);
    }

    /// Its device as registry stores it, otherwise than in the market.
    pub fn rewrite_device(&mut self, change: impl FnOnce(&mut DeviceBytes)) {
        let (owner, key) = (self.operator.owner, self.operator.device_key);
        let mut bytes = device_bytes(owner, key, self.since());
        change(&mut bytes);
        let _ = self.market.world.chain.write_device(&bytes);
    }

    pub fn post_call(&self, change: impl FnOnce(&mut JobTerms)) -> Call {
        let mut terms = self.market.terms(DOLLAR_MINT, GPUS);
        change(&mut terms);
        let with = self.market.post_accounts(DOLLAR_MINT);
        escrow::post(self.market.client, 0, &terms, &with)
    }

    pub fn claim_call(&self, gpus: u32) -> Call {
        self.claim_with(gpus, |_| ())
    }

    pub fn claim_with(&self, gpus: u32, change: impl FnOnce(&mut ClaimAccounts)) -> Call {
        let mut with = self.market.claim_accounts(&self.operator);
        change(&mut with);
        escrow::claim_slots(&self.job, &with, gpus, 86_400)
    }

    pub fn enlarge_call(&self, gpus: u32) -> Call {
        let with = self.market.claim_accounts(&self.operator);
        escrow::enlarge(&self.job, &with, gpus)
    }

    pub fn start_call(&self, gpus: u32) -> Call {
        self.start_after(None, gpus)
    }

    /// Starts with a device whose binding names `old_claim`.
    pub fn start_after(&self, old_claim: Option<Address>, gpus: u32) -> Call {
        let Operator {
            owner,
            device_key,
            device,
            ..
        } = self.operator;
        escrow::start_host(&self.job, &owner, device_key, device, old_claim, gpus)
    }

    pub fn beat_call(&self, alive: u32) -> Call {
        let Operator {
            owner,
            device_key,
            device,
            ..
        } = self.operator;
        escrow::heartbeat(&self.job, &owner, device_key, device, alive)
    }

    pub fn complete_call(&self, alive: u32) -> Call {
        let Operator {
            owner,
            device_key,
            device,
            ..
        } = self.operator;
        escrow::complete(&self.job, &owner, device_key, device, alive, [7; 32])
    }

    pub fn cancel_call(&self) -> Call {
        escrow::cancel(&self.job)
    }

    pub fn end_call(&self) -> Call {
        escrow::end_job(&self.job)
    }

    pub fn finish_call(&self) -> Call {
        escrow::finish(&self.job, &self.operator.owner)
    }

    pub fn refund_call(&self) -> Call {
        escrow::refund(&self.job, self.market.client_dollars)
    }

    pub fn settle_call(&self) -> Call {
        let with = SettleAccounts {
            price: Some(feed(&DOLLAR_FEED)),
            ..SettleAccounts::default()
        };
        escrow::settle(&self.job, &self.operator.owner, &with)
    }

    pub fn close_claim_call(&self) -> Call {
        escrow::close_claim(&self.job, &self.operator.owner, self.operator.device_key)
    }

    pub fn close_job_call(&self) -> Call {
        escrow::close_job(self.mallory(), &self.job)
    }

    /// The operator withdraws its dollars from the job's shard.
    pub fn withdraw_call(&self, amount: u64) -> Call {
        let (owner, dollars) = (self.operator.owner, self.operator.dollars);
        escrow::withdraw(owner, DOLLAR_MINT, self.job.shard(), dollars, amount)
    }
}

/// Seals the job.
pub fn seal(stage: &Stage) -> Call {
    escrow::seal(&stage.job, class_total(CLASS))
}

/// Three replicas of one GPU.
pub fn replicated(terms: &mut JobTerms) {
    terms.verification = 1;
    terms.replicas = 3;
    terms.partial_fill = 2;
    terms.gpus = 1;
}

/// Twice the GPUs that the operator claims.
pub fn half_claimed(terms: &mut JobTerms) {
    terms.gpus = 2 * GPUS;
}
