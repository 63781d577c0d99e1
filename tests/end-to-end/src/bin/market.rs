//! `ionet-market URL WALLETS`: plays the market's scenario on a local chain that has the network on
//! it, and prints who gave and got what. `cargo xtask demo` runs it.

use std::process::ExitCode;

use ionet_end_to_end::{Network, market};

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(url), Some(wallets)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: ionet-market URL WALLETS (the folder of the migration's wallets)");
        return ExitCode::FAILURE;
    };
    let network = Network::at(url, wallets.into());
    match market::run(&network).await {
        Ok(tables) => {
            println!("{tables}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
