//! Dollars from the command line: a job paid in them, the freshness of their price, and selling IOSD
//! to the vault that its token share fills. Needs the built programs (`cargo xtask build-programs`), as
//! the whole suite does.

mod support;

use ionet_client::generated::iosd::pdas::find_state_pda;
use serde_json::Value;
use support::{Market, RESULT, number};

/// The feed of the local chain's dollar, as `migrations/localnet.toml` has it.
const DOLLAR_FEED: &str = "eaa020c61cc479712813461ce153894a96a6c00b21ed0cfc2798d1f9a9e9c94a";

#[test]
fn the_keeper_keeps_every_price_fresh_and_the_vault_buys_iosd() {
    let market = Market::open(&["one"]);
    let accepted = |more: &[&str]| {
        let shown = market.ask(&[&["oracle", "show"], more].concat());
        shown["accepted"] == true
    };
    let dollar = ["--feed", DOLLAR_FEED];
    market.warp("2m");
    assert!(!accepted(&[]) && !accepted(&dollar), "old without a keeper");
    assert_eq!(market.keep()["prices"], 2);
    assert!(accepted(&[]) && accepted(&dollar));
    assert_eq!(market.keep()["prices"], 0, "not more often than needed");

    market.ask(&["localnet", "dollars", "20", "--to", "community"]);
    let refused = market.refuse(&["localnet", "dollars", "20", "--mint", "2"]);
    assert!(refused.contains("no dollar mint 2"), "{refused}");
    let balance = || market.ask(&["wallet", "balance", "community"]);
    let dollars = |balance: &Value| number(&balance["dollars"][0]["amount"]);
    assert_eq!(dollars(&balance()), 20_000_000);
    let job = market.hire(&["--for", "1h", "--mint", "1"], &[], &["one"]);
    market.warp("20m");
    market.ask(&["job", "heartbeat", &job, "--device", "one-card"]);
    market.warp("20m");
    market.ask(&[
        "job",
        "complete",
        &job,
        "--device",
        "one-card",
        "--result-hash",
        RESULT,
    ]);
    market.warp("16m");
    let refused = market.refuse(&["-k", "keeper", "job", "settle", &job]);
    assert!(
        refused.contains("PriceNeeded"),
        "its price is old: {refused}"
    );
    assert_eq!(market.keep()["settled"], 1, "the keeper publishes first");

    let vault = || market.ask(&["iosd", "status"])["vaults"][0].clone();
    // 40 minutes at 2.19 dollars, less 5 % and 2 %, 7,000 of 10,000 of it.
    let (before, had) = (vault(), balance());
    assert!(
        (951_000..956_000).contains(&number(&before["balance"])),
        "{before}"
    );
    let most = number(&before["buys_iosd"]);
    assert!(
        (20_800..21_000).contains(&most),
        "a 48th, at 0.95: {before}"
    );
    let sell = |amount: &str| ["-k", "community", "iosd", "sell", amount].map(str::to_owned);
    let sold = |amount: &str| {
        let arguments = sell(amount);
        market.ask(&arguments.each_ref().map(String::as_str))
    };
    let refused = |amount: &str, more: &[&str]| {
        let arguments = sell(amount);
        market.refuse(&[&arguments.each_ref().map(String::as_str)[..], more].concat())
    };
    let said = refused("1", &[]);
    assert!(said.contains("at most 0.020"), "{said}");
    let said = refused("0", &[]);
    assert!(said.contains("above 0"), "{said}");
    let said = refused("0.015", &["--for", "7"]);
    assert!(said.contains("--for") && said.contains("1 ("), "{said}");
    let said = refused("0.015", &["--for", &find_state_pda().0.to_string()]);
    assert!(said.contains("no buy-and-burn vault"), "{said}");
    let paid = sold("0.015");
    assert_eq!(paid["dollars"], "14250");
    let (after, has) = (vault(), balance());
    assert_eq!(dollars(&has) - dollars(&had), 14_250);
    assert_eq!(number(&had["iosd"]) - number(&has["iosd"]), 15_000);
    assert_eq!(
        number(&before["balance"]) - number(&after["balance"]),
        14_250
    );
    assert_eq!(after["iosd_burned"], "15000");
    let said = refused("0.015", &[]);
    assert!(said.contains("the vault buys at most 0.00"), "{said}");
    // An hour later there is room again.
    market.warp("1h");
    assert_eq!(sold("0.015")["dollars"], "14250");
    let said = market.refuse(&["-k", "one", "iosd", "sell", "0.001"]);
    assert!(said.contains("has 0 IOSD"), "{said}");
    market.network.interrupt();
}
