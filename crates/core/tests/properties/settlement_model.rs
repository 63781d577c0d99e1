//! A job as the design says it in words, second by second.

/// What all claims share.
#[derive(Clone, Debug)]
pub struct JobModel {
    /// Seconds and their rate, in the order in which they were bought.
    pub prices: Vec<(u64, u64)>,
    pub cancelled_at: Option<i64>,
    pub claims: Vec<ClaimModel>,
}

#[derive(Clone, Debug)]
pub struct ClaimModel {
    gpus: u32,
    start_by: i64,
    accepted: u64,
    started_at: Option<i64>,
    /// Time up to which somebody vouched, or that is lost.
    last: i64,
    alive: u32,
    ended: bool,
    /// Each covered second: its time and its charge for all GPUs.
    seconds: Vec<(i64, u64)>,
    /// What it earned: the sum, and the minimum of a cancelled job.
    pub charge: u64,
}

impl JobModel {
    pub fn new(rate: u64, seconds: u64) -> Self {
        Self {
            prices: vec![(seconds, rate)],
            cancelled_at: None,
            claims: Vec::new(),
        }
    }

    /// The rate of a second after the claim's start; 0 when it was not bought.
    fn rate(&self, second: u64) -> u64 {
        let mut left = second;
        for (seconds, rate) in &self.prices {
            if left < *seconds {
                return *rate;
            }
            left -= seconds;
        }
        0
    }

    fn bought(&self) -> u64 {
        self.prices.iter().map(|(seconds, _)| seconds).sum()
    }

    /// The charge of one GPU for the seconds `from..to` after the start.
    fn charge(&self, from: u64, to: u64) -> u64 {
        (from..to.min(self.bought()))
            .map(|second| self.rate(second))
            .sum()
    }

    /// When the claim's time is over.
    fn over(&self, claim: &ClaimModel) -> i64 {
        let started_at = claim.started_at.unwrap();
        let seconds = self.bought().min(claim.accepted);
        let over = started_at + i64::try_from(seconds).unwrap();
        self.cancelled_at.map_or(over, |at| over.min(at))
    }

    /// The claim after a heartbeat, or the end of its work, at `now`.
    pub fn observed(&self, claim: &ClaimModel, now: i64, alive: u32) -> ClaimModel {
        let mut claim = claim.clone();
        let started_at = claim.started_at.unwrap();
        let over = self.over(&claim);
        let in_time = now - claim.last <= 1_800 && now < over + 900;
        for second in claim.last..now.min(over) {
            if in_time {
                let rate = self.rate(u64::try_from(second - started_at).unwrap());
                let gpus = u64::from(claim.alive.min(alive));
                claim.seconds.push((second, rate * gpus));
            }
        }
        if now.min(over) > claim.last {
            claim.last = now.min(over);
            claim.alive = alive;
        }
        claim.charge = claim.seconds.iter().map(|(_, charge)| charge).sum();
        claim
    }

    /// An upper bound of what can be settled of a claim that still runs: what is an hour old;
    /// of others: all it can have earned.
    pub fn mature(&self, claim: usize, now: i64) -> u64 {
        let claim = &self.claims[claim];
        let over = claim.started_at.map(|_| self.over(claim));
        let end = if claim.ended { Some(claim.last) } else { over };
        let runs = end.is_some_and(|end| now < end + 900);
        if runs && self.cancelled_at.is_none() {
            let old = |(second, _): &&(i64, u64)| *second < now - 3_600;
            return claim
                .seconds
                .iter()
                .filter(old)
                .map(|(_, charge)| charge)
                .sum();
        }
        claim.charge.max(self.minimum(claim))
    }

    fn minimum(&self, claim: &ClaimModel) -> u64 {
        let Some(cancelled_at) = self.cancelled_at.filter(|_| !claim.ended) else {
            return 0;
        };
        let due = match claim.started_at {
            None => cancelled_at <= claim.start_by,
            Some(_) => self.over(claim) == cancelled_at,
        };
        let minimum = self.charge(0, claim.accepted.min(60)) * u64::from(claim.gpus);
        if due { minimum } else { 0 }
    }

    /// The most gross that all claims can have in the end, made ones and those of open slots.
    pub fn most(&self, now: i64, open_gpus: u32) -> u64 {
        let open = self.charge(0, self.bought()) * u64::from(open_gpus);
        let claims = self
            .claims
            .iter()
            .map(|claim| self.most_of(claim, now) / 3_600);
        claims.sum::<u64>() + open / 3_600
    }

    fn most_of(&self, claim: &ClaimModel, now: i64) -> u64 {
        if claim.ended {
            return claim.charge;
        }
        let gpus = u64::from(claim.gpus);
        let Some(started_at) = claim.started_at else {
            let can_start = self.cancelled_at.is_none() && now <= claim.start_by;
            let all = self.charge(0, claim.accepted) * gpus;
            return if can_start { all } else { self.minimum(claim) };
        };
        let over = self.over(claim);
        // Dark for too long: only what comes after the next heartbeat.
        let from = if now - claim.last > 1_800 {
            now
        } else {
            claim.last
        };
        let coverable = from < over && now < over + 900;
        let more = if coverable {
            let offset = |time: i64| u64::try_from(time - started_at).unwrap();
            self.charge(offset(from), offset(over)) * gpus
        } else {
            0
        };
        (claim.charge + more).max(self.minimum(claim))
    }
}

impl ClaimModel {
    pub fn new(gpus: u32, start_by: i64, accepted: u64) -> Self {
        Self {
            gpus,
            start_by,
            accepted,
            started_at: None,
            last: 0,
            alive: gpus,
            ended: false,
            seconds: Vec::new(),
            charge: 0,
        }
    }

    pub fn started(claim: &Self, now: i64) -> Self {
        Self {
            started_at: Some(now),
            last: now,
            ..claim.clone()
        }
    }

    /// Nothing is earned any more.
    pub fn end(&mut self, job: &JobModel) {
        self.charge = self.charge.max(job.minimum(self));
        self.ended = true;
    }
}
