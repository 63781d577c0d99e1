//! Who gave and got what: books kept from the chain's own record of each transaction.
//!
//! Nothing here knows what a program should do. Every balance that a transaction changed becomes
//! an entry, each account is somebody's, and the entries of a transaction must sum to nothing:
//! in SOL with its fee, in each token with what was minted and burned.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::RawRpc;

/// Who has the lamports that keep accounts alive.
const RENT: &str = "rent";
/// Who gets the fees.
const VALIDATORS: &str = "validators";
/// Who has what burning takes away and minting brings.
const ISSUERS: &str = "minted and burned";

/// Name of the native token.
pub const SOL: &str = "SOL";

/// One change of one balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What the transaction did.
    pub step: String,
    /// Whose balance.
    pub party: String,
    /// In what: [`SOL`], or a token's name.
    pub asset: String,
    /// Base units more, or less when negative.
    pub change: i128,
}

/// The books of all parties.
#[derive(Debug)]
pub struct Books {
    raw: RawRpc,
    /// Names of wallets, and of the programs' addresses that own vaults.
    parties: BTreeMap<String, String>,
    /// Names of mints.
    assets: BTreeMap<String, String>,
    /// Token accounts as they were left, by address.
    holdings: BTreeMap<String, Holding>,
    entries: Vec<Entry>,
}

impl Books {
    /// Empty books of the cluster behind `raw`.
    pub fn new(raw: RawRpc) -> Self {
        Self {
            raw,
            parties: BTreeMap::new(),
            assets: BTreeMap::new(),
            holdings: BTreeMap::new(),
            entries: Vec::new(),
        }
    }

    /// Gives an owner of balances a name; several addresses may share one.
    pub fn name_party(&mut self, address: &impl ToString, name: &str) {
        self.parties.insert(address.to_string(), name.to_owned());
    }

    /// Gives a mint a name.
    pub fn name_asset(&mut self, mint: &impl ToString, name: &str) {
        self.assets.insert(mint.to_string(), name.to_owned());
    }

    /// All entries, in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Books a confirmed transaction.
    ///
    /// # Panics
    /// When a balance that changed is nobody's, or lamports appear or vanish.
    pub fn record(&mut self, step: &str, signature: &impl ToString) {
        let options = json!({
            "commitment": "confirmed", "encoding": "json", "maxSupportedTransactionVersion": 0,
        });
        let found = self
            .raw
            .call("getTransaction", &json!([signature.to_string(), options]));
        assert!(found["meta"]["err"].is_null(), "{step} failed: {found}");
        let before = self.entries.len();
        self.record_lamports(step, &found);
        self.record_tokens(step, &found);
        let sum: i128 = self.entries[before..]
            .iter()
            .filter(|entry| entry.asset == SOL)
            .map(|entry| entry.change)
            .sum();
        assert_eq!(sum, 0, "{step}: lamports that come from nowhere");
    }

    fn record_lamports(&mut self, step: &str, found: &Value) {
        let meta = &found["meta"];
        let keys = account_keys(found);
        let balances = |field: &str| -> Vec<i128> {
            let list = meta[field].as_array().expect("balances");
            list.iter().map(integer).collect()
        };
        let (pre, post) = (balances("preBalances"), balances("postBalances"));
        for (key, (pre, post)) in keys.iter().zip(pre.into_iter().zip(post)) {
            let party = self
                .parties
                .get(key)
                .map_or(RENT, String::as_str)
                .to_owned();
            self.enter(step, &party, SOL, post - pre);
        }
        self.enter(step, VALIDATORS, SOL, integer(&meta["fee"]));
    }

    fn record_tokens(&mut self, step: &str, found: &Value) {
        let (keys, meta) = (account_keys(found), &found["meta"]);
        let told = token_balances(&keys, &meta["preTokenBalances"]);
        let after = token_balances(&keys, &meta["postTokenBalances"]);
        let mut sums: BTreeMap<String, i128> = BTreeMap::new();
        for key in keys {
            let before = self.holding_before(step, &key, told.get(&key));
            let Some(kind) = after.get(&key).or(before.as_ref()) else {
                continue;
            };
            let amount = |holding: Option<&Holding>| holding.map_or(0, |holding| holding.amount);
            let change = amount(after.get(&key)) - amount(before.as_ref());
            let kind = kind.clone();
            match after.get(&key) {
                Some(holding) => self.holdings.insert(key, holding.clone()),
                None => self.holdings.remove(&key),
            };
            if change == 0 {
                continue;
            }
            let party = self.parties.get(&kind.owner).cloned();
            let party = party.unwrap_or_else(|| panic!("{step}: who is {}?", kind.owner));
            let asset = self.assets.get(&kind.mint).cloned();
            let asset = asset.unwrap_or_else(|| panic!("{step}: which token is {}?", kind.mint));
            self.enter(step, &party, &asset, change);
            *sums.entry(asset).or_default() += change;
        }
        for (asset, sum) in sums {
            self.enter(step, ISSUERS, &asset, -sum);
        }
    }

    /// What a token account had before a transaction: what it was left with when it was seen last, or
    /// what the chain tells. Surfpool leaves balances out before a transaction that closes a token
    /// account, so neither alone is enough; where both are there they must agree.
    fn holding_before(&self, step: &str, key: &str, told: Option<&Holding>) -> Option<Holding> {
        let seen = self.holdings.get(key);
        if let (Some(seen), Some(told)) = (seen, told) {
            assert_eq!(seen, told, "{step}: {key} changed unseen");
        }
        seen.or(told).cloned()
    }

    fn enter(&mut self, step: &str, party: &str, asset: &str, change: i128) {
        if change != 0 {
            self.entries.push(Entry {
                step: step.to_owned(),
                party: party.to_owned(),
                asset: asset.to_owned(),
                change,
            });
        }
    }

    /// What a party has more than at the start, or less when negative.
    pub fn net(&self, party: &str, asset: &str) -> i128 {
        let entries = self.entries.iter();
        entries
            .filter(|entry| entry.party == party && entry.asset == asset)
            .map(|entry| entry.change)
            .sum()
    }

    /// What was minted less what was burned.
    pub fn issued(&self, asset: &str) -> i128 {
        -self.net(ISSUERS, asset)
    }

    /// Every asset that changed hands.
    pub fn assets(&self) -> BTreeSet<&str> {
        let entries = self.entries.iter();
        entries.map(|entry| entry.asset.as_str()).collect()
    }

    /// Every party with an entry: those in `first`, then the others in the order of their first
    /// entry.
    pub fn parties<'a>(&'a self, first: &[&'a str]) -> Vec<&'a str> {
        let mut parties: Vec<&str> = first.to_vec();
        for entry in &self.entries {
            if !parties.contains(&entry.party.as_str()) {
                parties.push(&entry.party);
            }
        }
        parties.retain(|party| self.entries.iter().any(|entry| entry.party == *party));
        parties
    }
}

/// What is in a token account.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Holding {
    owner: String,
    mint: String,
    amount: i128,
}

/// By the account's address.
fn token_balances(keys: &[String], list: &Value) -> BTreeMap<String, Holding> {
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let list = list.as_array().map_or(&[][..], Vec::as_slice);
    list.iter()
        .map(|balance| {
            let index = balance["accountIndex"].as_u64().expect("an index");
            let amount = text(&balance["uiTokenAmount"]["amount"]);
            let holding = Holding {
                owner: text(&balance["owner"]),
                mint: text(&balance["mint"]),
                amount: amount.parse().expect("an amount"),
            };
            let index = usize::try_from(index).expect("a small index");
            (keys[index].clone(), holding)
        })
        .collect()
}

/// The transaction's accounts in the order of their balances: its own, then those of lookup
/// tables.
fn account_keys(found: &Value) -> Vec<String> {
    let loaded = &found["meta"]["loadedAddresses"];
    [
        &found["transaction"]["message"]["accountKeys"],
        &loaded["writable"],
        &loaded["readonly"],
    ]
    .into_iter()
    .filter_map(Value::as_array)
    .flatten()
    .map(|key| key.as_str().expect("an address").to_owned())
    .collect()
}

fn integer(value: &Value) -> i128 {
    value.as_u64().expect("a whole number").into()
}
