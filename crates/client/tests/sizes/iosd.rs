//! Transactions of iosd.

use ionet_client::instructions::iosd;
use ionet_client::iosd::instructions::{
    InitializeInstructionArgs, MintInstructionArgs, SellIoInstructionArgs,
};
use ionet_client::iosd::types::Parameters;

use crate::{Transaction, address};

pub fn transactions() -> Vec<Transaction> {
    let (wallet, other, price, dollars) = (address(1), address(2), address(3), address(4));
    let parameters = Parameters {
        window_cap: u64::MAX,
        spread_bps: u16::MAX,
        max_age_seconds: u16::MAX,
        max_confidence_bps: u16::MAX,
    };
    let initialize = InitializeInstructionArgs {
        parameters: parameters.clone(),
        feed_owner: other,
        feed_id: [9; 32],
        guardian: other,
    };
    let mint = MintInstructionArgs {
        io_amount: u64::MAX,
        min_out: u64::MAX,
        expiry: i64::MAX,
    };
    let sell_io = SellIoInstructionArgs {
        io_amount: u64::MAX,
        min_out: u64::MAX,
        expiry: i64::MAX,
    };
    let mut first_mint = vec![iosd::open_minter(wallet, wallet)];
    first_mint.extend(iosd::mint(wallet, price, mint));
    vec![
        (
            "initialize",
            vec![iosd::initialize(wallet, price, initialize)],
        ),
        ("a wallet's first mint", first_mint),
        (
            "close a mint record",
            vec![iosd::close_minter(wallet, other)],
        ),
        ("list a vault", vec![iosd::list_vault(wallet, dollars)]),
        (
            "sell IOSD",
            iosd::sell_iosd(wallet, dollars, u64::MAX).to_vec(),
        ),
        (
            "sell IO",
            iosd::sell_io(wallet, dollars, price, sell_io).to_vec(),
        ),
        (
            "set parameters",
            vec![iosd::set_parameters(wallet, parameters)],
        ),
        ("propose a role", vec![iosd::propose_role(wallet, 1, other)]),
        ("accept a role", vec![iosd::accept_role(wallet, 1)]),
        ("pause", vec![iosd::pause(wallet)]),
        ("unpause", vec![iosd::unpause(wallet)]),
    ]
}
