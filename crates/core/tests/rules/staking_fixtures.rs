//! A pool with its owner (number 0) and delegators, and its slashes, as programs would keep them.

use ionet_core::staking::{
    Bonds, FileOutcome, Moment, Offence, Pool, Position, ResolveOutcome, RewardSource, Slash,
    Stake, StakingError, WithdrawOutcome, file_slash,
};
pub use ionet_core::supply::IO_UNIT as IO;

/// Epochs of the unbonding time, of the time to appeal and of the time to decide.
pub const UNBONDING: u64 = 14 * 24;
pub const APPEAL: u64 = 30 * 24;

/// The start of an epoch.
pub fn at(epoch: u64) -> Moment {
    Moment {
        now: i64::try_from(epoch).unwrap() * 3_600,
        epoch,
    }
}

#[derive(Clone)]
pub struct Group {
    pub pool: Pool,
    pub positions: Vec<Position>,
    pub bonds: Bonds,
    figure: u64,
}

impl Group {
    /// Opened in epoch 0, nobody has staked.
    pub fn new(stakers: usize) -> Self {
        let mut positions = vec![Position::default(); stakers];
        positions[0] = Position::of_owner();
        Self {
            pool: Pool::open(0),
            positions,
            bonds: Bonds::default(),
            figure: 0,
        }
    }

    /// Everybody has staked in epoch 0: IO by number.
    pub fn with(stakes: &[u64]) -> Self {
        let units: Vec<u64> = stakes.iter().map(|io| io * IO).collect();
        Self::of_units(&units)
    }

    /// Everybody has staked in epoch 0: base units by number.
    pub fn of_units(stakes: &[u64]) -> Self {
        let mut group = Self::new(stakes.len());
        for (who, units) in stakes.iter().enumerate().filter(|(_, units)| **units > 0) {
            group.stake(who, *units, 0);
        }
        group
    }

    pub fn pair(&self, who: usize) -> Stake {
        Stake {
            pool: self.pool,
            position: self.positions[who],
        }
    }

    pub fn set(&mut self, who: usize, after: &Stake) {
        self.pool = after.pool;
        self.positions[who] = after.position;
    }

    pub fn bonds_of(&self, who: usize) -> Option<&Bonds> {
        (who == 0).then_some(&self.bonds)
    }

    pub fn try_stake(&self, who: usize, amount: u64, epoch: u64) -> Result<Stake, StakingError> {
        let staked = self.pair(who).stake(amount, self.bonds_of(who), epoch);
        staked.map(|outcome| outcome.after)
    }

    pub fn stake(&mut self, who: usize, amount: u64, epoch: u64) {
        let after = self.try_stake(who, amount, epoch).unwrap();
        self.set(who, &after);
    }

    pub fn try_unstake(&self, who: usize, shares: u64, epoch: u64) -> Result<Stake, StakingError> {
        let unstaked = self
            .pair(who)
            .unstake(shares, self.bonds_of(who), &at(epoch));
        unstaked.map(|outcome| outcome.after)
    }

    pub fn unstake(&mut self, who: usize, shares: u64, epoch: u64) {
        let after = self.try_unstake(who, shares, epoch).unwrap();
        self.set(who, &after);
    }

    /// Begins to unbond all that a staker has bonded.
    pub fn unstake_all(&mut self, who: usize, epoch: u64) {
        self.unstake(who, self.positions[who].lots.total(), epoch);
    }

    pub fn withdraw(&mut self, who: usize, epoch: u64) -> WithdrawOutcome {
        let pair = self.pair(who);
        let outcome = pair.withdraw(self.bonds_of(who), &at(epoch)).unwrap();
        self.set(who, &outcome.after);
        outcome
    }

    /// IO rewards arrive.
    pub fn receive(&mut self, amount: u64, epoch: u64) {
        self.figure += amount;
        let received = self
            .pool
            .receive(0, RewardSource::Emission, self.figure, epoch);
        self.pool = received.unwrap().pool_after;
    }

    /// Claims IO rewards, which may be nothing.
    pub fn claim(&mut self, who: usize, epoch: u64) -> u64 {
        match self.pair(who).claim(0, epoch) {
            Ok(outcome) => {
                self.set(who, &outcome.after);
                outcome.amount
            }
            Err(error) => {
                assert_eq!(error, StakingError::NothingToClaim);
                0
            }
        }
    }

    pub fn try_file(
        &self,
        offence: Offence,
        amount: u64,
        epoch: u64,
    ) -> Result<FileOutcome, StakingError> {
        file_slash(&self.pair(0), &self.bonds, offence, amount, &at(epoch))
    }

    pub fn file(&mut self, offence: Offence, amount: u64, epoch: u64) -> FileOutcome {
        let outcome = self.try_file(offence, amount, epoch).unwrap();
        self.set(0, &outcome.after);
        outcome
    }

    /// Appealed and restored at once.
    pub fn restore(&mut self, slash: &Slash, epoch: u64) -> ResolveOutcome {
        let appealed = slash.appeal(at(epoch).now).unwrap();
        let outcome = appealed.decide(&self.pool, true, &at(epoch)).unwrap();
        self.pool = outcome.pool_after;
        outcome
    }

    /// Executed when nobody appealed.
    pub fn execute(&mut self, slash: &Slash, epoch: u64) -> ResolveOutcome {
        let outcome = slash.execute(&self.pool, &at(epoch)).unwrap();
        self.pool = outcome.pool_after;
        outcome
    }

    /// What a staker's shares are worth.
    pub fn value(&self, who: usize) -> u64 {
        self.pool.value_floor(self.positions[who].shares())
    }
}
