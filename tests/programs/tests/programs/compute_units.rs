//! Compute units of every instruction: `bench/compute-units.json`.
//!
//! `typical` is the default call of the scenario; `worst` is the most that any of the
//! cases here takes. Called programs are included, the compute-budget instruction is not.

mod iosd;
mod job_escrow;
mod job_escrow_verdicts;

use crate::{
    figures::{Row, hold_against},
    negative::scenarios::{claim, correct, expired, holder_of, rolled_over, with_claim},
};
use ionet_core::{
    emission::EmissionParameters,
    genesis::{Category, GenesisPlan},
    time::MONTH_SECONDS,
};
use ionet_test_kit::{
    Call, PROGRAMS, World,
    call::idl,
    process::{emission, io_token},
    world::LITERAL,
};
use solana_address::Address;
use std::collections::BTreeMap;

mod registry;

/// Bound of the issue for advancing one epoch.
const ADVANCE_ONE_EPOCH: u64 = 7_000;
/// Bound of the issue for a vesting claim.
const CLAIM_VESTED: u64 = 4_500;
/// Bound of the issue for minting IOSD.
const MINT_IOSD: u64 = 7_000;
/// Indices over which an allocation is measured: the address search differs for each.
const ALLOCATIONS: u32 = 1_024;

fn measure(mut world: World, call: Call) -> u64 {
    world.chain.send(call).ok().compute_units
}

fn typical(program: &str, instruction: &str) -> u64 {
    match (program, instruction) {
        ("emission", "advance") => return one_epoch(),
        ("job_escrow", _) => return job_escrow::typical(instruction),
        _ => {}
    }
    let (world, call) = correct(program, instruction);
    measure(world, call)
}

fn one_epoch() -> u64 {
    let mut world = World::emitting();
    world.warp_epochs(1);
    measure(world, emission::advance(1))
}

/// Cases that may take more than the typical one.
fn hard_cases(program: &str, instruction: &str) -> Vec<u64> {
    match (program, instruction) {
        ("registry", _) => registry::hard_cases(instruction),
        ("emission", "advance") => advances(),
        ("emission", "initialize") => vec![{
            let world = World::sealed();
            let start = world.chain.now() + 1;
            let call = emission::initialize(world.admin, start, LITERAL, widest());
            measure(world, call)
        }],
        ("emission", "roll_over") => {
            let mut first = World::emitting();
            first.warp_epochs(24);
            let _ = first.chain.send(emission::advance(730)).ok();
            vec![
                measure(first, emission::roll_over()),
                measure(expired(), emission::roll_over()),
            ]
        }
        ("emission", "set_parameters") => vec![{
            let mut world = World::emitting();
            let _ = world
                .chain
                .send(emission::set_parameters(world.admin, widest()))
                .ok();
            world.warp_epochs(2);
            let _ = world.chain.send(emission::advance(730)).ok();
            let call = emission::set_parameters(world.admin, widest());
            measure(world, call)
        }],
        ("emission", "propose_admin") => vec![{
            let world = World::emitting();
            let call = emission::propose_admin(world.admin, Address::default());
            measure(world, call)
        }],
        ("io_token", "allocate_genesis") => allocations(),
        ("io_token", "claim_vested") => claims(),
        ("io_token", "mint_emission") => [(0, 1), (1, 0), (u64::from(u32::MAX), 1)]
            .map(|(availability, compute)| {
                let (world, _) = correct(program, instruction);
                measure(world, io_token::mint_emission(availability, compute))
            })
            .to_vec(),
        ("io_token", "burn") => vec![{
            let world = with_claim();
            let (holder, source) = holder_of(&world);
            let all = world.chain.balance(&source);
            measure(world, io_token::burn(holder, source, all))
        }],
        ("io_token", "pause") => vec![{
            let world = World::sealed();
            let call = io_token::pause(world.admin);
            measure(world, call)
        }],
        ("io_token", "unpause") => vec![{
            let mut world = World::sealed();
            let _ = world.chain.send(io_token::pause(world.guardian)).ok();
            let call = io_token::unpause(world.admin);
            measure(world, call)
        }],
        ("io_token", "propose_role" | "accept_role") => roles(instruction),
        ("job_escrow" | "local_stand_in", _) => job_escrow::hard_cases(program, instruction),
        ("iosd" | "price_feed", _) => iosd::hard_cases(program, instruction),
        _ => Vec::new(),
    }
}

fn widest() -> EmissionParameters {
    EmissionParameters {
        availability_bps: 9_000,
        claim_window_epochs: 720,
    }
}

/// With a reserve; over a change of parameters; over the end of a month; a whole month late.
fn advances() -> Vec<u64> {
    let with_reserve = correct("emission", "advance");
    let mut over_a_change = rolled_over();
    let _ = over_a_change
        .chain
        .send(emission::set_parameters(over_a_change.admin, widest()))
        .ok();
    over_a_change.warp_epochs(730);
    let mut month_end = World::emitting();
    month_end.warp_epochs(729);
    let _ = month_end.chain.send(emission::advance(730)).ok();
    month_end.warp_epochs(1);
    let mut late = rolled_over();
    late.warp_epochs(10_000);
    vec![
        measure(with_reserve.0, with_reserve.1),
        measure(over_a_change, emission::advance(730)),
        measure(month_end, emission::advance(730)),
        measure(late, emission::advance(730)),
    ]
}

fn allocations() -> Vec<u64> {
    let mut world = World::initialized();
    (0..ALLOCATIONS)
        .map(|index| {
            let call = io_token::allocate_genesis(world.admin, index, 4, world.mallory, 1);
            world.chain.send(call).ok().compute_units
        })
        .collect()
}

/// In the middle and at the end of every category's terms.
fn claims() -> Vec<u64> {
    let mut units = Vec::new();
    for category in Category::ALL {
        let index = usize::from(category.index());
        let terms = GenesisPlan::OFFICIAL.category(category).terms;
        for months in [terms.cliff_months + 1, terms.cliff_months + terms.parts] {
            let mut world = World::sealed();
            world.chain.warp(i64::from(months) * MONTH_SECONDS);
            let (holder, account) = (
                world.beneficiaries[index],
                world.beneficiary_accounts[index],
            );
            let call = io_token::claim_vested(holder, u32::from(category.index()), account);
            units.push(measure(world, call));
        }
    }
    units
}

fn roles(instruction: &str) -> Vec<u64> {
    [io_token::ADMIN, io_token::GUARDIAN]
        .map(|role| {
            let mut world = World::sealed();
            let propose = io_token::propose_role(world.admin, role, world.mallory);
            if instruction == "propose_role" {
                return measure(world, propose);
            }
            let _ = world.chain.send(propose).ok();
            let call = io_token::accept_role(world.mallory, role);
            measure(world, call)
        })
        .to_vec()
}

#[test]
fn no_instruction_grows_by_more_than_five_percent() {
    let mut measured = BTreeMap::new();
    for program in PROGRAMS.map(|program| program.name) {
        for instruction in &idl(program).instructions {
            let typical = typical(program, &instruction.name);
            let hardest = hard_cases(program, &instruction.name).into_iter().max();
            let worst = hardest.unwrap_or_default().max(typical);
            let name = format!("{program}.{}", instruction.name);
            measured.insert(name, Row::from([("typical", typical), ("worst", worst)]));
        }
    }
    hold_against("compute-units.json", &measured);
}

#[test]
fn advancing_one_epoch_and_claiming_stay_within_their_bounds() {
    let advance = one_epoch();
    assert!(
        advance <= ADVANCE_ONE_EPOCH,
        "emission.advance of one epoch takes {advance}"
    );
    let (world, call) = correct("emission", "advance");
    let with_reserve = measure(world, call);
    assert!(
        with_reserve <= ADVANCE_ONE_EPOCH,
        "with a reserve it takes {with_reserve}"
    );
    let worst_claim = claims().into_iter().max().unwrap_or_default();
    assert!(
        worst_claim <= CLAIM_VESTED,
        "io_token.claim_vested takes {worst_claim}"
    );
}

#[test]
fn minting_iosd_stays_within_its_bound() {
    let worst = iosd::hard_cases("iosd", "mint")
        .into_iter()
        .max()
        .unwrap_or_default();
    let worst = worst.max(typical("iosd", "mint"));
    assert!(worst <= MINT_IOSD, "iosd.mint takes {worst}");
}

/// A whole month of late epochs fits into one transaction with room to spare.
#[test]
fn a_month_of_epochs_fits_into_one_transaction() {
    let worst = advances().into_iter().max().unwrap_or_default();
    assert!(
        worst <= 200_000,
        "emission.advance(730) takes {worst} units"
    );
}

#[test]
fn a_measurement_is_repeatable() {
    assert_eq!(one_epoch(), one_epoch());
    assert_eq!(measure(World::sealed(), claim(&World::sealed())), {
        let (world, call) = correct("io_token", "claim_vested");
        measure(world, call)
    });
}
