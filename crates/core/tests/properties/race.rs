//! Weight, eligibility and priority for all inputs, against unbounded numbers.

use ionet_core::race::{
    Draw, Entrant, MAX_CAP_PER_GPU, MAX_FLOOR_PER_GPU, MAX_JOB_SLOTS, PRIORITY_TIERS,
    PriorityError, PriorityParameters, PriorityTier, RACE_SLOTS, Race, RaceError, WaitingJob,
    WeightParameters, race_time,
};
use ionet_core::supply::SUPPLY_CAP;
use num_bigint::BigUint;
use proptest::prelude::*;

const EPOCH: i64 = 1_800_000_000;

fn any_stake() -> impl Strategy<Value = u64> {
    prop_oneof![
        0..=SUPPLY_CAP,
        (0u32..57, any::<u64>()).prop_map(|(shift, bits)| (bits >> shift).min(SUPPLY_CAP)),
        Just(0),
        Just(SUPPLY_CAP),
    ]
}

fn any_gpus() -> impl Strategy<Value = u32> {
    prop_oneof![0u32..=1_000_000, 0u32..100, Just(1_000_000)]
}

fn weight_parameters() -> impl Strategy<Value = WeightParameters> {
    (prop_oneof![1..=MAX_FLOOR_PER_GPU, Just(1)], any::<u64>()).prop_map(|(floor, cap)| {
        let above_floor = cap % (MAX_CAP_PER_GPU - floor + 1);
        WeightParameters {
            cap_per_gpu: floor + above_floor,
            floor_per_gpu: floor,
        }
    })
}

/// Any numbers at all for a weight: the comparison must hold beyond what weights can be.
fn any_weight() -> impl Strategy<Value = u64> {
    prop_oneof![any_stake(), any::<u64>(), 0u64..10]
}

fn races() -> impl Strategy<Value = Race> {
    let slots = prop_oneof![1u32..=300, 1..=MAX_JOB_SLOTS, Just(MAX_JOB_SLOTS)];
    (slots, any_weight()).prop_map(|(slots, class_weight)| Race {
        slots,
        class_weight,
        posting_epoch_start: EPOCH,
    })
}

/// Mostly a race between the two; sometimes any pair of numbers.
fn race_and_entrant() -> impl Strategy<Value = (Race, Entrant)> {
    let share = prop_oneof![Just(None), (0u32..20).prop_map(Some)];
    (races(), any_weight(), share, any::<[u8; 32]>()).prop_map(|(race, weight, share, hash)| {
        let weight = share.map_or(weight, |shift| race.class_weight >> shift);
        (
            race,
            Entrant {
                weight,
                active_since: EPOCH,
                draw: Draw::from_hash(hash),
            },
        )
    })
}

/// The rule as the module states it, with unbounded numbers.
fn allowed(race: &Race, entrant: &Entrant, elapsed: u64, slots: u32) -> bool {
    let Some(time) = race_time(elapsed) else {
        return true;
    };
    let class_weight = race.class_weight.max(entrant.weight);
    let progress = (BigUint::from(time) * entrant.weight * race.slots) << 32u32;
    let needed = BigUint::from(entrant.draw.arrival_q32(slots)) * class_weight * 5u32;
    entrant.weight > 0 && progress >= needed
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_096))]

    #[test]
    fn a_claim_is_allowed_exactly_when_the_products_say_so(
        (race, entrant) in race_and_entrant(),
        elapsed in 0u64..45,
        pick in any::<u32>(),
    ) {
        let few = pick % 40 + 1;
        for slots in [pick % race.slots + 1, few.min(race.slots)] {
            let result = race.check_claim(&entrant, elapsed, slots);
            let first = race.first_elapsed_for(&entrant, slots).unwrap();
            prop_assert_eq!(result.is_ok(), allowed(&race, &entrant, elapsed, slots));
            if result.is_err() {
                prop_assert_eq!(result, Err(RaceError::TooEarly { from_elapsed: first }));
            }
            prop_assert!(first <= RACE_SLOTS && allowed(&race, &entrant, first, slots));
            prop_assert!(first == 0 || !allowed(&race, &entrant, first - 1, slots));
        }
    }

    #[test]
    fn most_slots_is_the_largest_claim_that_passes(
        (race, entrant) in race_and_entrant(),
        elapsed in 0u64..45,
    ) {
        let most = race.most_slots_at(&entrant, elapsed).unwrap();
        prop_assert!(most <= race.slots);
        if most > 0 {
            prop_assert!(allowed(&race, &entrant, elapsed, most));
        }
        if most < race.slots {
            prop_assert!(!allowed(&race, &entrant, elapsed, most + 1));
        }
    }

    #[test]
    fn who_came_after_the_epoch_began_waits_for_the_end_of_the_race(
        (race, entrant) in race_and_entrant(),
        late in 1i64..1_000_000,
        elapsed in 0u64..45,
    ) {
        let late = Entrant { active_since: EPOCH + late, ..entrant };
        let result = race.check_claim(&late, elapsed, 1);
        if elapsed < RACE_SLOTS {
            prop_assert_eq!(result, Err(RaceError::ActiveTooLate));
            prop_assert_eq!(race.most_slots_at(&late, elapsed), Ok(0));
        } else {
            prop_assert_eq!(result, Ok(()));
            prop_assert_eq!(race.most_slots_at(&late, elapsed), Ok(race.slots));
        }
        prop_assert_eq!(race.first_elapsed_for(&late, 1), Ok(RACE_SLOTS));
    }

    #[test]
    fn weight_is_what_the_formula_says(
        parameters in weight_parameters(),
        stake in any_stake(),
        gpus in any_gpus(),
        reputation in 0u16..=10_000,
    ) {
        let staked = BigUint::from(stake) + BigUint::from(parameters.floor_per_gpu) * gpus;
        let most = BigUint::from(parameters.cap_per_gpu) * gpus;
        let expected = staked.min(most) * reputation / 10_000u32;
        let weight = parameters.weight(stake, gpus, reputation).unwrap();
        prop_assert_eq!(BigUint::from(weight), expected);
    }

    /// However an owner spreads stake and GPUs over identities, they weigh no more than one with
    /// all of it; spread evenly, they lose only what rounding takes.
    #[test]
    fn no_split_weighs_more_than_the_whole(
        parameters in weight_parameters(),
        stakes in prop::collection::vec(0..=SUPPLY_CAP / 8, 8),
        gpus in prop::collection::vec(0u32..=125_000, 8),
        reputation in 0u16..=10_000,
    ) {
        let weigh = |stake, gpus| parameters.weight(stake, gpus, reputation).unwrap();
        let parts: u64 = stakes.iter().zip(&gpus).map(|(stake, gpus)| weigh(*stake, *gpus)).sum();
        prop_assert!(parts <= weigh(stakes.iter().sum(), gpus.iter().sum()));

        let evenly = 8 * weigh(stakes[0], gpus[0]);
        let whole = weigh(8 * stakes[0], 8 * gpus[0]);
        prop_assert!(evenly <= whole && whole - evenly < 8);
    }
}

fn tiers() -> impl Strategy<Value = PriorityParameters> {
    let stakes = prop::collection::btree_set(1..=SUPPLY_CAP, PRIORITY_TIERS);
    let waits = prop::collection::vec(0u16..=750, PRIORITY_TIERS + 1);
    (5_000u16..=10_000, stakes, waits).prop_map(|(scarce_from_bps, stakes, mut waits)| {
        waits.sort_unstable_by(|a, b| b.cmp(a));
        let mut tiers = [PriorityTier {
            min_stake: 0,
            wait_slots: 0,
        }; PRIORITY_TIERS];
        for (tier, (min_stake, wait_slots)) in
            tiers.iter_mut().zip(stakes.into_iter().zip(&waits[1..]))
        {
            *tier = PriorityTier {
                min_stake,
                wait_slots: *wait_slots,
            };
        }
        PriorityParameters {
            scarce_from_bps,
            wait_slots: waits[0],
            tiers,
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_048))]

    #[test]
    fn a_wait_runs_from_the_later_of_both_and_only_while_scarce(
        parameters in tiers(),
        utilisation_bps in 0u16..=10_000,
        client_stake in any_stake(),
        open_slot in 0u64..1 << 40,
        idle_since_slot in 0u64..1 << 40,
        current in 0u64..1 << 40,
    ) {
        prop_assert_eq!(parameters.validate(), Ok(()));
        let job = WaitingJob { utilisation_bps, client_stake, open_slot, idle_since_slot };
        let reached = parameters.tiers.iter().filter(|tier| tier.min_stake <= client_stake);
        let wait = reached.map(|tier| tier.wait_slots).min().unwrap_or(parameters.wait_slots);
        let expected = if utilisation_bps >= parameters.scarce_from_bps {
            open_slot.max(idle_since_slot) + u64::from(wait)
        } else {
            open_slot
        };
        prop_assert_eq!(parameters.open_from(&job), expected);
        let elapsed = parameters.elapsed(&job, current);
        if current < expected {
            prop_assert_eq!(elapsed, Err(PriorityError::Waiting { until_slot: expected }));
        } else {
            prop_assert_eq!(elapsed, Ok(current - expected));
        }
    }

    #[test]
    fn more_client_stake_never_waits_longer(
        parameters in tiers(),
        a in any_stake(),
        b in any_stake(),
    ) {
        prop_assert!(parameters.wait_for(a.max(b)) <= parameters.wait_for(a.min(b)));
        prop_assert!(parameters.wait_for(a) <= 750);
    }
}
