//! Invariant I11 by simulation: a ring that is client, operator, staker, both referrers and
//! verifier, alone in its epochs, hires itself. Jobs run through the real functions from post to
//! refund; nothing here knows the formula of the check.
//!
//! `cargo test -p ionet-core --test simulation_wash -- --nocapture` prints the figures of
//! `docs/economics/wash.md`.

use ionet_core::settlement::{
    Circumstances, ClaimChoices, ComputeRewardParameters, EarnableBound, Funding, Hire, Meter,
    Points, PointsBuckets, Settled, SettlementParameters, Split, SplitTerms,
};
use ionet_core::time::EPOCH_SECONDS;
use ionet_core::wash::{JointParameters, WashError};

const START: i64 = 1_800_000_000;
const ONE: u64 = 1_000_000;

/// What the ring pays for a unit of its deposit, and how the network counts it.
#[derive(Clone, Copy, Debug)]
enum Deposit {
    Iosd { price: u64 },
    Dollar { price: u64 },
}

const DEPOSITS: [Deposit; 6] = [
    Deposit::Iosd { price: ONE / 2 },
    Deposit::Iosd {
        price: ONE * 95 / 100,
    },
    Deposit::Dollar { price: ONE },
    Deposit::Dollar { price: ONE / 2 },
    Deposit::Dollar { price: 999_999 },
    Deposit::Dollar {
        price: ONE * 102 / 100,
    },
];

impl Deposit {
    fn price(self) -> u64 {
        match self {
            Self::Iosd { price } | Self::Dollar { price } => price,
        }
    }

    /// The feed's lower bound is as high as it can be: at the price itself.
    fn funding(self, parameters: &JointParameters) -> Funding {
        match self {
            Self::Iosd { .. } => Funding::Iosd {
                points_bps: parameters.settlement.iosd_points_bps,
            },
            Self::Dollar { price } => Funding::Dollar {
                price_lower: Some(price),
            },
        }
    }
}

/// How the ring sets itself up.
#[derive(Clone, Copy, Debug)]
struct Setup {
    deposit: Deposit,
    usd_bps: u16,
    /// None: an empty pool.
    staker_bps: Option<u16>,
    best_reputation: bool,
    referrers: bool,
}

impl Setup {
    /// What the check takes for the worst: no stakers, everything else for the ring.
    fn best(parameters: &JointParameters) -> Self {
        Self {
            deposit: Deposit::Dollar { price: ONE },
            usd_bps: parameters.settlement.min_usd_bps,
            staker_bps: None,
            best_reputation: true,
            referrers: true,
        }
    }

    fn terms(&self, parameters: &JointParameters) -> SplitTerms {
        let discount = parameters.settlement.max_discount_bps;
        let choices = ClaimChoices {
            discount_bps: if self.best_reputation { discount } else { 0 },
            client_referrer: self.referrers,
            operator_referrer: self.referrers,
            usd_bps: self.usd_bps,
            staker_bps: self.staker_bps.unwrap_or(100),
            pool_has_stakers: self.staker_bps.is_some(),
        };
        parameters.settlement.terms(&choices).unwrap()
    }
}

/// The work that the ring pretends to do.
#[derive(Clone, Copy, Debug)]
struct Work {
    rate: u64,
    gpus: u32,
    claims: u32,
    /// Seconds bought, and those worked before the job is finished.
    bought: u64,
    worked: i64,
}

/// The ring's purse: base units of the deposit's mint, and IO in micro-dollars.
#[derive(Clone, Copy, Debug, Default)]
struct Purse {
    units: i128,
    io: i128,
    gross: u64,
}

impl Purse {
    /// Profit in millionths of a micro-dollar.
    fn profit(&self, deposit: Deposit) -> i128 {
        self.io * i128::from(ONE) + self.units * i128::from(deposit.price())
    }

    fn take(&mut self, booked: &Split) {
        self.gross += booked.gross;
        for part in [
            booked.usd,
            booked.stakers,
            booked.client_referral,
            booked.operator_referral,
            booked.verifiers,
        ] {
            self.units += i128::from(part);
        }
    }
}

/// The records of the ring as operator and as client, folded whenever an epoch is over.
#[derive(Default)]
struct Records {
    operator: PointsBuckets,
    client: PointsBuckets,
}

impl Records {
    fn book(&mut self, now: i64, points: Points) {
        let epoch = u64::try_from(now / EPOCH_SECONDS).unwrap();
        let as_client = Points {
            bonus_points: 0,
            ..points
        };
        for (record, points) in [(&mut self.operator, points), (&mut self.client, as_client)] {
            let outcome = record.book(epoch, points).unwrap();
            assert_eq!(outcome.forfeited, None, "the ring folds in time");
            *record = outcome.buckets_after;
        }
    }

    /// Folds all epochs before `now`, at the most that they pay.
    fn fold(&mut self, now: i64, rewards: ComputeRewardParameters, purse: &mut Purse) {
        let epoch = u64::try_from(now / EPOCH_SECONDS).unwrap();
        for bucket in self.operator.buckets {
            if bucket.epoch < epoch {
                let (points, after) = self.operator.take(bucket.epoch);
                self.operator = after;
                let pay = rewards.most_pay(&points).unwrap();
                purse.io += i128::from(pay.operator) + i128::from(pay.bonus);
                let (points, after) = self.client.take(bucket.epoch);
                self.client = after;
                purse.io += i128::from(rewards.most_pay(&points).unwrap().client);
            }
        }
    }
}

/// One job from post to refund: each claim sends heartbeats and is settled once an hour.
fn wash(parameters: &JointParameters, setup: &Setup, work: &Work) -> Purse {
    let mut purse = Purse::default();
    let terms = setup.terms(parameters);
    let funding = setup.deposit.funding(parameters);
    let posted = Hire::post(work.rate, work.gpus * work.claims, work.bought).unwrap();
    let (hire, mut bound) = (posted.hire_after, EarnableBound::default());
    purse.units -= i128::from(posted.deposit);

    let claim = Meter::claim(work.gpus, START, u64::MAX).unwrap();
    let mut meters = Vec::new();
    for _ in 0..work.claims {
        bound = bound.claim(work.gpus).unwrap();
        let started = claim.start(START, &hire).unwrap();
        bound = bound.start(&started, &hire).unwrap();
        meters.push((
            started,
            Settled {
                gross: 0,
                until: START,
            },
        ));
    }
    let mut records = Records::default();
    let mut now = START;
    let end = START + work.worked;
    while now < end + 900 {
        let next = (now + 1_200).min(if now < end { end } else { end + 900 });
        now = next;
        for (meter, settled) in &mut meters {
            if now < end {
                *meter = meter.heartbeat(now, work.gpus, &hire).unwrap();
            } else if now == end {
                *meter = meter.finish(now, work.gpus, &hire).unwrap();
                bound = bound.end(meter, now, &hire).unwrap();
            }
            let circumstances = Circumstances {
                now,
                funding,
                by_operator: false,
            };
            let up_to = meter.settleable(now, &hire, false).unwrap();
            if let Ok(outcome) = settled.settle(&up_to, &terms, &circumstances) {
                purse.take(&outcome.booked);
                records.book(now, outcome.points);
                *settled = outcome.settled_after;
            }
        }
        records.fold(now, parameters.rewards, &mut purse);
    }
    records.fold(now + EPOCH_SECONDS, parameters.rewards, &mut purse);
    let refund = bound.refundable(posted.deposit, 0, &hire).unwrap();
    purse.units += i128::from(refund);
    assert_eq!(purse.gross + refund, posted.deposit, "all is accounted for");
    purse
}

/// A claim with that gross, settled at once: what is left of a cancelled job can be this small.
fn wash_of_gross(parameters: &JointParameters, setup: &Setup, gross: u64) -> Purse {
    let mut purse = Purse {
        units: -i128::from(gross),
        ..Purse::default()
    };
    let circumstances = Circumstances {
        now: START,
        funding: setup.deposit.funding(parameters),
        by_operator: false,
    };
    let up_to = ionet_core::settlement::Checkpoint {
        at: START,
        charge: gross * 3_600,
    };
    let nothing = Settled {
        gross: 0,
        until: START - 1,
    };
    let terms = setup.terms(parameters);
    let outcome = nothing.settle(&up_to, &terms, &circumstances).unwrap();
    purse.take(&outcome.booked);
    let mut records = Records::default();
    records.book(START, outcome.points);
    records.fold(START + EPOCH_SECONDS, parameters.rewards, &mut purse);
    purse
}

const WORK: [Work; 4] = [
    // The smallest job, and a part of it.
    Work {
        rate: 600_000,
        gpus: 1,
        claims: 1,
        bought: 600,
        worked: 600,
    },
    Work {
        rate: 600_007,
        gpus: 1,
        claims: 1,
        bought: 600,
        worked: 1,
    },
    // Several operators for some hours, over epochs.
    Work {
        rate: 1_799_999,
        gpus: 3,
        claims: 2,
        bought: 9_001,
        worked: 8_999,
    },
    // A cluster.
    Work {
        rate: 40_000_000,
        gpus: 1_000,
        claims: 1,
        bought: 36_000,
        worked: 36_000,
    },
];
const CLUSTER: Work = WORK[3];

fn grid() -> Vec<JointParameters> {
    let mut grid = Vec::new();
    for fee_bps in [300, 350, 400, 418, 450, 500, 1_000] {
        for max_discount_bps in [0, 2_000] {
            for (client_referral_bps, operator_referral_bps) in [(0, 0), (1_500, 1_500), (0, 3_000)]
            {
                for verifier_bps in [500, 1_000, 2_000] {
                    for min_usd_bps in [3_000, 6_000, 9_000] {
                        let settlement = SettlementParameters {
                            fee_bps,
                            max_discount_bps,
                            client_referral_bps,
                            operator_referral_bps,
                            verifier_bps,
                            min_usd_bps,
                            iosd_points_bps: 5_000,
                        };
                        rewards_grid(settlement, &mut grid);
                    }
                }
            }
        }
    }
    grid
}

fn rewards_grid(settlement: SettlementParameters, grid: &mut Vec<JointParameters>) {
    for point_pay_cap_bps in [1_000, 8_950, 9_000] {
        for buyer_rebate_bps in [0, 500, 1_000, 2_000] {
            for token_bonus_bps in [0, 1_400, 1_500] {
                let rewards = ComputeRewardParameters {
                    point_pay_cap_bps,
                    buyer_rebate_bps,
                    token_bonus_bps,
                };
                grid.push(JointParameters {
                    settlement,
                    rewards,
                });
            }
        }
    }
}

/// Numbers that look random and are the same every time.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, low: u64, high: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        low + (mixed ^ (mixed >> 31)) % (high - low + 1)
    }

    fn bps(&mut self, low: u16, high: u16) -> u16 {
        u16::try_from(self.next(u64::from(low), u64::from(high))).unwrap()
    }

    /// Half of the sets anywhere in the box, half in the corner where the bound runs.
    fn parameters(&mut self) -> JointParameters {
        let near = self.next(0, 1) == 0;
        let mut in_range = |wide: (u16, u16), narrow: (u16, u16)| {
            let (low, high) = if near { narrow } else { wide };
            self.bps(low, high)
        };
        let referrals = in_range((0, 3_000), (2_000, 3_000));
        JointParameters {
            settlement: SettlementParameters {
                fee_bps: in_range((300, 1_000), (300, 450)),
                max_discount_bps: in_range((0, 2_000), (1_000, 2_000)),
                client_referral_bps: referrals / 3,
                operator_referral_bps: referrals - referrals / 3,
                verifier_bps: in_range((500, 2_000), (1_000, 2_000)),
                min_usd_bps: in_range((3_000, 9_000), (3_000, 3_300)),
                iosd_points_bps: in_range((1_000, 5_000), (5_000, 5_000)),
            },
            rewards: ComputeRewardParameters {
                point_pay_cap_bps: in_range((1_000, 9_000), (8_950, 9_000)),
                buyer_rebate_bps: in_range((0, 2_000), (0, 800)),
                token_bonus_bps: in_range((0, 1_500), (1_400, 1_500)),
            },
        }
    }

    fn setup(&mut self, parameters: &JointParameters) -> Setup {
        let deposit = match self.next(0, 3) {
            0 => Deposit::Iosd {
                price: self.next(ONE / 2, ONE),
            },
            1 => Deposit::Dollar {
                price: self.next(ONE / 2, ONE),
            },
            _ => DEPOSITS[usize::try_from(self.next(0, 5)).unwrap()],
        };
        let best = Setup::best(parameters);
        Setup {
            deposit,
            usd_bps: match self.next(0, 2) {
                0 => self.bps(best.usd_bps, 9_000),
                _ => best.usd_bps,
            },
            staker_bps: [None, Some(self.bps(100, 300))][usize::from(self.next(0, 1) == 0)],
            best_reputation: self.next(0, 3) > 0,
            referrers: self.next(0, 3) > 0,
        }
    }

    fn work(&mut self) -> Work {
        let bought = self.next(600, 20_000);
        Work {
            rate: self.next(600_000, 20_000_000),
            gpus: u32::try_from(self.next(1, 100)).unwrap(),
            claims: u32::try_from(self.next(1, 3)).unwrap(),
            bought,
            worked: i64::try_from(self.next(1, bought)).unwrap(),
        }
    }
}

/// The loss of the check's formula, in dollars per dollar, to compare with.
fn formula(p: &JointParameters) -> (f64, f64) {
    let bps = |bps: u16| f64::from(bps) / 10_000.0;
    let (s, r) = (&p.settlement, &p.rewards);
    let fee = bps(s.fee_bps) * (1.0 - bps(s.max_discount_bps));
    let kept =
        1.0 - bps(s.client_referral_bps) - bps(s.operator_referral_bps) - bps(s.verifier_bps);
    let bonus = bps(r.token_bonus_bps) * f64::from(9_000 - s.min_usd_bps) / 6_000.0;
    let rebate = bps(r.buyer_rebate_bps);
    let gain = bps(r.point_pay_cap_bps) * (rebate + (1.0 - rebate) * (1.0 + bonus)) - 1.0;
    let token = (1.0 - fee) * (1.0 - bps(s.min_usd_bps));
    (fee * kept - gain * token, fee * gain.max(0.0))
}

#[allow(clippy::cast_precision_loss)]
fn profit_per_gross(purse: &Purse, deposit: Deposit) -> f64 {
    purse.profit(deposit) as f64 / (purse.gross as f64 * deposit.price() as f64)
}

#[test]
fn at_the_corners_no_admitted_ring_gains_and_refused_ones_can() {
    let (mut admitted, mut refused, mut between, mut runs) = (0, 0, 0, 0);
    let mut least_loss = f64::MAX;
    for parameters in grid() {
        let best = Setup::best(&parameters);
        let cluster = wash(&parameters, &best, &CLUSTER);
        let profit = profit_per_gross(&cluster, best.deposit);
        let (loss, _) = formula(&parameters);
        assert!((profit + loss).abs() < 1e-9, "{parameters:?}");
        match parameters.check() {
            Ok(_) => {
                admitted += 1;
                least_loss = least_loss.min(-profit);
                for setup in setups(&parameters) {
                    for work in &WORK[..3] {
                        let purse = wash(&parameters, &setup, work);
                        let profit = purse.profit(setup.deposit);
                        assert!(profit < 0, "{profit} {parameters:?} {setup:?} {work:?}");
                        runs += 1;
                    }
                }
            }
            Err(WashError::RingCouldGain { .. }) if profit > 0.0 => refused += 1,
            Err(WashError::RingCouldGain { .. }) => between += 1,
            Err(error) => panic!("{error}"),
        }
    }
    println!(
        "corners: {admitted} sets admitted, {runs} jobs, none gains; the least loss of a cluster \
         is {:.4} % of its gross; {refused} sets refused where it gains, {between} for rounding",
        least_loss * 100.0
    );
    assert!(admitted > 1_000 && refused > 100 && between > 0);
}

fn setups(parameters: &JointParameters) -> Vec<Setup> {
    let best = Setup::best(parameters);
    let mut setups = Vec::new();
    for deposit in [DEPOSITS[0], DEPOSITS[2]] {
        for (usd_bps, staker_bps) in [
            (best.usd_bps, None),
            (best.usd_bps, Some(300)),
            (9_000, None),
        ] {
            setups.push(Setup {
                deposit,
                usd_bps,
                staker_bps,
                ..best
            });
        }
    }
    setups
}

#[test]
fn inside_the_box_no_admitted_ring_gains() {
    let mut numbers = Numbers(11);
    let (mut admitted, mut refused, mut gains) = (0, 0, 0);
    let mut worst = f64::MIN;
    for _ in 0..40_000 {
        let parameters = numbers.parameters();
        let setup = numbers.setup(&parameters);
        let work = numbers.work();
        let purse = wash(&parameters, &setup, &work);
        let profit = purse.profit(setup.deposit);
        if parameters.check().is_ok() {
            admitted += 1;
            assert!(profit < 0, "{profit} {parameters:?} {setup:?} {work:?}");
            worst = worst.max(profit_per_gross(&purse, setup.deposit));
        } else {
            refused += 1;
            gains += usize::from(profit > 0);
        }
    }
    println!(
        "inside: {admitted} admitted jobs, none gains, the least loss is {:.4} % of the gross; \
         of {refused} refused {gains} gain",
        worst * -100.0
    );
    assert!(admitted > 10_000 && gains > 100);
}

/// Every gross there is, down to a millionth of a dollar: rounding never makes a job pay.
#[test]
fn no_job_is_small_enough_to_gain() {
    let mut numbers = Numbers(12);
    let mut sets: Vec<JointParameters> = vec![JointParameters::DEFAULT];
    // Sets that were just admitted: lower the fee of a near one as long as it is.
    while sets.len() < 60 {
        let mut parameters = numbers.parameters();
        parameters.settlement.fee_bps = 1_000;
        while lower_fee(&parameters).check().is_ok() {
            parameters = lower_fee(&parameters);
        }
        if parameters.settlement.fee_bps > 300 {
            sets.push(parameters);
        }
    }
    for parameters in &sets {
        for deposit in [DEPOSITS[0], DEPOSITS[2]] {
            let setup = Setup {
                deposit,
                ..Setup::best(parameters)
            };
            for gross in (1..3_000).chain((3_000..100_000).step_by(97)) {
                let purse = wash_of_gross(parameters, &setup, gross);
                let profit = purse.profit(deposit);
                assert!(profit < 0, "{profit} at {gross} {parameters:?} {setup:?}");
            }
        }
    }
}

fn lower_fee(parameters: &JointParameters) -> JointParameters {
    let mut lower = *parameters;
    lower.settlement.fee_bps -= 1;
    lower
}

/// The bound is tight: from the last fee that is admitted it is not far to one with which a
/// cluster gains, and the difference is what the check asks for rounding.
#[test]
fn just_outside_the_box_a_ring_gains() {
    let gains = |parameters: &JointParameters| {
        let setup = Setup::best(parameters);
        wash(parameters, &setup, &CLUSTER).profit(setup.deposit) > 0
    };
    let mut numbers = Numbers(13);
    let mut widest = (0, 0.0f64);
    let mut walks = 0;
    let mut sets = vec![JointParameters::DEFAULT];
    sets.extend((0..2_000).map(|_| numbers.parameters()));
    for set in sets {
        let mut parameters = set;
        parameters.settlement.fee_bps = 1_000;
        let admitted = |parameters: &JointParameters| parameters.check().is_ok();
        while admitted(&parameters) && parameters.settlement.fee_bps > 300 {
            parameters = lower_fee(&parameters);
        }
        let first_refused = parameters;
        if admitted(&first_refused) {
            continue; // Its bound lies below the range of the fee.
        }
        while !gains(&parameters) && parameters.settlement.fee_bps > 300 {
            parameters = lower_fee(&parameters);
        }
        if !gains(&parameters) {
            continue;
        }
        walks += 1;
        let (_, allowance) = formula(&first_refused);
        let gap = first_refused.settlement.fee_bps - parameters.settlement.fee_bps;
        // One step of the fee changes the loss by less than 1 bps of the gross.
        let (loss, _) = formula(&first_refused);
        assert!(loss <= allowance && loss > allowance - 1e-4 - 1e-9);
        let (loss, _) = formula(&parameters);
        assert!(loss < 1e-9 && loss > -1e-4 - 1e-9);
        if gap > widest.0 {
            widest = (gap, allowance);
        }
        if set == JointParameters::DEFAULT {
            println!(
                "tight: beside the default the check refuses a fee of {} bps, a cluster gains \
                 from {} bps down",
                first_refused.settlement.fee_bps, parameters.settlement.fee_bps
            );
        }
    }
    println!(
        "tight: {walks} walks over the bound; at most {} bps of fee between refusal and gain \
         ({:.3} % of the gross, for rounding)",
        widest.0,
        widest.1 * 100.0
    );
    assert!(walks > 200);
}

/// Compute and availability income counted together: the more hours of its devices a ring hires,
/// the less it has in the end. A hired hour has no availability weight; even if it had, the ring
/// would lose.
#[test]
fn the_ring_is_better_off_idle() {
    const HOURS: i64 = 10;
    const GPUS: u32 = 100;
    let parameters = JointParameters::DEFAULT;
    for deposit in DEPOSITS {
        let setup = Setup {
            deposit,
            ..Setup::best(&parameters)
        };
        // In millionths of a micro-dollar: at most 3,000 bps of the book price an hour.
        let pay_of_idle_hours =
            |hours: i64| i128::from(hours) * i128::from(GPUS) * i128::from(ONE) * 300_000;
        let mut kept = pay_of_idle_hours(HOURS);
        let mut paid_both_ways = kept;
        for hired in 1..=HOURS {
            let work = Work {
                rate: ONE,
                gpus: GPUS,
                claims: 1,
                bought: 36_000,
                worked: hired * EPOCH_SECONDS,
            };
            let profit = wash(&parameters, &setup, &work).profit(deposit);
            let income = pay_of_idle_hours(HOURS - hired) + profit;
            assert!(income < kept, "{hired} hours hired, {deposit:?}");
            kept = income;
            let income = pay_of_idle_hours(HOURS) + profit;
            assert!(income < paid_both_ways, "{hired} hours hired, {deposit:?}");
            paid_both_ways = income;
        }
    }
}

/// The table of the documentation: $1,000 of gross with the parameters of genesis.
#[test]
fn the_default_in_figures() {
    let parameters = JointParameters::DEFAULT;
    println!("| deposit bought | dollar share | treasury | tokens | compute pay | profit |");
    for deposit in DEPOSITS {
        for usd_bps in [3_000, 6_000, 9_000] {
            let setup = Setup {
                deposit,
                usd_bps,
                ..Setup::best(&parameters)
            };
            let work = Work {
                rate: ONE,
                gpus: 100,
                claims: 1,
                bought: 36_000,
                worked: 36_000,
            };
            let purse = wash(&parameters, &setup, &work);
            assert_eq!(purse.gross, 1_000 * ONE);
            let split = setup.terms(&parameters).split(purse.gross).unwrap();
            let profit = profit_per_gross(&purse, deposit) * 100.0;
            assert!(profit < -0.5);
            println!(
                "| {deposit:?} | {usd_bps} | {:.2} | {:.2} | ${:.2} | {profit:.2} % |",
                dollars(split.treasury.into()),
                dollars(split.token.into()),
                dollars(purse.io),
            );
        }
    }
}

#[allow(clippy::cast_precision_loss)]
fn dollars(micro: i128) -> f64 {
    micro as f64 / 1e6
}
