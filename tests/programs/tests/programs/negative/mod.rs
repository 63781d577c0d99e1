//! Negative tests by table. What must be in the tables follows from the IDLs: an account
//! or an error that is added without a case makes a test fail.

mod accounts_emission;
mod accounts_io_token;
mod accounts_iosd;
mod accounts_job_escrow;
mod accounts_local_stand_in;
mod accounts_price_feed;
mod accounts_registry;
mod errors_emission;
mod errors_io_token;
mod errors_iosd;
mod errors_job_escrow;
mod errors_local_stand_in;
mod errors_price_feed;
mod errors_registry;
pub mod scenarios;
pub mod scenarios_registry;
mod tables;

pub use errors_job_escrow::stage;

use ionet_test_kit::call::idl;
use solana_instruction::error::InstructionError;
use tables::{
    errors_without_case, every_account_has_its_cases, every_error_has_a_case, every_error_is_exact,
    every_scenario_is_correct, missing_cases, run_all,
};

/// Without this, a case could fail for a reason that has nothing to do with its fault.
#[test]
fn the_calls_which_are_spoiled_succeed_when_left_alone() {
    every_scenario_is_correct("io_token");
    every_scenario_is_correct("emission");
    every_scenario_is_correct("price_feed");
    every_scenario_is_correct("iosd");
    every_scenario_is_correct("registry");
    every_scenario_is_correct("job_escrow");
    every_scenario_is_correct("local_stand_in");
}

#[test]
fn io_token_refuses_every_spoiled_account_with_the_exact_error() {
    run_all("io_token", accounts_io_token::CASES);
}

#[test]
fn emission_refuses_every_spoiled_account_with_the_exact_error() {
    run_all("emission", accounts_emission::CASES);
}

#[test]
fn price_feed_refuses_every_spoiled_account_with_the_exact_error() {
    run_all("price_feed", accounts_price_feed::CASES);
}

#[test]
fn iosd_refuses_every_spoiled_account_with_the_exact_error() {
    run_all("iosd", accounts_iosd::CASES);
}

#[test]
fn registry_refuses_every_spoiled_account_with_the_exact_error() {
    run_all("registry", accounts_registry::CASES);
}

#[test]
fn job_escrow_refuses_every_spoiled_account_with_the_exact_error() {
    run_all("job_escrow", &accounts_job_escrow::cases());
}

#[test]
fn local_stand_in_refuses_every_spoiled_account_with_the_exact_error() {
    run_all("local_stand_in", accounts_local_stand_in::CASES);
}

#[test]
fn no_account_constraint_is_without_a_negative_test() {
    every_account_has_its_cases("io_token", accounts_io_token::CASES);
    every_account_has_its_cases("emission", accounts_emission::CASES);
    every_account_has_its_cases("price_feed", accounts_price_feed::CASES);
    every_account_has_its_cases("iosd", accounts_iosd::CASES);
    every_account_has_its_cases("registry", accounts_registry::CASES);
    every_account_has_its_cases("job_escrow", &accounts_job_escrow::cases());
    every_account_has_its_cases("local_stand_in", accounts_local_stand_in::CASES);
}

#[test]
fn io_token_gives_each_of_its_errors() {
    every_error_is_exact("io_token", &errors_io_token::cases());
}

#[test]
fn emission_gives_each_of_its_errors() {
    every_error_is_exact("emission", errors_emission::CASES);
}

#[test]
fn price_feed_gives_each_of_its_errors() {
    every_error_is_exact("price_feed", errors_price_feed::CASES);
}

#[test]
fn iosd_gives_each_of_its_errors() {
    every_error_is_exact("iosd", &errors_iosd::cases());
}

#[test]
fn registry_gives_each_of_its_errors() {
    every_error_is_exact("registry", &errors_registry::cases());
}

#[test]
fn job_escrow_gives_each_of_its_errors() {
    every_error_is_exact("job_escrow", &errors_job_escrow::cases());
}

#[test]
fn local_stand_in_gives_each_of_its_errors() {
    every_error_is_exact("local_stand_in", errors_local_stand_in::CASES);
}

#[test]
fn no_error_is_without_a_negative_test() {
    every_error_has_a_case(
        "io_token",
        &errors_io_token::cases(),
        errors_io_token::EXEMPT,
    );
    every_error_has_a_case("emission", errors_emission::CASES, errors_emission::EXEMPT);
    every_error_has_a_case("price_feed", errors_price_feed::CASES, &[]);
    every_error_has_a_case("iosd", &errors_iosd::cases(), &[]);
    every_error_has_a_case(
        "registry",
        &errors_registry::cases(),
        errors_registry::EXEMPT,
    );
    every_error_has_a_case("job_escrow", &errors_job_escrow::cases(), &[]);
    every_error_has_a_case("local_stand_in", errors_local_stand_in::CASES, &[]);
}

/// The two tests above notice what is missing: any case that the IDL demands, and any error.
#[test]
fn a_case_that_is_taken_out_is_missed() {
    let cases = accounts_io_token::CASES;
    for taken in cases
        .iter()
        .filter(|case| case.substitute.is_none())
        .step_by(17)
    {
        let rest = cases.iter().filter(|case| !std::ptr::eq(*case, taken));
        let missed = (
            taken.instruction.to_owned(),
            taken.account.to_owned(),
            taken.fault,
        );
        assert_eq!(missing_cases("io_token", rest), [missed]);
    }
    let cases = errors_emission::CASES;
    for taken in cases.iter().step_by(7) {
        let rest = cases.iter().filter(|case| case.error != taken.error);
        let missed = errors_without_case("emission", rest, errors_emission::EXEMPT);
        assert_eq!(missed, [taken.error]);
    }
}

/// Leaving the last account out, or cutting the data by a byte, is refused before any
/// constraint is looked at.
#[test]
fn short_calls_are_refused_by_the_framework() {
    for program in [
        "io_token",
        "emission",
        "price_feed",
        "iosd",
        "registry",
        "job_escrow",
        "local_stand_in",
    ] {
        for instruction in &idl(program).instructions {
            let (world, call) = scenarios::correct(program, &instruction.name);
            let outcome = world
                .chain
                .clone()
                .send(call.clone().without_last_account());
            #[allow(deprecated)] // The framework still returns it.
            outcome.fails_as(&InstructionError::NotEnoughAccountKeys);

            let length = call.raw.data.len();
            let outcome = world.chain.clone().send(call.with_data_cut_to(length - 1));
            outcome.fails_as(&InstructionError::InvalidInstructionData);
        }
    }
}
