//! What is next for a job: derived from the chain alone, so that a sequence always does the same.

use super::{
    action::{Verb, chosen},
    opening::SMALL,
    player::Player,
};
use ionet_client::generated::{
    job_escrow::accounts::{Claim, Job},
    registry::accounts::Device,
};
use ionet_core::{
    job::{ClaimState, JobEnd, PartialFill, REVEAL_SECONDS},
    settlement::HOLD_BACK_AFTER_END_SECONDS,
};
use ionet_test_kit::addresses::{capacity, claim as claim_address, class_total, stake};
use solana_address::Address;

/// A verb and its four choices.
type Planned = (Verb, [u8; 4]);

/// Seconds between heartbeats.
const BEAT: i64 = 900;
/// Verified capacity is refreshed when it is older than this, epochs.
const OLD_ROOT: u64 = 20;

impl Player {
    /// The next sensible step of a job: which job, which of its steps, two choices of that step.
    pub(super) fn next(&self, choices: [u8; 4]) -> Planned {
        let [which, step, third, fourth] = choices;
        for more in 0..3 {
            let Some(address) = chosen(&self.open_jobs, which.wrapping_add(more)) else {
                break;
            };
            let Some(job) = self.job(&address) else { break };
            let mut steps = Vec::new();
            self.job_steps(&address, &job, [third, fourth], &mut steps);
            for (index, (of, claim)) in (0..).zip(&self.open_claims) {
                if *of == address
                    && let Some(claim) = self.claim(claim)
                {
                    self.claim_steps(index, &job, &claim, [third, fourth], &mut steps);
                }
            }
            if let Some(step) = chosen(&steps, step) {
                return step;
            }
        }
        if self.open_jobs.len() < super::MOST_OPEN {
            (Verb::Post, [which, step, third, fourth])
        } else {
            (Verb::Warp, [third / 2, fourth, 0, 0])
        }
    }

    fn job_steps(&self, address: &Address, job: &Job, choices: [u8; 2], steps: &mut Vec<Planned>) {
        let [third, fourth] = choices;
        let now = self.people.chain().now();
        let index = position(&self.open_jobs, address);
        let open = job.end == JobEnd::Open.code();
        let full = job.slots_claimed >= job.slots;
        let claimable = open && !full && now < job.claim_deadline;
        if claimable && job.sealed == 0 {
            steps.push(self.sealing(index, job));
        } else if claimable {
            steps.push(self.claiming(index, address, job, choices));
        }
        let over = full || now >= job.claim_deadline;
        if open
            && over
            && (job.slots_finished >= job.slots_claimed
                || !full && job.partial_fill == PartialFill::Fail.code())
        {
            steps.push((Verb::EndJob, [index, 0, 0, 0]));
        }
        if !open && job.claims_open == 0 {
            steps.push((Verb::CloseJob, [index, third, 0, 0]));
        }
        if over && job.deposit > job.refunded + job.moved && third < 32 {
            steps.push((Verb::Refund, [index, fourth, 0, 0]));
        }
        if open && third < 10 {
            steps.push((Verb::Extend, [index, fourth, 0, 0]));
        }
        if open && third > 252 {
            steps.push((Verb::Cancel, [index, 0, 0, 0]));
        }
    }

    fn sealing(&self, index: u8, job: &Job) -> Planned {
        let class = job.filters.class;
        let chain = self.people.chain();
        let total = chain
            .account(&class_total(class))
            .and_then(|account| number_at(&account.data, 16));
        if total.is_none_or(|epoch| epoch + OLD_ROOT < self.people.market.epoch()) {
            return (Verb::SetClassTotal, [u8::from(class == SMALL), 0, 0, 0]);
        }
        if chain.slot() > job.posted_slot + 1 {
            (Verb::Seal, [index, 0, 0, 0])
        } else {
            (Verb::Warp, [0, 16, 0, 0])
        }
    }

    /// A claim by an operator that has none on the job; before that what it needs for it.
    fn claiming(
        &self,
        index: u8,
        address: &Address,
        job: &Job,
        [third, fourth]: [u8; 2],
    ) -> Planned {
        let suits = |device: &Device| {
            let taken = claim_address(address, &device.owner);
            device.class == job.filters.class && !self.people.exists(&taken)
        };
        let count = self.devices.len();
        let found = (0..count)
            .map(|offset| (usize::from(third) + offset) % count)
            .find(|index| self.device(*index).is_some_and(|device| suits(&device)));
        let Some(device) = found else {
            return (Verb::Warp, [150, fourth, 0, 0]);
        };
        let owner = self
            .device(device)
            .map_or_else(Address::default, |device| device.owner);
        if let Some(needed) = self.lacking(&owner, device) {
            return needed;
        }
        (Verb::Claim, [index, narrow(device), fourth, third / 64])
    }

    /// What an operator lacks before it can claim: a price, capacity, stake, a device at work.
    fn lacking(&self, owner: &Address, device: usize) -> Option<Planned> {
        let people = &self.people;
        let chain = people.chain();
        let price = people.market.world.price();
        let readable = price.confidence.saturating_mul(50) <= price.price.unsigned_abs();
        if chain.now() - price.publish_time > 55 || !readable || price.exponent != -8 {
            return Some((Verb::Publish, [0; 4]));
        }
        let operator = people
            .operators
            .iter()
            .position(|operator| operator.owner == *owner)?;
        let choice = 16 * narrow(operator);
        let root = chain
            .account(&capacity(owner))
            .and_then(|account| number_at(&account.data, 48));
        if root.is_none_or(|epoch| epoch + OLD_ROOT < people.market.epoch()) {
            return Some((Verb::SetCapacity, [choice, 0, 0, 0]));
        }
        let own = chain
            .account(&stake(owner))
            .and_then(|account| number_at(&account.data, 48));
        if own.is_none_or(|own| own < ionet_test_kit::market::STAKE / 100) {
            return Some((Verb::SetStake, [choice, 0, 0, 0]));
        }
        if self
            .device(device)
            .is_some_and(|device| device.available == 0)
        {
            return Some((Verb::UpdateDevice, [narrow(device), 0, 0, 0]));
        }
        None
    }

    fn claim_steps(
        &self,
        index: u8,
        job: &Job,
        claim: &Claim,
        choices: [u8; 2],
        steps: &mut Vec<Planned>,
    ) {
        let [third, fourth] = choices;
        let now = self.people.chain().now();
        let replicated = job.verification == 1;
        let plain = |verb| (verb, [index, 0, 0, 0]);
        match ClaimState::from_code(claim.state) {
            Ok(ClaimState::Claimed | ClaimState::Starting) => {
                let failed = job.end != JobEnd::Open.code() || now > claim.start_by;
                steps.push(if failed {
                    plain(Verb::Finish)
                } else {
                    self.starting(index, claim, fourth)
                });
            }
            Ok(ClaimState::Running) => self.running_steps(index, job, claim, choices, steps),
            Ok(ClaimState::Committed | ClaimState::Revealed) => {
                let revealed = claim.state == ClaimState::Revealed.code();
                let late = now > claim.recorded_at + 2 * REVEAL_SECONDS;
                if !revealed && third < 240 && !late {
                    steps.push((Verb::Reveal, [index, fourth, 0, 0]));
                } else if third % 4 == 0 {
                    steps.push((
                        Verb::SetVerdict,
                        [position(&self.open_jobs, &claim.job), 1, third, fourth],
                    ));
                } else {
                    steps.push(plain(Verb::Decide));
                }
            }
            Ok(ClaimState::Ended) if replicated => {
                steps.push(plain(if third % 2 == 0 {
                    Verb::Decide
                } else {
                    Verb::Settle
                }));
            }
            Ok(ClaimState::Ended) => {
                let held = now < claim.recorded_at + HOLD_BACK_AFTER_END_SECONDS;
                if held && job.verification == 2 && third > 240 {
                    steps.push((Verb::SetVerdict, [index, 0, fourth, third]));
                    steps.push(plain(Verb::DisputeByVerdict));
                } else if held && job.deterministic == 1 && third > 230 {
                    steps.push(plain(Verb::Dispute));
                } else if !held {
                    steps.push((Verb::Settle, [index, fourth, 0, 0]));
                }
            }
            Ok(ClaimState::Disputed) if third % 4 == 0 => {
                steps.push((Verb::SetVerdict, [index, 0, fourth, third]));
            }
            Ok(ClaimState::Disputed) => steps.push(plain(Verb::Resolve)),
            Ok(ClaimState::Resolved) => steps.push((Verb::Settle, [index, fourth, 0, 0])),
            _ => steps.push(plain(Verb::CloseClaim)),
        }
    }

    /// A host of the claim starts: the lead device, or another of the operator that is free.
    fn starting(&self, index: u8, claim: &Claim, choice: u8) -> Planned {
        let mut own: Vec<_> = (0..self.devices.len())
            .filter(|device| {
                self.device(*device)
                    .is_some_and(|found| found.owner == claim.operator)
            })
            .collect();
        own.sort_by_key(|device| self.devices[*device] != claim.lead_device);
        let pick = if claim.gpus_started == 0 {
            0
        } else {
            1 + choice % 2
        };
        let device = chosen(&own, pick).unwrap_or_default();
        (Verb::StartHost, [index, narrow(device), choice, 0])
    }

    fn running_steps(
        &self,
        index: u8,
        job: &Job,
        claim: &Claim,
        choices: [u8; 2],
        steps: &mut Vec<Planned>,
    ) {
        let [third, fourth] = choices;
        let now = self.people.chain().now();
        let last = if claim.newest.at == 0 {
            claim.started_at
        } else {
            claim.newest.at
        };
        let bought: u64 = job.windows.iter().map(|window| window.seconds).sum();
        let ends = claim.started_at + i64::try_from(bought).unwrap_or(i64::MAX);
        if now - last > 2 * BEAT || now > ends + BEAT || job.end != JobEnd::Open.code() {
            steps.push((Verb::Finish, [index, 0, 0, 0]));
        }
        if now >= ends || third < 24 {
            let verb = if job.verification == 1 {
                Verb::Commit
            } else {
                Verb::Complete
            };
            steps.push((verb, [index, fourth, third % 8, 0]));
        } else if now - last >= BEAT {
            steps.extend([(Verb::Heartbeat, [index, fourth, 0, 0]); 3]);
        }
        if now - claim.settled_until > 5_400 {
            steps.push((Verb::Settle, [index, fourth, 0, 0]));
        }
    }
}

fn position<T: PartialEq>(list: &[T], element: &T) -> u8 {
    let index = list.iter().position(|other| other == element);
    index.map_or(0, narrow)
}

/// An index as a choice: lists that are chosen from by it are short.
fn narrow(index: usize) -> u8 {
    u8::try_from(index).unwrap_or(u8::MAX)
}

fn number_at(data: &[u8], offset: usize) -> Option<u64> {
    let bytes = data.get(offset..offset + 8)?;
    Some(u64::from_le_bytes(bytes.try_into().ok()?))
}
