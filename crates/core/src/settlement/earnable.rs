//! What a job's claims can still earn, known from the job's account alone.
//!
//! A job can have more than a thousand claims, and its client is refunded when it ends, not when
//! the last of them is settled. So the job counts, with each start and each end of a claim, the
//! GPU-seconds that its claims can have covered: an upper bound of what they earn, exact for
//! hosts that never missed a heartbeat. What the deposit holds beyond it is the client's at
//! once; each claim that ends then replaces its part of the bound by what it really earned, and
//! the difference is the client's too. When all have ended, refunds and gross make the deposit,
//! to the unit.

use super::hire::{add, gross_floor, seconds_between, times};
use super::{CANCEL_MINIMUM_SECONDS, Hire, Meter, SettlementError};

/// The bound of one job. Zeroed: no claims.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EarnableBound {
    /// Gross of the claims that ended, micro-dollars.
    pub ended_gross: u64,
    /// GPUs of claims that have not started.
    pub waiting_gpus: u64,
    /// GPUs of claims that started and have not ended.
    pub running_gpus: u64,
    /// GPU-seconds of the running claims, each from its start to `counted_until`.
    pub running_gpu_seconds: u64,
    /// The time that `running_gpu_seconds` is counted to, unix seconds.
    pub counted_until: i64,
    /// When the last claim started, unix seconds.
    pub last_started_at: i64,
}

impl EarnableBound {
    /// A claim of `gpus` GPUs was made.
    ///
    /// # Errors
    /// [`SettlementError::StateInvalid`] beyond 64 bits.
    pub fn claim(&self, gpus: u32) -> Result<Self, SettlementError> {
        let mut bound = *self;
        bound.waiting_gpus = add(self.waiting_gpus, u64::from(gpus))?;
        Ok(bound)
    }

    /// A claim started; `meter` is its meter after [`Meter::start`].
    ///
    /// # Errors
    /// [`SettlementError::StateInvalid`] for a claim that was not counted, or beyond 64 bits.
    pub fn start(&self, meter: &Meter, hire: &Hire) -> Result<Self, SettlementError> {
        let gpus = u64::from(meter.gpus);
        let mut bound = self.count(meter.started_at, hire)?;
        // Claims can start in the order in which their transactions land, never back in time.
        bound.waiting_gpus = less(bound.waiting_gpus, gpus)?;
        bound.running_gpus = add(bound.running_gpus, gpus)?;
        bound.last_started_at = meter.started_at;
        Ok(bound)
    }

    /// A claim ended at or before `now`; `meter` is its meter after [`Meter::finish`],
    /// [`Meter::abandon`] or [`Meter::close`], each of which succeeds once.
    ///
    /// # Errors
    /// [`SettlementError::ClaimOpen`] for a meter that has not ended;
    /// [`SettlementError::StateInvalid`] for a claim that was not counted.
    pub fn end(&self, meter: &Meter, now: i64, hire: &Hire) -> Result<Self, SettlementError> {
        if meter.ended_at == 0 {
            return Err(SettlementError::ClaimOpen);
        }
        let gpus = u64::from(meter.gpus);
        let mut bound = self.count(now, hire)?;
        if meter.has_started() {
            let seconds = seconds_between(meter.started_at, bound.counted_until);
            bound.running_gpus = less(bound.running_gpus, gpus)?;
            bound.running_gpu_seconds = less(bound.running_gpu_seconds, times(gpus, seconds)?)?;
        } else {
            bound.waiting_gpus = less(bound.waiting_gpus, gpus)?;
        }
        bound.ended_gross = add(bound.ended_gross, gross_floor(meter.newest.charge))?;
        Ok(bound)
    }

    /// A dispute took `gross` from a claim that had ended.
    ///
    /// # Errors
    /// [`SettlementError::StateInvalid`] when that is more than all claims earned.
    pub fn forfeit(&self, gross: u64) -> Result<Self, SettlementError> {
        let mut bound = *self;
        bound.ended_gross = less(self.ended_gross, gross)?;
        Ok(bound)
    }

    /// What of `deposit` no claim can still earn, refunds made before included: refund the
    /// difference. `open_gpus` are GPUs that nobody claimed and somebody still can.
    ///
    /// # Errors
    /// [`SettlementError::StateInvalid`] for a state that this module did not write.
    pub fn refundable(
        &self,
        deposit: u64,
        open_gpus: u32,
        hire: &Hire,
    ) -> Result<u64, SettlementError> {
        let open = match hire.cancelled_at {
            Some(_) => self.open_after_cancel(hire)?,
            None => self.open_while_running(open_gpus, hire)?,
        };
        let earnable = add(self.ended_gross, gross_floor(open))?;
        Ok(deposit.saturating_sub(earnable))
    }

    /// Every claim can earn all the time that was bought.
    fn open_while_running(&self, open_gpus: u32, hire: &Hire) -> Result<u64, SettlementError> {
        let claimed = add(self.waiting_gpus, self.running_gpus)?;
        let gpus = add(claimed, u64::from(open_gpus))?;
        times(gpus, hire.charge(0, hire.seconds())?)
    }

    /// Running claims can earn the time until the cancellation, waiting ones the minimum.
    fn open_after_cancel(&self, hire: &Hire) -> Result<u64, SettlementError> {
        let counted = self.count(0, hire)?;
        let all = times(self.running_gpus, hire.charge(0, hire.seconds())?)?;
        // Beyond 64 bits it is certainly more than all that was bought.
        let elapsed = counted
            .running_gpu_seconds
            .saturating_mul(hire.highest_rate());
        let minimum = hire.charge(0, CANCEL_MINIMUM_SECONDS)?;
        add(all.min(elapsed), times(self.waiting_gpus, minimum)?)
    }

    /// Counts to `now`, or to the cancellation. That is put off to a minute after the last
    /// start, because every claim earns a minute at least.
    fn count(&self, now: i64, hire: &Hire) -> Result<Self, SettlementError> {
        let minimum = i64::try_from(CANCEL_MINIMUM_SECONDS).unwrap_or(i64::MAX);
        let to = hire.cancelled_at.map_or(now, |cancelled_at| {
            cancelled_at.max(self.last_started_at.saturating_add(minimum))
        });
        let seconds = seconds_between(self.counted_until, to);
        let passed = match self.running_gpus {
            0 => 0,
            gpus => times(gpus, seconds)?,
        };
        let mut bound = *self;
        bound.running_gpu_seconds = add(self.running_gpu_seconds, passed)?;
        bound.counted_until = self.counted_until.max(to);
        Ok(bound)
    }
}

#[inline]
fn less(a: u64, b: u64) -> Result<u64, SettlementError> {
    a.checked_sub(b).ok_or(SettlementError::StateInvalid)
}
