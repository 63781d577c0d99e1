//! What is next for a job: derived from the chain alone, so that a sequence always does the same.

use super::{
    action::{Verb, chosen},
    opening::SMALL,
    player::Player,
};
use ionet_client::generated::{
    job_escrow::accounts::{Claim, Job},
    registry::accounts::{ClassBook, Device, Operator},
};
use ionet_core::{
    job::{ClaimState, EndReason, JobEnd, PartialFill, REVEAL_SECONDS},
    oracle::PriceUpdate,
    settlement::HOLD_BACK_AFTER_END_SECONDS,
};
use ionet_test_kit::{
    addresses::{
        self, REGISTER, capacity, claim as claim_address, class_total, feed, participant, stake,
        verdict,
    },
    market::{CLASS, DOLLAR_FEED, DOLLAR_MINT},
    process::job_escrow::VERIFIERS,
};
use solana_address::Address;

/// A verb and its four choices.
type Planned = (Verb, [u8; 4]);

/// Slots after which anybody may claim.
const RACE_SLOTS: u64 = 40;
/// Seconds between heartbeats.
const BEAT: i64 = 900;
/// Verified capacity is refreshed when it is older than this, epochs.
const OLD_ROOT: u64 = 20;
/// Choices from here on take what is taken already.
const GREEDY: u8 = 224;

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
            self.posting(choices)
        } else {
            (Verb::Warp, [fourth / 2, third, 0, 0])
        }
    }

    /// A post, or what it needs first: no pause, an active class, a listed mint.
    fn posting(&self, choices: [u8; 4]) -> Planned {
        let market = &self.people.market;
        let config = market.config();
        if self.people.chain().now() < config.paused_until {
            return (Verb::Unpause, [0; 4]);
        }
        let book: ClassBook = self.people.chain().read(&REGISTER.class_book);
        for (choice, class) in [(0, CLASS), (1, SMALL)] {
            if book.classes[usize::from(class)].active == 0 {
                return (Verb::SetClass, [choice, 0, 0, 0]);
            }
        }
        if config.mints[usize::from(DOLLAR_MINT)].active == 0 {
            return (Verb::ListMint, [0; 4]);
        }
        (Verb::Post, choices)
    }

    fn job_steps(&self, address: &Address, job: &Job, choices: [u8; 2], steps: &mut Vec<Planned>) {
        let [third, fourth] = choices;
        let now = self.people.chain().now();
        let index = position(&self.open_jobs, address);
        let open = job.end == JobEnd::Open.code();
        let full = job.slots_claimed >= job.slots;
        let over = full || now >= job.claim_deadline;
        let failed = !full && job.partial_fill == PartialFill::Fail.code();
        if open && !over && job.sealed == 0 {
            steps.push(self.sealing(index, job));
        } else if open && !over {
            steps.push(self.claiming(index, address, job, choices));
        }
        if open && over && (failed || job.slots_finished >= job.slots_claimed) {
            steps.push((Verb::EndJob, [index, 0, 0, 0]));
        }
        if !open && job.claims_open == 0 {
            steps.push((Verb::CloseJob, [index, third, 0, 0]));
        }
        let rest = job.deposit > job.refunded + job.bound.ended_gross;
        if !open && rest && third % 2 == 0 || over && third > 224 {
            steps.push(self.refunding(index, job, fourth));
        }
        match third {
            240..248 if open => steps.push((Verb::Extend, [index, fourth, 0, 0])),
            252.. if open => steps.push((Verb::Cancel, [index, 0, 0, 0])),
            _ => {}
        }
    }

    /// A refund, and before it the client's token account if it was closed.
    fn refunding(&self, index: u8, job: &Job, choice: u8) -> Planned {
        let account = self.people.tokens_of(&job.client, &job.mint);
        if choice < 224 && !self.people.exists(&account) {
            let wallet = position(&self.people.wallets, &job.client);
            return (Verb::OpenTokens, [wallet, job.mint_index + 1, 0, 0]);
        }
        (Verb::Refund, [index, choice, 0, 0])
    }

    fn sealing(&self, index: u8, job: &Job) -> Planned {
        let class = job.filters.class;
        let chain = self.people.chain();
        let total = chain
            .account(&class_total(class))
            .and_then(|account| number_at(&account.data, 16));
        if self.is_bad_root(total) {
            return (Verb::SetClassTotal, [u8::from(class == SMALL), 0, 0, 0]);
        }
        if chain.slot() > job.posted_slot + 1 {
            (Verb::Seal, [index, 0, 0, 0])
        } else {
            (Verb::Warp, [0, 16, 0, 0])
        }
    }

    /// Whether a root is missing, old, or of an epoch to come.
    fn is_bad_root(&self, epoch: Option<u64>) -> bool {
        let now = self.people.market.epoch();
        epoch.is_none_or(|epoch| epoch + OLD_ROOT < now || epoch > now)
    }

    /// A claim by an operator that has none on the job; before that what it needs for it.
    fn claiming(&self, index: u8, address: &Address, job: &Job, choices: [u8; 2]) -> Planned {
        let [third, fourth] = choices;
        let suits = |device: &Device| {
            let taken = claim_address(address, &device.owner);
            device.class == job.filters.class && !self.people.exists(&taken)
        };
        let count = self.devices.len();
        let found = (0..count)
            .map(|offset| (usize::from(fourth) + offset) % count)
            .find_map(|index| Some((index, self.device(index).filter(suits)?)));
        let Some((device, found)) = found else {
            return (Verb::Warp, [0, fourth, 0, 0]);
        };
        if let Some(needed) = self.lacking(&found.owner, device) {
            return needed;
        }
        // Now and then in the race; otherwise when anybody may.
        if third < 160 && self.people.chain().slot() < job.open_slot + RACE_SLOTS {
            return (Verb::Warp, [0, 64, 0, 0]);
        }
        let gpus = if third < 200 { third % 6 } else { third };
        (Verb::Claim, [index, narrow(device), gpus, fourth / 128])
    }

    /// What an operator lacks before it can claim: a price, capacity, stake, a device at work.
    fn lacking(&self, owner: &Address, device: usize) -> Option<Planned> {
        let people = &self.people;
        let chain = people.chain();
        let price = people.market.world.price();
        let readable = price.confidence.saturating_mul(50) <= price.price.unsigned_abs();
        if chain.now() - price.publish_time > 55 || !readable || price.exponent != -8 {
            return Some(self.publishing(0));
        }
        let operator = people
            .operators
            .iter()
            .position(|operator| operator.owner == *owner)?;
        let choice = 16 * narrow(operator);
        let root = chain
            .account(&capacity(owner))
            .and_then(|account| number_at(&account.data, 48));
        if self.is_bad_root(root) {
            return Some((Verb::SetCapacity, [choice, 0, 0, 0]));
        }
        let account = chain.account(&addresses::operator(owner))?;
        let terms = Operator::from_bytes(&account.data).ok()?;
        if terms.draining == 1 {
            return Some((Verb::SetDraining, [narrow(operator), 0, 0, 0]));
        }
        if terms.min_client_reputation > 0 || terms.accepted_mints != 0b11 || terms.max_seconds > 0
        {
            return Some((Verb::UpdateOperator, [narrow(operator), 0, 0, 0]));
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
        let plain = |verb| (verb, [index, 0, 0, 0]);
        match ClaimState::from_code(claim.state) {
            Ok(ClaimState::Claimed | ClaimState::Starting) => {
                steps.extend(self.start_steps(index, job, claim, fourth));
            }
            Ok(ClaimState::Running) => self.running_steps(index, job, claim, choices, steps),
            // Revealing opens when the last replica has ended.
            Ok(ClaimState::Committed | ClaimState::Revealed)
                if job.slots_finished < job.slots && job.end == JobEnd::Open.code() => {}
            Ok(ClaimState::Committed) if third < 224 && self.can_reveal(job) => {
                steps.push((Verb::Reveal, [index, fourth, 0, 0]));
            }
            Ok(ClaimState::Committed | ClaimState::Revealed) => {
                steps.push(self.deciding(index, claim, choices));
            }
            Ok(ClaimState::Ended) => steps.extend(self.ended_steps(index, job, claim, choices)),
            Ok(ClaimState::Disputed) if third % 2 == 0 => {
                steps.push((Verb::SetVerdict, [index, 0, fourth, third]));
            }
            Ok(ClaimState::Disputed) => steps.push(self.resolving(index)),
            Ok(ClaimState::Resolved) => steps.push(self.settling(index, job, fourth)),
            _ => steps.push(plain(Verb::CloseClaim)),
        }
    }

    fn can_reveal(&self, job: &Job) -> bool {
        let closes_at = job.last_ended_at + REVEAL_SECONDS;
        job.end != JobEnd::Cancelled.code() && self.people.chain().now() < closes_at
    }

    /// A settlement, and before it the price that its points need.
    fn settling(&self, index: u8, job: &Job, choice: u8) -> Planned {
        let chain = self.people.chain();
        let price = chain.account(&feed(&DOLLAR_FEED));
        let price = price.and_then(|account| PriceUpdate::parse(&account.data).ok());
        let fresh = price.is_some_and(|price| chain.now() - price.publish_time <= 55);
        if job.mint_index == DOLLAR_MINT && !fresh && choice < 224 {
            return self.publishing(2);
        }
        (Verb::Settle, [index, choice, 0, 0])
    }

    /// A price, by whoever publishes it; by somebody else if nobody has the publisher's key.
    fn publishing(&self, which: u8) -> Planned {
        if self
            .publisher(which)
            .is_some_and(|key| self.people.can_sign(&key))
        {
            (Verb::Publish, [which, 0, 0, 0])
        } else {
            (Verb::SetPublisher, [which, 0, 0, 0])
        }
    }

    /// The end of a dispute, and before it the record that a charge would go to.
    fn resolving(&self, index: u8) -> Planned {
        let holder = self.people.market.config().roles[usize::from(VERIFIERS)].holder;
        if self.people.exists(&participant(&holder)) {
            (Verb::Resolve, [index, 0, 0, 0])
        } else {
            (
                Verb::OpenParticipant,
                [position(&self.people.wallets, &holder), 0, 0, 0],
            )
        }
    }

    /// The tally decides, or a verdict does if it cannot.
    fn deciding(&self, index: u8, claim: &Claim, [third, fourth]: [u8; 2]) -> Planned {
        if third % 2 == 1 {
            let job = position(&self.open_jobs, &claim.job);
            return (Verb::SetVerdict, [job, 1, third, fourth]);
        }
        (Verb::Decide, [index, 0, 0, 0])
    }

    fn ended_steps(
        &self,
        index: u8,
        job: &Job,
        claim: &Claim,
        choices: [u8; 2],
    ) -> Option<Planned> {
        let [third, fourth] = choices;
        let now = self.people.chain().now();
        let never_ran = claim.end_reason == EndReason::Expired as u8
            || claim.end_reason == EndReason::Failed as u8;
        if job.verification == 1 && !never_ran {
            return Some(self.deciding(index, claim, choices));
        }
        if now >= claim.recorded_at + HOLD_BACK_AFTER_END_SECONDS {
            return Some(self.settling(index, job, fourth));
        }
        let (_, address) = chosen(&self.open_claims, index)?;
        let judged = self.people.exists(&verdict(&address));
        match third {
            // A verdict against the operator, then what it opens.
            200..232 if job.verification == 2 && !judged => {
                Some((Verb::SetVerdict, [index, 0, 0, third]))
            }
            _ if job.verification == 2 && judged && third % 2 == 0 => {
                Some((Verb::DisputeByVerdict, [index, 0, 0, 0]))
            }
            232.. if job.deterministic == 1 => Some((Verb::Dispute, [index, 0, 0, 0])),
            _ => None,
        }
    }

    /// A host of the claim starts, if it can: the lead device, or another of the operator's
    /// that is free. A claim that can no longer start is finished.
    fn start_steps(&self, index: u8, job: &Job, claim: &Claim, choice: u8) -> Option<Planned> {
        let now = self.people.chain().now();
        let full = job.slots_claimed >= job.slots;
        let opens_at = if job.partial_fill == PartialFill::Keep.code() {
            claim.granted_at
        } else if full {
            job.filled_at
        } else {
            job.claim_deadline
        };
        let deadline = opens_at.max(claim.granted_at) + i64::from(job.start_seconds);
        if job.end != JobEnd::Open.code() || now > deadline {
            return Some((Verb::Finish, [index, 0, 0, 0]));
        }
        if now < opens_at {
            return None;
        }
        // Now and then a device that serves another claim.
        let greedy = choice >= GREEDY;
        let mut own: Vec<_> = (0..self.devices.len())
            .filter(|device| self.is_own(*device, &claim.operator, job.filters.class))
            .filter(|device| greedy || self.is_free(*device))
            .collect();
        own.sort_by_key(|device| self.devices[*device] != claim.lead_device);
        let device = own.first()?;
        let gpus = if greedy || choice < 200 { 0 } else { choice };
        Some((Verb::StartHost, [index, narrow(*device), gpus, 0]))
    }

    /// Whether a device is the operator's and of the class.
    fn is_own(&self, index: usize, owner: &Address, class: u16) -> bool {
        self.device(index)
            .is_some_and(|device| device.owner == *owner && device.class == class)
    }

    /// Whether a device serves no claim that is open.
    fn is_free(&self, index: usize) -> bool {
        let serves = self
            .bound_claim(&self.devices[index])
            .and_then(|claim| self.claim(&claim));
        serves.is_none_or(|claim| claim.state > ClaimState::Running.code())
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
        let last = claim.newest.at.max(claim.started_at);
        let bought: u64 = job.windows.iter().map(|window| window.seconds).sum();
        let ends = claim.started_at + i64::try_from(bought).unwrap_or(i64::MAX);
        let cancelled = job.end != JobEnd::Open.code();
        if now - last > 2 * BEAT || now > ends + BEAT || cancelled && now > job.ended_at + BEAT {
            steps.push((Verb::Finish, [index, 0, 0, 0]));
        }
        if now >= ends || (200..224).contains(&third) {
            let commits = job.verification == 1;
            let verb = if commits {
                Verb::Commit
            } else {
                Verb::Complete
            };
            steps.push((verb, [index, fourth, third % 8, 0]));
        } else if now - last >= BEAT {
            steps.extend([(Verb::Heartbeat, [index, fourth, 0, 0]); 2]);
        }
        if now - claim.settled_until > 4_500 && job.verification != 1 {
            steps.push(self.settling(index, job, fourth));
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
