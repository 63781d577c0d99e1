//! I8: from wherever the market stands, one outsider brings every job to its end, and everybody
//! gets what is booked.

use super::{
    act::Act,
    invariants::{self, Checked},
    people::People,
    snapshot::{MINTS, Snapshot},
};
use ionet_core::{
    job::ClaimState::{self, Disputed, Ended, Resolved, Revealed, Running, Settled},
    time::DAY_SECONDS,
};
use ionet_test_kit::{
    Call,
    addresses::{ESCROW, participant},
    process::job_escrow::{self as escrow, JobAt, SettleAccounts, TREASURY, VERIFIERS},
    state::{Claim, EscrowConfig, Job, Shard},
};
use solana_address::Address;

/// Times that pass, one after the other; after each, all that can be done is done. Beyond the
/// longest job there is nothing to wait for but a verdict, which has as long as the job.
const WAITS: [i64; 10] = [
    0,
    901,
    3_601,
    DAY_SECONDS + 1,
    7 * DAY_SECONDS,
    31 * DAY_SECONDS,
    91 * DAY_SECONDS,
    91 * DAY_SECONDS,
    91 * DAY_SECONDS,
    91 * DAY_SECONDS,
];

/// Ends, settles and closes everything on a clone of the chain, paused for ever and not paused,
/// without a signature of anybody who has a part in the market; then everybody withdraws. Every
/// invariant holds after every step.
///
/// # Errors
/// What is stuck, or what does not add up.
pub fn drain(people: &People) -> Checked {
    for paused_until in [0, i64::MAX] {
        Drain::of(people, paused_until).run()?;
    }
    Ok(())
}

/// A market that nobody but the keeper looks after.
struct Drain {
    people: People,
    keeper: Address,
    state: Snapshot,
    /// What was refused last, and why.
    refused: String,
}

impl Drain {
    fn of(people: &People, paused_until: i64) -> Self {
        let mut people = people.clone();
        let pause = |config: &mut EscrowConfig| config.paused_until = paused_until;
        people.chain_mut().rewrite(&ESCROW.config, pause);
        Self {
            keeper: people.outsiders[0],
            state: Snapshot::take(&people),
            people,
            refused: String::new(),
        }
    }

    fn run(&mut self) -> Checked {
        for seconds in WAITS {
            self.people.chain_mut().warp(seconds);
            self.look(&Act::idle(format!("{seconds} s pass")))?;
            while self.pass()? {}
            if self.state.jobs.is_empty() {
                break;
            }
        }
        self.nothing_is_left()?;
        self.everybody_withdraws()?;
        self.nothing_is_owed()
    }

    /// Tries what may be due with every claim and every job; whether anything was.
    fn pass(&mut self) -> Result<bool, String> {
        let mut any = false;
        let claims: Vec<_> = self.state.claims.values().cloned().collect();
        for claim in claims {
            let job = self.state.jobs[&claim.job].clone();
            for call in self.of_claim(&claim, &job)? {
                any |= self.send(call)?;
            }
        }
        let jobs: Vec<_> = self
            .state
            .jobs
            .iter()
            .map(|(at, job)| (*at, job.clone()))
            .collect();
        for (address, job) in jobs {
            for call in self.of_job(at(address, &job, &self.state)) {
                any |= self.send(call)?;
            }
        }
        Ok(any)
    }

    /// Calls that may end, decide, settle or close a claim.
    fn of_claim(&mut self, claim: &Claim, job: &Job) -> Result<Vec<Call>, String> {
        let (job, operator) = (at(claim.job, job, &self.state), &claim.operator);
        let state = ClaimState::from_code(claim.state).expect("a state that the program writes");
        Ok(match state {
            Settled => vec![escrow::close_claim(&job, operator, claim.payer)],
            Disputed => {
                let verifiers = self.state.config().roles[usize::from(VERIFIERS)].holder;
                self.open_record(verifiers)?;
                vec![escrow::resolve(&job, operator, &verifiers)]
            }
            Ended | Resolved => {
                let mut calls = vec![self.settle(&job, claim)?];
                if state == Ended {
                    calls.insert(0, escrow::decide(&job, operator));
                }
                calls
            }
            state if state.is_open() => {
                let mut calls = vec![escrow::finish(&job, operator)];
                if state == Running {
                    calls.push(self.settle(&job, claim)?);
                }
                calls
            }
            _ => {
                debug_assert!(state == ClaimState::Committed || state == Revealed);
                vec![escrow::decide(&job, operator)]
            }
        })
    }

    fn settle(&mut self, job: &JobAt, claim: &Claim) -> Result<Call, String> {
        let paid = |referrer: Address| (referrer != Address::default()).then_some(referrer);
        let with = SettleAccounts {
            client_referrer: paid(claim.client_referrer),
            operator_referrer: paid(claim.operator_referrer),
            ..SettleAccounts::default()
        };
        let referrers = [with.client_referrer, with.operator_referrer];
        for referrer in referrers.into_iter().flatten() {
            self.open_record(referrer)?;
        }
        Ok(escrow::settle(job, &claim.operator, &with))
    }

    /// Anybody can open anybody's record.
    fn open_record(&mut self, wallet: Address) -> Checked {
        if self.people.exists(&participant(&wallet)) {
            return Ok(());
        }
        let opened = self.send(escrow::open_participant(self.keeper, wallet))?;
        stuck(opened, || {
            format!("the record of {wallet}: {}", self.refused)
        })
    }

    /// Calls that may end, refund or close a job.
    fn of_job(&mut self, job: JobAt) -> [Call; 3] {
        let account = self.fresh_account(&job.client, &job.mint);
        [
            escrow::end_job(&job),
            escrow::refund(&job, account),
            escrow::close_job(self.keeper, &job),
        ]
    }

    /// A token account of `wallet` that nobody has frozen or closed.
    fn fresh_account(&mut self, wallet: &Address, mint: &Address) -> Address {
        let name = format!("drained {mint} of {wallet}");
        let address = self.people.chain_mut().wallet(&format!("account {name}"));
        if self.people.exists(&address) {
            return address;
        }
        let opened = self.people.chain_mut().token_account(&name, mint, wallet);
        // Under a key of its own: the wallet's other account stays known.
        self.people.tokens.insert((opened, *mint), opened);
        self.state = self.state.next(&self.people);
        opened
    }

    /// Sends a call of the keeper's; whether it succeeded. Every invariant holds after it.
    fn send(&mut self, call: Call) -> Result<bool, String> {
        let signing = call.raw.accounts.iter().filter(|account| account.is_signer);
        let signers: Vec<_> = signing.map(|account| account.pubkey).collect();
        let outcome = self.people.chain_mut().send(call.clone());
        let succeeded = outcome.is_ok();
        let act = Act {
            sent: Some((call, outcome)),
            signers,
            what: "drain".to_owned(),
        };
        if !succeeded {
            self.refused = act.to_string();
            return Ok(false);
        }
        self.look(&act)?;
        Ok(true)
    }

    fn look(&mut self, act: &Act) -> Checked {
        let next = self.state.next(&self.people);
        invariants::check(&self.state, &next, act)
            .map_err(|broken| format!("{broken}\nwhile draining, after {act}"))?;
        self.state = next;
        Ok(())
    }

    /// No job, no claim, no vault.
    fn nothing_is_left(&self) -> Checked {
        let claim = self.state.claims.iter().next();
        stuck(claim.is_none(), || {
            format!("a claim, after {}: {claim:#?}", self.refused)
        })?;
        let job = self.state.jobs.iter().next();
        stuck(job.is_none(), || {
            format!("a job, after {}: {job:#?}", self.refused)
        })?;
        let mut vaults = self
            .people
            .jobs
            .iter()
            .filter_map(|job| self.state.vault_of(job));
        let vault = vaults.find(|vault| self.state.tokens.contains_key(vault));
        stuck(vault.is_none(), || format!("the vault {vault:?}"))
    }

    fn everybody_withdraws(&mut self) -> Checked {
        let records: Vec<_> = self.state.records.keys().copied().collect();
        for wallet in records {
            for mint in 0..MINTS {
                self.withdraws(wallet, mint)?;
            }
        }
        let roles = self.state.config().roles.clone();
        for role in [TREASURY, VERIFIERS] {
            for mint in 0..MINTS {
                self.withdraws_fees(role, roles[usize::from(role)].holder, mint)?;
            }
        }
        Ok(())
    }

    /// The wallet gets all that is booked, out of whichever shards.
    fn withdraws(&mut self, wallet: Address, mint: u8) -> Checked {
        let owed = self.owed(&wallet, mint);
        let mut got = 0;
        for (number, shard) in self.shards(mint) {
            if self.owed(&wallet, mint) == 0 {
                break;
            }
            let pool = &shard.participants;
            if pool.booked > pool.withdrawn {
                let account = self.fresh_account(&wallet, &shard.mint);
                let before = self.state.amount(&account);
                let call = escrow::withdraw(wallet, mint, number, account, u64::MAX);
                let paid = self.send(call)?;
                stuck(paid, || format!("what {wallet} is owed: {}", self.refused))?;
                got += self.state.amount(&account) - before;
            }
        }
        stuck(got == owed, || {
            format!("{wallet} was owed {owed} of mint {mint} and got {got}")
        })
    }

    fn owed(&self, wallet: &Address, mint: u8) -> u64 {
        let balance = &self.state.records[wallet].balances[usize::from(mint)];
        balance.booked - balance.withdrawn
    }

    fn withdraws_fees(&mut self, role: u8, holder: Address, mint: u8) -> Checked {
        for (number, shard) in self.shards(mint) {
            let fees = match role {
                TREASURY => &shard.treasury,
                _ => &shard.verifiers,
            };
            if fees.booked > fees.withdrawn {
                let account = self.fresh_account(&holder, &shard.mint);
                let call = escrow::withdraw_fees(holder, role, mint, number, account, u64::MAX);
                let paid = self.send(call)?;
                stuck(paid, || {
                    format!("the fees of role {role}: {}", self.refused)
                })?;
            }
        }
        Ok(())
    }

    /// Shards of a mint, by number, as they are now.
    fn shards(&self, mint: u8) -> Vec<(u8, Shard)> {
        let shards = self.state.shards.range((mint, 0)..=(mint, u8::MAX));
        shards
            .map(|((_, number), shard)| (*number, shard.value.clone()))
            .collect()
    }

    /// What is left in the shards is what stakers will pull, and what strangers gave.
    fn nothing_is_owed(&self) -> Checked {
        for mint in 0..MINTS {
            let shards = self.state.shards.iter().filter(|((of, _), _)| *of == mint);
            let left = shards.map(|(_, shard)| {
                self.state.amount(&shard.vault) - self.state.donated_to(&shard.vault)
            });
            let left: u64 = left.sum();
            let records = self.state.records.values();
            let stakers = records.map(|record| record.stakers[usize::from(mint)].booked);
            let stakers: u64 = stakers.sum();
            stuck(left == stakers, || {
                format!("{left} of mint {mint} is left, stakers are owed {stakers}")
            })?;
        }
        let mut records = self.state.records.iter();
        let busy = records.find(|(_, record)| {
            record.open_claims > 0
                || record.locked_bond > 0
                || record.hired.iter().any(|entry| entry.gpus > 0)
        });
        stuck(busy.is_none(), || {
            format!("something is hired or locked: {busy:#?}")
        })
    }
}

fn stuck(fine: bool, what: impl FnOnce() -> String) -> Checked {
    if fine {
        Ok(())
    } else {
        Err(format!("I8: stuck: {}", what()))
    }
}

/// What calls need to know of a job.
fn at(address: Address, job: &Job, state: &Snapshot) -> JobAt {
    JobAt {
        address,
        client: job.client,
        mint_index: job.mint_index,
        mint: job.mint,
        token_sink: state.sink(job.mint_index),
    }
}
