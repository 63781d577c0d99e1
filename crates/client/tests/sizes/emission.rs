//! Transactions of emission.

use ionet_client::emission::instructions::InitializeInstructionArgs;
use ionet_client::emission::types::Parameters;
use ionet_client::instructions::emission;

use crate::{Transaction, address};

pub fn transactions() -> Vec<Transaction> {
    let (wallet, other) = (address(1), address(2));
    let parameters = Parameters {
        availability_bps: u16::MAX,
        claim_window_epochs: u16::MAX,
    };
    let initialize = InitializeInstructionArgs {
        start_time: i64::MAX,
        preset: 1,
        parameters: parameters.clone(),
    };
    vec![
        ("initialize", vec![emission::initialize(wallet, initialize)]),
        ("advance", vec![emission::advance(u16::MAX)]),
        ("roll over", vec![emission::roll_over()]),
        (
            "set parameters",
            vec![emission::set_parameters(wallet, parameters)],
        ),
        (
            "propose an admin",
            vec![emission::propose_admin(wallet, other)],
        ),
        ("accept as admin", vec![emission::accept_admin(wallet)]),
    ]
}
