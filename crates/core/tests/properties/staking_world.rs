//! Two pools with all that programs keep of them: token vaults, figures of other programs, slashes
//! and tickets, and the model beside them.

use std::collections::BTreeMap;

use ionet_core::staking::{
    Bonds, Checkpoints, Moment, Offence, Pool, Position, RewardSource, Slash, SlashState, Stake,
    StakingError, Ticket, collect_forfeits, file_slash, move_stake,
};
use ionet_core::supply::IO_UNIT;
use num_bigint::BigUint;
use proptest::prelude::*;

use crate::staking_model::{Fine, Member, ModelPool};

pub const POOLS: usize = 2;
/// The pool's owner and three delegators.
pub const STAKERS: usize = 4;
pub const EPOCH: i64 = 3_600;

#[derive(Clone, Debug)]
pub enum Step {
    Wait(i64),
    Stake(usize, usize, u64),
    Unstake(usize, usize, u64),
    Cancel(usize, usize, u8),
    Withdraw(usize, usize),
    Claim(usize, usize, u8),
    Reward(usize, u8, bool, u64),
    Move(usize, usize, u64),
    Settle(usize, usize),
    End(usize, usize),
    Lock(usize, u64),
    Forfeit(usize, u64),
    Collect(usize),
    File(usize, u8, u64),
    Appeal(usize, usize),
    Execute(usize, usize),
    Decide(usize, usize, bool),
    Redeem(usize),
}

impl Step {
    fn name(&self) -> &'static str {
        match self {
            Self::Wait(_) => "wait",
            Self::Stake(..) => "stake",
            Self::Unstake(..) => "unstake",
            Self::Cancel(..) => "cancel",
            Self::Withdraw(..) => "withdraw",
            Self::Claim(..) => "claim",
            Self::Reward(..) => "reward",
            Self::Move(..) => "move",
            Self::Settle(..) => "settle",
            Self::End(..) => "end",
            Self::Lock(..) => "lock",
            Self::Forfeit(..) => "forfeit",
            Self::Collect(_) => "collect",
            Self::File(..) => "file",
            Self::Appeal(..) => "appeal",
            Self::Execute(..) => "execute",
            Self::Decide(..) => "decide",
            Self::Redeem(_) => "redeem",
        }
    }
}

/// One pool with everything that programs keep of it.
struct Books {
    pool: Pool,
    positions: [Position; STAKERS],
    bonds: Bonds,
    figures: [[u64; 2]; 2],
    slashes: Vec<Slash>,
    tickets: Vec<(usize, Ticket)>,
    /// Tokens in the vault of the stake and of the two slots.
    vault: u64,
    slot_vaults: [u64; 2],
    /// What everybody claimed, per slot.
    claimed: [[u64; STAKERS]; 2],
    model: ModelPool,
}

pub struct World {
    now: i64,
    pools: Vec<Books>,
    total: Checkpoints,
    paid_in: u64,
    paid_out: u64,
    forfeits: u64,
    burned: u64,
    steps: u64,
    /// How often what was accepted, by name.
    pub reached: BTreeMap<&'static str, u32>,
}

fn position(who: usize) -> Position {
    if who == 0 {
        Position::of_owner()
    } else {
        Position::default()
    }
}

/// A step that had nothing to do.
const NOTHING: Option<StakingError> = Some(StakingError::NoExposure);

impl Books {
    fn new() -> Self {
        Self {
            pool: Pool::open(0),
            positions: [0, 1, 2, 3].map(position),
            bonds: Bonds::default(),
            figures: [[0; 2]; 2],
            slashes: Vec::new(),
            tickets: Vec::new(),
            vault: 0,
            slot_vaults: [0; 2],
            claimed: [[0; STAKERS]; 2],
            model: ModelPool {
                members: vec![Member::default(); STAKERS],
                ..ModelPool::default()
            },
        }
    }

    /// The index of one of the undecided slashes.
    fn pending(&self, nth: usize) -> Option<usize> {
        let pending: Vec<usize> = (0..self.slashes.len())
            .filter(|i| self.slashes[*i].state.is_pending())
            .collect();
        pending.get(nth % pending.len().max(1)).copied()
    }

    fn pair(&self, who: usize) -> Stake {
        Stake {
            pool: self.pool,
            position: self.positions[who],
        }
    }

    fn bonds_of(&self, who: usize) -> Option<&Bonds> {
        (who == 0).then_some(&self.bonds)
    }

    fn set(&mut self, who: usize, after: &Stake) {
        self.pool = after.pool;
        self.positions[who] = after.position;
    }

    fn keep(&mut self, who: usize, tickets: &[Ticket]) {
        for ticket in tickets.iter().filter(|ticket| ticket.amount > 0) {
            self.tickets.push((who, *ticket));
        }
    }

    fn forfeit(&mut self, amount: u64) -> u64 {
        self.vault -= amount;
        self.model.members[0].seize(&Fine::of(amount));
        amount
    }
}

impl World {
    pub fn new() -> Self {
        Self {
            now: 0,
            pools: vec![Books::new(), Books::new()],
            total: Checkpoints::default(),
            paid_in: 0,
            paid_out: 0,
            forfeits: 0,
            burned: 0,
            steps: 0,
            reached: BTreeMap::new(),
        }
    }

    /// Everybody has staked.
    pub fn populated() -> Result<Self, TestCaseError> {
        let mut world = Self::new();
        for pool in 0..POOLS {
            for (who, io) in [400, 1_000, 3_000, 777].into_iter().enumerate() {
                world.step(&Step::Stake(pool, who, io * IO_UNIT + 7))?;
            }
        }
        world.step(&Step::Wait(2 * EPOCH))?;
        Ok(world)
    }

    fn epoch(&self) -> u64 {
        u64::try_from(self.now / EPOCH).unwrap()
    }

    fn moment(&self) -> Moment {
        Moment {
            now: self.now,
            epoch: self.epoch(),
        }
    }

    pub fn step(&mut self, step: &Step) -> Result<(), TestCaseError> {
        self.steps += 1;
        let before: Vec<u64> = self
            .pools
            .iter()
            .map(|books| books.pool.active_next())
            .collect();
        let values = self.values();
        // What a refusal says is tested by example; here it must only change nothing.
        let refused = self.apply(step)?;
        if refused.is_none() {
            *self.reached.entry(step.name()).or_default() += 1;
        }
        if let Some(error) = refused {
            prop_assert!(
                !matches!(error, StakingError::StateInvalid | StakingError::Overflow),
                "{error:?}"
            );
        }
        for (books, before) in self.pools.iter().zip(before) {
            let after = books.pool.active_next();
            if before != after {
                self.total = self
                    .total
                    .replace(before, after, self.now.unsigned_abs() / 3_600)
                    .unwrap();
            }
        }
        self.check_others(step, &values)?;
        self.check()
    }

    #[allow(clippy::too_many_lines, reason = "one arm per step")]
    fn apply(&mut self, step: &Step) -> Result<Option<StakingError>, TestCaseError> {
        let (moment, epoch) = (self.moment(), self.epoch());
        let near = 4 * self.steps + 4;
        macro_rules! accept {
            ($result:expr) => {
                match $result {
                    Ok(outcome) => outcome,
                    Err(error) => return Ok(Some(error)),
                }
            };
        }
        match *step {
            Step::Wait(seconds) => {
                self.now += seconds;
                let passed = self.epoch() - epoch;
                for books in &mut self.pools {
                    let earning = books.pool.bonded > 0;
                    books.model.pass(passed, earning);
                }
            }
            Step::Stake(p, who, amount) => {
                let books = &mut self.pools[p];
                let outcome = accept!(books.pair(who).stake(amount, books.bonds_of(who), epoch));
                prop_assert!(outcome.shares >= amount, "at least one share per unit");
                let worth = outcome.after.pool.value_floor(outcome.shares);
                prop_assert!(
                    worth <= amount && worth + 1 >= amount,
                    "{worth} for {amount}"
                );
                self.forfeits += books.forfeit(outcome.forfeits);
                books.set(who, &outcome.after);
                books.vault += amount;
                self.paid_in += amount;
                books.model.members[who]
                    .bonded
                    .push((Fine::of(amount), epoch + 1));
            }
            Step::Unstake(p, who, per_mille) => {
                let books = &mut self.pools[p];
                let held = books.positions[who].lots.total();
                let shares = held / 1_000 * per_mille + held % 1_000 * per_mille / 1_000;
                let queue = books.positions[who].unbonding;
                let outcome = accept!(books.pair(who).unstake(
                    shares,
                    books.bonds_of(who),
                    &moment
                ));
                self.forfeits += books.forfeit(outcome.forfeits);
                let held = held - (held - outcome.after.position.lots.total() - shares);
                books.set(who, &outcome.after);
                let member = &mut books.model.members[who];
                let amount = member.bonded().part(&Fine::of(shares), &Fine::of(held));
                member.unbond(&amount);
                let after = books.positions[who].unbonding;
                let entry = (0..8)
                    .find(|i| after.entries[*i].shares > queue.entries[*i].shares)
                    .or_else(|| {
                        (0..8).find(|i| after.entries[*i].releases_at == outcome.releases_at)
                    });
                member.unbonding[entry.unwrap()] += amount;
            }
            Step::Cancel(p, who, entry) => {
                let books = &mut self.pools[p];
                let outcome = accept!(books.pair(who).cancel_unbonding(
                    entry,
                    books.bonds_of(who),
                    epoch
                ));
                self.forfeits += books.forfeit(outcome.forfeits);
                books.set(who, &outcome.after);
                let member = &mut books.model.members[who];
                let amount = core::mem::take(&mut member.unbonding[usize::from(entry)]);
                member.bonded.push((amount, epoch + 1));
            }
            Step::Withdraw(p, who) => {
                let books = &mut self.pools[p];
                let outcome = accept!(books.pair(who).withdraw(books.bonds_of(who), &moment));
                self.forfeits += books.forfeit(outcome.forfeits);
                let before = books.positions[who].unbonding;
                let kept = outcome.after.position.shares();
                books.set(who, &outcome.after);
                books.keep(who, &outcome.tickets);
                books.vault -= outcome.amount;
                self.paid_out += outcome.amount;
                let member = &mut books.model.members[who];
                let mut gone = Fine::default();
                for (entry, amount) in before.entries.iter().zip(&mut member.unbonding) {
                    if entry.releases_at <= moment.now {
                        gone += core::mem::take(amount);
                    }
                }
                prop_assert!(
                    gone.is_near(outcome.amount, near),
                    "{gone:?} {}",
                    outcome.amount
                );
                let (left, all) = (Fine::of(kept), Fine::of(kept + outcome.shares));
                for (_, frozen) in &mut member.frozen {
                    *frozen = frozen.part(&left, &all);
                }
            }
            Step::Claim(p, who, slot) => {
                let books = &mut self.pools[p];
                let outcome = accept!(books.pair(who).claim(slot, epoch));
                let again = outcome.after.claim(slot, epoch).map(|again| again.amount);
                prop_assert_eq!(again, Err(StakingError::NothingToClaim));
                books.set(who, &outcome.after);
                books.slot_vaults[usize::from(slot)] -= outcome.amount;
                books.claimed[usize::from(slot)][who] += outcome.amount;
            }
            Step::Reward(p, slot, emission, amount) => {
                let books = &mut self.pools[p];
                let source = if emission {
                    RewardSource::Emission
                } else {
                    RewardSource::JobRevenue
                };
                let figure = &mut books.figures[usize::from(slot)][usize::from(emission)];
                *figure += amount;
                let outcome = books.pool.receive(slot, source, *figure, epoch).unwrap();
                prop_assert_eq!(outcome.amount, amount);
                let again = outcome
                    .pool_after
                    .receive(slot, source, *figure, epoch)
                    .unwrap();
                prop_assert_eq!((again.amount, again.pool_after), (0, outcome.pool_after));
                books.pool = outcome.pool_after;
                books.slot_vaults[usize::from(slot)] += amount;
                books.model.flows[usize::from(slot)].arrive(amount);
            }
            Step::Move(p, who, per_mille) => {
                let (from, to) = (&self.pools[p], &self.pools[1 - p]);
                let held = from.positions[who].lots.total();
                let shares = held / 1_000 * per_mille + held % 1_000 * per_mille / 1_000;
                let outcome = accept!(move_stake(&from.pair(who), &to.pair(who), shares, &moment));
                let moved = outcome.amount;
                self.pools[p].set(who, &outcome.from_after);
                self.pools[1 - p].set(who, &outcome.to_after);
                self.pools[p].vault -= moved;
                self.pools[1 - p].vault += moved;
                let member = &mut self.pools[p].model.members[who];
                let amount = member.bonded().part(&Fine::of(shares), &Fine::of(held));
                prop_assert!(amount.is_near(moved, near));
                member.unbond(&amount);
                let member = &mut self.pools[1 - p].model.members[who];
                member.bonded.push((Fine::of(moved), epoch + 1));
            }
            Step::Settle(p, who) => {
                let (p, who) = self.exposed(p, who);
                let exposure = self.pools[p].positions[who].exposure;
                let number = usize::try_from(exposure.next_slash).unwrap();
                let slashes = &self.pools[1 - p].slashes;
                let Some(slash) = number.checked_sub(1).and_then(|i| slashes.get(i)) else {
                    return Ok(NOTHING);
                };
                let outcome = accept!(self.pools[p].pair(who).settle_exposure(slash, epoch));
                // The same part as those who stayed lost, in favour of the slash by a unit.
                if slash.state != SlashState::Restored {
                    let lost = Fine::of(exposure.amount)
                        .part(&Fine::of(slash.delegated), &Fine::of(slash.base));
                    let value = self.pools[p].model.members[who].value();
                    prop_assert!(lost.min(value).is_near(outcome.amount, near));
                }
                if outcome.amount > 0 {
                    self.reach(if outcome.burned {
                        "settle: burned"
                    } else {
                        "settle: ticket"
                    });
                }
                let kept = outcome.after.position.shares();
                let held = self.pools[p].positions[who].shares();
                self.pools[p].set(who, &outcome.after);
                self.pools[p].vault -= outcome.amount;
                self.pools[p].keep(who, &outcome.tickets);
                let member = &mut self.pools[p].model.members[who];
                member.seize(&Fine::of(outcome.amount));
                for (_, frozen) in &mut member.frozen {
                    *frozen = frozen.part(&Fine::of(kept), &Fine::of(held));
                }
                if outcome.burned {
                    self.burned += outcome.amount;
                } else {
                    self.pools[1 - p].vault += outcome.amount;
                    self.pools[1 - p].keep(who, &[outcome.ticket]);
                }
                self.pools[1 - p].slashes[number - 1] = outcome.slash_after;
            }
            Step::End(p, who) => {
                let (p, who) = self.exposed(p, who);
                let number =
                    usize::try_from(self.pools[p].positions[who].exposure.next_slash).unwrap();
                let other = &self.pools[1 - p];
                let next = number.checked_sub(1).and_then(|i| other.slashes.get(i));
                let filed = other.pool.slashes_filed;
                let pair = self.pools[p].pair(who);
                let after = accept!(pair.end_exposure(filed, next, self.now));
                self.pools[p].set(who, &after);
            }
            Step::Lock(p, per_mille) => {
                // As job-escrow does: free self-stake only.
                let books = &mut self.pools[p];
                let stake = books.pool.self_stake(&books.positions[0], epoch);
                let free = stake.saturating_sub(books.bonds.forfeited);
                books.bonds.locked = books.bonds.locked.max(free / 1_000 * per_mille);
            }
            Step::Forfeit(p, per_mille) => {
                let bonds = &mut self.pools[p].bonds;
                let amount = bonds.locked / 1_000 * per_mille;
                bonds.forfeited += amount;
                bonds.locked = 0;
            }
            Step::Collect(p) => {
                let books = &mut self.pools[p];
                let outcome = accept!(collect_forfeits(&books.pair(0), &books.bonds, epoch));
                let again = collect_forfeits(&outcome.after, &books.bonds, epoch).unwrap();
                prop_assert_eq!(again.amount, 0);
                if outcome.owed > 0 {
                    prop_assert_eq!(
                        outcome
                            .after
                            .pool
                            .value_floor(outcome.after.pool.own_shares),
                        0
                    );
                }
                self.forfeits += books.forfeit(outcome.amount);
                books.set(0, &outcome.after);
            }
            Step::File(p, offence, per_mille) => {
                let books = &mut self.pools[p];
                let offence = Offence::from_code(offence).unwrap();
                let most = books.pool.assets / 10_000 * u64::from(offence.cap_bps());
                let amount = most / 1_000 * per_mille;
                let outcome = accept!(file_slash(
                    &books.pair(0),
                    &books.bonds,
                    offence,
                    amount,
                    &moment
                ));
                self.forfeits += books.forfeit(outcome.forfeits);
                let slash = outcome.slash;
                // First loss: delegators lose only what the participant does not have.
                let own = books.model.members[0].value();
                prop_assert!(
                    own.clone()
                        .min(Fine::of(amount))
                        .is_near(slash.own_stake, near)
                );
                if slash.delegated > 0 {
                    prop_assert_eq!(outcome.after.pool.own_shares, 0);
                    prop_assert_eq!(outcome.after.position.earnings[0].claimable(), 0);
                }
                books.model.members[0].seize(&Fine::of(slash.own_stake));
                books.claimed[0][0] += slash.own_rewards;
                books.slot_vaults[0] -= slash.own_rewards;
                books.vault += slash.own_rewards;
                books.set(0, &outcome.after);
                books.keep(0, &[outcome.own_ticket]);
                books.model.freeze(slash.number, slash.delegated);
                books.slashes.push(slash);
                if books
                    .pool
                    .frozen
                    .iter()
                    .filter(|frozen| frozen.left > 0)
                    .count()
                    > 1
                {
                    self.reach("two freeze delegators");
                }
                if slash.own_rewards > 0 {
                    self.reach("own rewards slashed");
                }
            }
            Step::Appeal(p, nth) => {
                let books = &mut self.pools[p];
                let Some(i) = books.pending(nth) else {
                    return Ok(NOTHING);
                };
                books.slashes[i] = accept!(books.slashes[i].appeal(moment.now));
            }
            Step::Execute(p, nth) | Step::Decide(p, nth, _) => {
                let books = &mut self.pools[p];
                let Some(i) = books.pending(nth) else {
                    return Ok(NOTHING);
                };
                let slash = books.slashes[i];
                let outcome = accept!(match *step {
                    Step::Decide(_, _, restore) => slash.decide(&books.pool, restore, &moment),
                    _ => slash.execute(&books.pool, &moment),
                });
                let restored = outcome.slash_after.state == SlashState::Restored;
                let with_tickets = outcome.returned < slash.delegated;
                books.pool = outcome.pool_after;
                books.slashes[i] = outcome.slash_after;
                books.vault -= outcome.burned;
                self.burned += outcome.burned;
                if !restored {
                    books
                        .tickets
                        .retain(|(_, ticket)| ticket.slash != slash.number);
                }
                books.model.unfreeze(slash.number, restored);
                self.reach(match (restored, with_tickets) {
                    (false, _) => "executed",
                    (true, false) => "restored",
                    (true, true) => "restored after withdrawals",
                });
            }
            Step::Redeem(p) => {
                let books = &mut self.pools[p];
                let slash = |ticket: &Ticket| usize::try_from(ticket.slash - 1).unwrap();
                let paid =
                    |ticket: &Ticket| books.slashes[slash(ticket)].state == SlashState::Restored;
                let Some(i) = books.tickets.iter().position(|(_, ticket)| paid(ticket)) else {
                    return Ok(NOTHING);
                };
                let ticket = books.tickets[i].1;
                let index = slash(&ticket);
                let outcome = accept!(books.slashes[index].redeem(&ticket));
                books.tickets.remove(i);
                books.slashes[index] = outcome.slash_after;
                books.vault -= outcome.amount;
                self.paid_out += outcome.amount;
            }
        }
        Ok(None)
    }

    /// A position with an exposure, this one if none has.
    fn exposed(&self, p: usize, who: usize) -> (usize, usize) {
        let all = (0..POOLS).flat_map(|p| (1..STAKERS).map(move |who| (p, who)));
        let all: Vec<_> = all
            .filter(|(p, who)| self.pools[*p].positions[*who].exposure.amount > 0)
            .collect();
        all.get((p + who) % all.len().max(1))
            .copied()
            .unwrap_or((p, who))
    }

    /// Nobody's entry, exit, claim or move costs anybody else more than a unit.
    fn check_others(&self, step: &Step, before: &[[u64; STAKERS]]) -> Result<(), TestCaseError> {
        let (Step::Stake(_, who, _)
        | Step::Unstake(_, who, _)
        | Step::Cancel(_, who, _)
        | Step::Withdraw(_, who)
        | Step::Claim(_, who, _)
        | Step::Move(_, who, _)) = *step
        else {
            return Ok(());
        };
        for (before, after) in before.iter().zip(self.values()) {
            for other in (0..STAKERS).filter(|other| *other != who) {
                prop_assert!(
                    after[other] + 1 >= before[other],
                    "{other} loses by {step:?}"
                );
            }
        }
        Ok(())
    }

    fn values(&self) -> Vec<[u64; STAKERS]> {
        let value = |books: &Books| {
            let value = |position: Position| books.pool.value_floor(position.shares());
            books.positions.map(value)
        };
        self.pools.iter().map(value).collect()
    }

    fn reach(&mut self, what: &'static str) {
        *self.reached.entry(what).or_default() += 1;
    }

    fn check(&self) -> Result<(), TestCaseError> {
        let near = 4 * self.steps + 4;
        let mut held = 0;
        let mut rewards_to_stake = 0;
        for books in &self.pools {
            self.check_shares(books)?;
            self.check_rewards(books)?;
            // Solvency, to the unit: the vault has what shares, frozen parts and tickets claim.
            let frozen: u64 = books.pool.frozen.iter().map(|frozen| frozen.left).sum();
            let tickets: u64 = books.tickets.iter().map(|(_, ticket)| ticket.amount).sum();
            prop_assert_eq!(books.vault, books.pool.assets + frozen + tickets);
            held += books.vault;
            rewards_to_stake += books
                .slashes
                .iter()
                .map(|slash| slash.own_rewards)
                .sum::<u64>();
            for (member, position) in books.model.members.iter().zip(&books.positions) {
                let value = books.pool.value_floor(position.shares());
                prop_assert!(
                    member.value().is_near(value, near),
                    "{:?} {value}",
                    member.value().floor()
                );
                let snapshot = self.epoch();
                let votes = position.vote_weight(&books.pool, snapshot);
                prop_assert!(votes <= member.votes(snapshot).floor() + near);
            }
        }
        // Conservation, to the unit.
        let gone = self.paid_out + self.forfeits + self.burned;
        prop_assert_eq!(self.paid_in + rewards_to_stake, held + gone);
        let active: u64 = self
            .pools
            .iter()
            .map(|books| books.pool.active_next())
            .sum();
        prop_assert_eq!(self.total.newer.active, active);
        Ok(())
    }

    fn check_shares(&self, books: &Books) -> Result<(), TestCaseError> {
        let pool = &books.pool;
        let frozen: u64 = pool.frozen.iter().map(|frozen| frozen.left).sum();
        prop_assert!(
            pool.assets + frozen <= pool.shares,
            "no share is worth more than a unit"
        );
        prop_assert_eq!(pool.shares == 0, pool.assets == 0);
        let all: u64 = books.positions.iter().map(Position::shares).sum();
        let bonded: u64 = books
            .positions
            .iter()
            .map(|position| position.lots.total())
            .sum();
        prop_assert_eq!((pool.shares, pool.bonded), (all, bonded));
        prop_assert_eq!(pool.own_shares, books.positions[0].shares());
        prop_assert!(pool.active_at(self.epoch() + 1) <= pool.assets);
        prop_assert!(pool.weighted <= pool.active_next());
        prop_assert!(pool.forfeits_taken <= books.bonds.forfeited);
        Ok(())
    }

    /// Every slot, in 2⁻⁶⁴ of a unit: received = claimed + earned + carried + not released.
    fn check_rewards(&self, books: &Books) -> Result<(), TestCaseError> {
        let synced: Vec<Stake> = (0..STAKERS)
            .map(|who| books.pair(who).synced(self.epoch()).unwrap())
            .collect();
        for slot in 0..2 {
            let pool = synced[0].pool.slots[slot];
            let fine = |units: u64| BigUint::from(units) << 64;
            let accrued: BigUint = synced
                .iter()
                .map(|pair| BigUint::from(pair.position.earnings[slot].accrued))
                .sum();
            let found =
                fine(pool.paid) + accrued + BigUint::from(pool.carry) + fine(pool.stream.rest());
            prop_assert_eq!(found, fine(pool.received()));
            prop_assert_eq!(books.slot_vaults[slot], pool.received() - pool.paid);
            let spread = 8 * self.steps + 8;
            for (who, pair) in synced.iter().enumerate() {
                let got = books.claimed[slot][who] + pair.position.earnings[slot].claimable();
                let earned = &books.model.members[who].earned[slot];
                prop_assert!(
                    earned.is_near(got, spread),
                    "{who}: {got} {}",
                    earned.floor()
                );
            }
        }
        Ok(())
    }
}
