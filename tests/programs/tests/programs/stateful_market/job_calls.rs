//! Calls of job-escrow about jobs and claims.

use super::{
    action::{Verb, chosen},
    opening::SMALL,
    player::Player,
};
use ionet_client::generated::job_escrow::accounts::{Claim, Job, Participant};
use ionet_client::generated::registry::accounts::{Client, Device};
use ionet_test_kit::{
    Call,
    addresses::{self, PRICES, binding, capacity, class_total, feed, participant, stake},
    market::{CLASS, DOLLAR_FEED},
    process::job_escrow::{
        self as escrow, ClaimAccounts, Filters, JobAt, JobTerms, PostAccounts, SettleAccounts,
        commitment,
    },
};
use solana_address::Address;

/// What replicas are salted with.
const SALT: [u8; 32] = [0x5a; 32];
/// Results that replicas deliver, from the most likely on.
const RESULTS: [u8; 4] = [1, 1, 2, 3];
/// Index of the mint that is not listed at the opening.
pub const OTHER_MINT: u8 = 2;
/// A client with this choice accepts no rate.
const NO_RATE: u8 = 255;

impl Player {
    pub(super) fn escrow_call(&self, verb: Verb, choices: [u8; 4]) -> Option<Call> {
        let [first, second, third, _] = choices;
        match verb {
            Verb::Post => self.post(choices),
            Verb::Seal
            | Verb::Claim
            | Verb::Extend
            | Verb::Cancel
            | Verb::EndJob
            | Verb::Refund
            | Verb::CloseJob => {
                let address = chosen(&self.open_jobs, first)?;
                self.job_call(verb, &address, choices)
            }
            Verb::Withdraw | Verb::WithdrawFees => self.withdrawal(verb, choices),
            Verb::OpenParticipant => {
                let owner = chosen(&self.people.wallets, first)?;
                Some(escrow::open_participant(
                    self.people.market.world.mallory,
                    owner,
                ))
            }
            Verb::OpenShard => {
                let (index, mint) = match first % 3 {
                    0 => (OTHER_MINT, self.people.other_dollar),
                    listed => (listed - 1, self.people.mint(listed - 1)),
                };
                Some(escrow::open_shard(
                    self.people.market.world.mallory,
                    index,
                    mint,
                    second % 17,
                ))
            }
            Verb::StartHost
            | Verb::Heartbeat
            | Verb::Complete
            | Verb::Commit
            | Verb::Reveal
            | Verb::Decide
            | Verb::Enlarge
            | Verb::Dispute
            | Verb::DisputeByVerdict
            | Verb::Resolve
            | Verb::Finish
            | Verb::Settle
            | Verb::CloseClaim => {
                let (job, claim) = chosen(&self.open_claims, first)?;
                let (address, claim) = (job, self.claim(&claim)?);
                let terms = self.job(&address)?;
                let job = self.at(&address, &terms);
                match verb {
                    Verb::Enlarge => self.enlarge(&job, &terms, &claim, second),
                    Verb::StartHost => {
                        let granule = u32::from(terms.granule).max(1);
                        Some(self.start_host(&job, &claim, granule, [second, third]))
                    }
                    Verb::Heartbeat | Verb::Complete | Verb::Commit => {
                        self.device_call(verb, &job, &claim, [second, third])
                    }
                    _ => self.claim_call(verb, &job, &claim, [second, third]),
                }
            }
            _ => None,
        }
    }

    fn post(&self, [who, mode, size, times]: [u8; 4]) -> Option<Call> {
        let client = chosen(&self.people.clients, who)?;
        let record = self.participant(&client)?;
        let now = self.people.chain().now();
        let (verification, replicas) = [
            (0, 1),
            (0, 1),
            (2, 1),
            (0, 1),
            (1, 3),
            (1, 4),
            (1, 2),
            (1, 5),
        ][usize::from(mode >> 1) % 8];
        let gpus = [1, 2, 4, 8, 3, 6, 12, 16][usize::from(size % 8)];
        let granule = [1, 1, 2, 4][usize::from(size / 8 % 4)];
        let mint_index = mode % 2;
        let terms = JobTerms {
            mint_index,
            verification,
            replicas,
            partial_fill: if verification == 1 { 2 } else { mode / 16 % 3 },
            deterministic: u8::from(verification == 2 || mode < 128),
            gpus: if verification == 1 { gpus.min(4) } else { gpus },
            granule: if gpus.is_multiple_of(u32::from(granule)) {
                granule
            } else {
                1
            },
            seconds: [600, 660, 900, 1_200, 1_800, 3_600, 5_400, 7_200][usize::from(times % 8)],
            claim_deadline: now
                + if verification == 1 {
                    3_600
                } else {
                    [600, 300, 10_800, 1_800][usize::from(times / 8 % 4)]
                },
            start_seconds: [600, 900, 601, 3_600][usize::from(times / 32 % 4)],
            max_rate: if times == NO_RATE { 1 } else { u64::MAX },
            filters: filters(size),
            spec_hash: [size; 32],
        };
        let account = addresses::client(&client);
        let mint = self.people.mint(mint_index);
        let with = PostAccounts {
            client_account: account,
            class_book: self.people.market.class_book,
            client_stake: self.existing(stake(&client)).filter(|_| who < 128),
            referrer_stake: self.client_referrer(&account),
            mint,
            source: self.people.tokens_of(&client, &mint),
        };
        Some(escrow::post(client, record.jobs_posted, &terms, &with))
    }

    fn job_call(&self, verb: Verb, address: &Address, choices: [u8; 4]) -> Option<Call> {
        let job = self.job(address)?;
        let at = self.at(address, &job);
        let [_, second, third, fourth] = choices;
        let source = self.people.tokens_of(&job.client, &job.mint);
        match verb {
            Verb::Seal => Some(escrow::seal(&at, class_total(job.filters.class))),
            Verb::Claim => self.claim_slots(&at, &job, [second, third, fourth]),
            Verb::Extend => {
                let seconds =
                    [600, 900, 60, 3_600, 86_400, 0, u32::MAX, 1][usize::from(second % 8)];
                let book = self.people.market.class_book;
                Some(escrow::extend(&at, book, source, seconds, u64::MAX))
            }
            Verb::Cancel => Some(escrow::cancel(&at)),
            Verb::EndJob => Some(escrow::end_job(&at)),
            Verb::Refund => {
                let other = chosen(&self.people.clients, second / 8)?;
                let whose = if second < 240 { job.client } else { other };
                Some(escrow::refund(
                    &at,
                    self.people.tokens_of(&whose, &job.mint),
                ))
            }
            Verb::CloseJob => {
                let caller = chosen(&self.people.outsiders, second)?;
                Some(escrow::close_job(caller, &at))
            }
            _ => None,
        }
    }

    fn claim_slots(&self, at: &JobAt, job: &Job, [device, gpus, time]: [u8; 3]) -> Option<Call> {
        let index = usize::from(device) % self.devices.len();
        let owner = self.device(index)?.owner;
        let with = self.hiring(index, owner);
        let free = job.slots.saturating_sub(job.slots_claimed);
        let granule = u32::from(job.granule).max(1);
        let wanted = match gpus % 8 {
            _ if job.verification == 1 && gpus < 240 => job.gpus,
            0 | 1 => free.min(16),
            2 | 3 => granule,
            4 | 5 => (free / 2 / granule).max(1) * granule,
            6 => free + granule,
            _ => u32::from(gpus / 8),
        };
        let seconds = [86_400, 86_400, u32::MAX, 3_600, 7_200, 600][usize::from(time % 6)];
        Some(escrow::claim_slots(at, &with, wanted, seconds))
    }

    /// What is read of an operator that takes slots with a device.
    fn hiring(&self, device: usize, owner: Address) -> ClaimAccounts {
        ClaimAccounts {
            owner,
            operator: addresses::operator(&owner),
            device_key: self.people.device_keys[device],
            device: self.devices[device],
            stake: stake(&owner),
            capacity: capacity(&owner),
            price: PRICES.io_usd,
            referrer_stake: self.operator_referrer(&owner),
        }
    }

    fn enlarge(&self, at: &JobAt, job: &Job, claim: &Claim, gpus: u8) -> Option<Call> {
        let lead = |device: &Address| *device == claim.lead_device;
        let index = self.devices.iter().position(lead)?;
        let free = job.slots.saturating_sub(job.slots_claimed);
        let granule = u32::from(job.granule).max(1);
        let wanted = match gpus % 8 {
            0..4 => granule,
            4 | 5 => free,
            6 => free + granule,
            _ => u32::from(gpus / 8),
        };
        let with = self.hiring(index, claim.operator);
        Some(escrow::enlarge(at, &with, wanted))
    }

    fn start_host(
        &self,
        job: &JobAt,
        claim: &Claim,
        granule: u32,
        [device, gpus]: [u8; 2],
    ) -> Call {
        let index = usize::from(device) % self.devices.len();
        let device = self.devices[index];
        let left = claim.gpus.saturating_sub(claim.gpus_started);
        let fits = self
            .device(index)
            .map_or(1, |device| u32::from(device.gpus));
        let number = match gpus % 8 {
            0..5 => left.min(fits) / granule * granule,
            5 => (left.min(fits) / 2).max(1),
            6 => left + 1,
            _ => u32::from(gpus / 8),
        };
        let old_claim = self.bound_claim(&device);
        let key = self.people.device_keys[index];
        escrow::start_host(job, &claim.operator, key, device, old_claim, number)
    }

    fn device_call(
        &self,
        verb: Verb,
        job: &JobAt,
        claim: &Claim,
        choices: [u8; 2],
    ) -> Option<Call> {
        let [alive, result] = choices;
        let index = self
            .devices
            .iter()
            .position(|device| *device == claim.lead_device)?;
        let (key, device) = (self.people.device_keys[index], self.devices[index]);
        let alive = match alive % 8 {
            0..5 => claim.gpus,
            5 => claim.gpus.saturating_sub(1),
            6 => u32::from(alive / 8),
            _ => claim.gpus + 1,
        };
        let result = [RESULTS[usize::from(result % 4)]; 32];
        let owner = &claim.operator;
        Some(match verb {
            Verb::Heartbeat => escrow::heartbeat(job, owner, key, device, alive),
            Verb::Complete => escrow::complete(job, owner, key, device, alive, result),
            _ => {
                let committed = commitment(&result, owner, &SALT);
                escrow::commit(job, owner, key, device, alive, committed)
            }
        })
    }

    fn claim_call(&self, verb: Verb, job: &JobAt, claim: &Claim, choices: [u8; 2]) -> Option<Call> {
        let [second, third] = choices;
        let owner = &claim.operator;
        Some(match verb {
            Verb::Reveal => {
                let committed =
                    |result: &u8| commitment(&[*result; 32], owner, &SALT) == claim.commitment;
                let guessed = RESULTS[usize::from(second % 4)];
                let result = RESULTS.into_iter().find(committed).unwrap_or(guessed);
                escrow::reveal(job, owner, [result; 32], SALT)
            }
            Verb::Decide => escrow::decide(job, owner),
            Verb::Dispute => {
                let source = self.people.tokens_of(&job.client, &job.mint);
                escrow::dispute(job, owner, source)
            }
            Verb::DisputeByVerdict => escrow::dispute_by_verdict(job, owner),
            Verb::Resolve => {
                let holder =
                    self.people.market.config().roles[usize::from(escrow::VERIFIERS)].holder;
                escrow::resolve(job, owner, &holder)
            }
            Verb::Finish => escrow::finish(job, owner),
            Verb::Settle => {
                let some = |wallet: Address| (wallet != Address::default()).then_some(wallet);
                let with = SettleAccounts {
                    client_referrer: some(claim.client_referrer),
                    operator_referrer: some(claim.operator_referrer),
                    price: (third < 224).then(|| feed(&DOLLAR_FEED)),
                    signed: second % 8 == 7,
                };
                escrow::settle(job, owner, &with)
            }
            Verb::CloseClaim => escrow::close_claim(job, owner, claim.payer),
            _ => return None,
        })
    }

    /// A job that is not closed.
    pub(super) fn job(&self, address: &Address) -> Option<Job> {
        let account = self.people.chain().account(address)?;
        Job::from_bytes(&account.data).ok()
    }

    /// A job and what its calls need to know of it.
    fn at(&self, address: &Address, job: &Job) -> JobAt {
        let config = self.people.market.config();
        JobAt {
            address: *address,
            client: job.client,
            mint_index: job.mint_index,
            mint: job.mint,
            token_sink: config.mints[usize::from(job.mint_index)].token_sink,
        }
    }

    /// A claim that is not closed.
    pub(super) fn claim(&self, address: &Address) -> Option<Claim> {
        let account = self.people.chain().account(address)?;
        Claim::from_bytes(&account.data).ok()
    }

    /// The record of a wallet, if it has one.
    pub(super) fn participant(&self, owner: &Address) -> Option<Participant> {
        let account = self.people.chain().account(&participant(owner))?;
        Participant::from_bytes(&account.data).ok()
    }

    /// The device of the key with an index, if it is registered.
    pub(super) fn device(&self, index: usize) -> Option<Device> {
        let account = self.people.chain().account(self.devices.get(index)?)?;
        Device::from_bytes(&account.data).ok()
    }

    /// The claim that a device's binding names: behind discriminator, head, GPUs and device.
    pub(super) fn bound_claim(&self, device: &Address) -> Option<Address> {
        let account = self.people.chain().account(&binding(device))?;
        let bytes = account.data.get(48..80)?;
        Address::try_from(bytes).ok()
    }

    fn existing(&self, address: Address) -> Option<Address> {
        self.people.exists(&address).then_some(address)
    }

    fn client_referrer(&self, account: &Address) -> Option<Address> {
        let account = self.people.chain().account(account)?;
        let client = Client::from_bytes(&account.data).ok()?;
        self.existing(stake(&client.referrer))
    }

    fn operator_referrer(&self, owner: &Address) -> Option<Address> {
        let account = self.people.chain().account(&addresses::operator(owner))?;
        let operator =
            ionet_client::generated::registry::accounts::Operator::from_bytes(&account.data)
                .ok()?;
        self.existing(stake(&operator.referrer))
    }
}

fn filters(size: u8) -> Filters {
    let plain = Filters {
        class: if size / 32 % 4 == 3 { SMALL } else { CLASS },
        ..Filters::default()
    };
    match size {
        248..=250 => Filters {
            min_operator_reputation: 5_000,
            ..plain
        },
        251.. => Filters {
            region: 1,
            min_vram_mib: 80_000,
            min_security: 4,
            purposes: 1,
            ..plain
        },
        _ => plain,
    }
}
