//! Transactions of io-token.

use ionet_client::instructions::io_token;
use ionet_client::io_token::instructions::{
    AllocateGenesisInstructionArgs, InitializeInstructionArgs,
};
use ionet_client::io_token::types::CategoryPlanArgs;

use crate::{Transaction, address};

/// How many allocations a migration sends at once.
const ALLOCATIONS: u8 = 8;

pub fn transactions() -> Vec<Transaction> {
    let (wallet, other) = (address(1), address(2));
    let category = CategoryPlanArgs {
        amount: u64::MAX,
        upfront_bps: u16::MAX,
        cliff_months: u16::MAX,
        parts: u16::MAX,
    };
    let initialize = InitializeInstructionArgs {
        categories: std::array::from_fn(|_| category.clone()),
        guardian: other,
    };
    let allocations = (1..=ALLOCATIONS).map(|number| {
        let args = AllocateGenesisInstructionArgs {
            category: 4,
            beneficiary: address(100 + number),
            amount: u64::MAX,
        };
        io_token::allocate_genesis(wallet, number.into(), args)
    });
    vec![
        ("initialize", vec![io_token::initialize(wallet, initialize)]),
        ("eight allocations", allocations.collect()),
        ("seal", vec![io_token::seal_genesis(wallet)]),
        ("claim", io_token::claim_vested(wallet, 7).to_vec()),
        (
            "propose a beneficiary",
            vec![io_token::propose_beneficiary(wallet, 7, other)],
        ),
        (
            "accept as beneficiary",
            vec![io_token::accept_beneficiary(wallet, 7)],
        ),
        ("close a grant", vec![io_token::close_vesting(7, wallet)]),
        ("burn", vec![io_token::burn(wallet, u64::MAX)]),
        (
            "propose a role",
            vec![io_token::propose_role(wallet, 1, other)],
        ),
        ("accept a role", vec![io_token::accept_role(wallet, 1)]),
        ("pause", vec![io_token::pause(wallet)]),
        ("unpause", vec![io_token::unpause(wallet)]),
    ]
}
