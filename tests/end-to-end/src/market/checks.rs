//! The books against the chain's balances, and against the rules.

use std::collections::BTreeMap;

use ionet_client::generated::{io_token, iosd};
use ionet_client::instructions::token_account;
use ionet_core::settlement::{Split, SplitTerms};
use serde_json::{Value, json};
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use super::books::SOL;
use super::cast::Cast;
use super::job::Played;
use super::stage::Stage;
use crate::RawRpc;

/// Balances of all wallets, and the supplies.
pub(super) struct Balances {
    wallets: BTreeMap<(&'static str, &'static str), i128>,
    supplies: BTreeMap<&'static str, i128>,
}

impl Balances {
    /// Asks the chain, and nothing of what was booked.
    pub(super) fn read(stage: &Stage<'_>, cast: &Cast) -> Self {
        let raw = stage.network().raw();
        let mints = mints(stage);
        let mut wallets = BTreeMap::new();
        for (name, wallet) in cast.wallets() {
            let owner = wallet.pubkey();
            wallets.insert((name, SOL), lamports(&raw, &owner));
            for (asset, mint) in &mints {
                let account = token_account(&owner, mint);
                wallets.insert((name, *asset), tokens(&raw, &account));
            }
        }
        let supply = |(asset, mint): &(&'static str, Pubkey)| (*asset, supply(&raw, mint));
        Self {
            wallets,
            supplies: mints.iter().map(supply).collect(),
        }
    }
}

fn mints(stage: &Stage<'_>) -> [(&'static str, Pubkey); 3] {
    [
        ("IO", io_token::pdas::find_mint_pda().0),
        ("IOSD", iosd::pdas::find_mint_pda().0),
        ("USD", stage.dollar_mint()),
    ]
}

/// Each wallet has what the books say, each supply changed by what was minted and burned, and each
/// asset's entries sum to nothing.
pub(super) fn balances(stage: &Stage<'_>, before: &Balances, after: &Balances) {
    let books = stage.books();
    for ((party, asset), now) in &after.wallets {
        let change = now - before.wallets[&(*party, *asset)];
        assert_eq!(change, books.net(party, asset), "{asset} of {party}");
    }
    for (asset, now) in &after.supplies {
        let change = now - before.supplies[asset];
        assert_eq!(change, books.issued(asset), "supply of {asset}");
    }
    for asset in books.assets() {
        let sum: i128 = books
            .parties(&[])
            .iter()
            .map(|party| books.net(party, asset))
            .sum();
        assert_eq!(sum, 0, "{asset} comes from nowhere");
    }
    assert_eq!(books.net("job vault", "IOSD"), 0, "a job leaves nothing");
    assert_eq!(books.net("job vault", "USD"), 0, "a job leaves nothing");
}

/// Every payee got exactly what the split of each claim's gross gives.
pub(super) fn payments(stage: &Stage<'_>, cast: &Cast, jobs: &[Played]) {
    let books = stage.books();
    for asset in ["IOSD", "USD"] {
        let of_asset = jobs.iter().filter(|job| job.asset == asset);
        let claims: Vec<(usize, Split)> = of_asset
            .clone()
            .flat_map(|job| &job.claims)
            .map(|(place, claim)| (*place, split(claim)))
            .collect();
        let sum = |part: fn(&Split) -> u64| -> i128 {
            claims
                .iter()
                .map(|(_, split)| i128::from(part(split)))
                .sum()
        };
        for (place, (name, _)) in [(0, cast.wallets()[1]), (1, cast.wallets()[3])] {
            let own = claims.iter().filter(|(operator, _)| *operator == place);
            let usd: i128 = own.map(|(_, split)| i128::from(split.usd)).sum();
            assert_eq!(books.net(name, asset), usd, "{asset} of {name}");
        }
        assert_eq!(books.net("treasury", asset), sum(|split| split.treasury));
        assert_eq!(books.net("verifiers", asset), sum(|split| split.verifiers));
        // What stakers are owed waits for the staking program.
        assert_eq!(
            books.net("escrow ledgers", asset),
            sum(|split| split.stakers)
        );
        let gross = sum(|split| split.gross);
        let deposits: i128 = of_asset.map(|job| i128::from(job.deposit)).sum();
        assert!(gross > 0 && gross < deposits, "an early end pays less");
        let token = sum(|split| split.token);
        let kept = match asset {
            "USD" => books.net("buy-and-burn vault", asset),
            _ => token,
        };
        assert_eq!(kept, token, "token share in {asset}");
    }
}

fn split(claim: &ionet_client::job_escrow::accounts::Claim) -> Split {
    let terms = SplitTerms {
        fee_bps: claim.terms.fee_bps,
        discount_bps: claim.terms.discount_bps,
        client_referral_bps: claim.terms.client_referral_bps,
        operator_referral_bps: claim.terms.operator_referral_bps,
        verifier_bps: claim.terms.verifier_bps,
        staker_bps: claim.terms.staker_bps,
        usd_bps: claim.terms.usd_bps,
    };
    terms.split(claim.settled_gross).expect("a small gross")
}

fn lamports(raw: &RawRpc, address: &Pubkey) -> i128 {
    let params = json!([address.to_string(), { "commitment": "confirmed" }]);
    let balance = raw.call("getBalance", &params);
    balance["value"].as_u64().expect("lamports").into()
}

fn tokens(raw: &RawRpc, account: &Pubkey) -> i128 {
    let options = json!({ "commitment": "confirmed", "encoding": "jsonParsed" });
    let found = raw.call("getAccountInfo", &json!([account.to_string(), options]));
    let amount = &found["value"]["data"]["parsed"]["info"]["tokenAmount"]["amount"];
    parse(amount)
}

fn supply(raw: &RawRpc, mint: &Pubkey) -> i128 {
    let params = json!([mint.to_string(), { "commitment": "confirmed" }]);
    parse(&raw.call("getTokenSupply", &params)["value"]["amount"])
}

fn parse(amount: &Value) -> i128 {
    let text = amount.as_str().unwrap_or("0");
    text.parse().expect("an amount")
}
