//! Staking: capital behind a participant, what it earns, and how it is lost.
//!
//! Every participant (operator, client or both: a wallet) has one pool. Its owner's position is
//! the self-stake, everybody else's are delegations; all hold shares of the same pool.
//!
//! | module | rule |
//! | --- | --- |
//! | `pool` | shares against assets, and who is in what order when epochs pass (invariant I5) |
//! | `position` | one staker's shares in one pool, and the weight of its votes |
//! | `activation` | stake counts from the next epoch boundary on, and votes seven days later |
//! | `unbonding` | the 14-day queue |
//! | `stake` | staking, unstaking, cancelling, withdrawing, claiming rewards |
//! | `moves` | moving between pools, and what the moved stake still owes the old one |
//! | `rewards` | reward slots: cumulative figures in, an index per share out (I6, I7) |
//! | `stream` | what reaches a pool enters its index over 168 epochs |
//! | `filing` | offences and their caps, the quorum, what a slash freezes |
//! | `slash` | appeal, execution, restoration |
//! | `ticket` | what is owed of a frozen amount |
//! | `bond` | self-stake that claims of job-escrow lock, and forfeits taken from it |
//! | `checkpoint` | active stake by epoch, and averaged over time |
//! | `error` | why something is refused |
//!
//! # No share is ever worth more than one unit
//! A pool's assets never exceed its shares. The first deposit mints one share per unit, every
//! other at least one per unit; nothing adds assets without minting shares, because all that is
//! counted is counted here and tokens that strangers send to a vault are not; and whatever leaves
//! is rounded so that the order of the two is kept. So a share cannot be made so dear that a
//! deposit rounds to nothing or loses more than a unit, which is what the first depositor or a
//! donor needs for an inflation attack.
//!
//! # Epochs
//! Whatever changes stake in epoch `e` counts from the start of `e + 1`, for rewards and for the
//! race alike, and it is therefore known in `e` who earns what `e` releases: a pool that is
//! brought to `e` has the release of `e` in its index. Only a slash counts at once.
//!
//! ```
//! use ionet_core::staking::{Moment, Pool, Position, RewardSource, Stake};
//! use ionet_core::supply::IO_UNIT;
//!
//! let pool = Pool::open(100);
//! let staked = Stake { pool, position: Position::default() }.stake(64 * IO_UNIT, None, 100)?;
//! let Stake { pool, position } = staked.after;
//! assert_eq!(pool.active_at(100), 0);
//! assert_eq!(pool.active_at(101), 64 * IO_UNIT);
//! // 168 IO of rewards arrive, one enters the index per epoch.
//! let pool = pool.receive(0, RewardSource::Emission, 168 * IO_UNIT, 100)?.pool_after;
//! let claimed = Stake { pool, position }.claim(0, 103)?;
//! assert_eq!(claimed.amount, 3 * IO_UNIT);
//! # Ok::<(), ionet_core::staking::StakingError>(())
//! ```

mod activation;
mod bond;
mod checkpoint;
mod error;
mod filing;
mod moves;
mod pool;
mod position;
mod rewards;
mod slash;
mod stake;
mod stream;
mod ticket;
mod unbonding;

pub use activation::{Lot, Lots, SEASONING_EPOCHS};
pub use bond::{Bonds, CollectOutcome, collect_forfeits};
pub use checkpoint::{Checkpoint, Checkpoints, WEIGHTED_EPOCHS};
pub use error::StakingError;
pub use filing::{FileOutcome, Offence, check_quorum, file_slash};
pub use moves::{Exposure, ExposureOutcome, MoveOutcome, move_stake};
pub use pool::{Frozen, MAX_PENDING_SLASHES, MIN_FIRST_DEPOSIT, Pool};
pub use position::{MAX_VOTE_LOCK_SECONDS, Position};
pub use rewards::{Earnings, IO_SLOT, REWARD_SLOTS, ReceiveOutcome, RewardSlot, RewardSource};
pub use slash::{APPEAL_SECONDS, DECISION_SECONDS, ResolveOutcome, Slash, SlashState};
pub use stake::{
    CancelOutcome, ClaimOutcome, Moment, Stake, StakeOutcome, UnstakeOutcome, WithdrawOutcome,
};
pub use stream::{EPOCH_PARTS, STREAM_EPOCHS, Stream};
pub use ticket::{RedeemOutcome, Ticket};
pub use unbonding::{UNBONDING_ENTRIES, UNBONDING_SECONDS, Unbonding, UnbondingQueue};
