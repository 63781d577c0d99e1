//! The buy-and-burn vaults: what they have, and selling IOSD to one.

use anyhow::{Context as _, Result, bail};
use comfy_table::Table;
use ionet_client::{
    accounts,
    generated::{
        Event,
        iosd::{accounts::DollarVault, events::IosdEvent, pdas::find_dollar_vault_pda},
    },
    instructions,
};
use ionet_core::{
    fixed::bps_floor,
    iosd::{IOSD_BID_BPS, IosdError, LeakyBucket, Vault},
};
use serde_json::{Value, json};
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use crate::{
    amounts::{dollars, io, percent},
    context::Context,
    onchain::{chain_time, token_balance},
    tokens::{Token, Tokens},
    transact::Transaction,
};

/// A vault as it stands.
pub struct FoundVault {
    token: Token,
    mint: Pubkey,
    balance: u64,
    /// The rules' view of it.
    vault: Vault,
}

impl FoundVault {
    async fn read(context: &Context, token: Token, mint: Pubkey) -> Result<Option<Self>> {
        let address = find_dollar_vault_pda(&mint).0;
        let found: Option<DollarVault> = accounts::fetch_optional(&context.rpc, &address).await?;
        let Some(found) = found else { return Ok(None) };
        Ok(Some(Self {
            token,
            mint,
            balance: token_balance(context, &found.token_account).await?,
            vault: Vault {
                spending: LeakyBucket {
                    level: found.spending_level,
                    updated_at: found.spending_updated_at,
                },
                iosd_burned: found.iosd_burned,
                paid_for_iosd: found.paid_for_iosd,
                io_burned: found.io_burned,
                paid_for_io: found.paid_for_io,
            },
        }))
    }

    /// The most IOSD that it buys at `now`, micro-dollars.
    fn buys(&self, now: i64) -> u64 {
        let room = self.vault.room(self.balance, now);
        let bid = u64::from(IOSD_BID_BPS);
        let most = u128::from(room) * 10_000 / u128::from(bid);
        u64::try_from(most).unwrap_or(u64::MAX)
    }

    /// For programs.
    pub fn json(&self, now: i64) -> Value {
        json!({
            "mint": self.mint.to_string(),
            "balance": self.balance.to_string(),
            "room": self.vault.room(self.balance, now).to_string(),
            "buys_iosd": self.buys(now).to_string(),
            "iosd_burned": self.vault.iosd_burned.to_string(),
            "paid_for_iosd": self.vault.paid_for_iosd.to_string(),
            "io_burned": self.vault.io_burned.to_string(),
            "paid_for_io": self.vault.paid_for_io.to_string(),
        })
    }
}

/// The vaults of all listed dollars.
pub async fn all(context: &Context) -> Result<Vec<FoundVault>> {
    let tokens = Tokens::read(context).await?;
    let mut all = Vec::new();
    for (_, mint) in tokens.dollars() {
        all.extend(FoundVault::read(context, tokens.of(&mint), mint).await?);
    }
    Ok(all)
}

/// The vaults for people.
pub fn table(vaults: &[FoundVault], now: i64) -> Table {
    let header = ["vault", "buys now", "burned IOSD", "burned IO"];
    crate::output::table(
        header,
        &[0, 1, 2, 3],
        vaults.iter().map(|vault| {
            [
                vault.token.amount(vault.balance),
                format!("{} IOSD", dollars(vault.buys(now))),
                dollars(vault.vault.iosd_burned),
                io(vault.vault.io_burned),
            ]
        }),
    )
}

/// Sells IOSD to the vault of a dollar mint.
pub async fn sell(context: &Context, amount: u64, text: &str) -> Result<()> {
    let signer = context.signer()?;
    let tokens = Tokens::read(context).await?;
    let mint = meant(&tokens, text)?;
    let token = tokens.of(&mint);
    let vault = FoundVault::read(context, token, mint)
        .await?
        .with_context(|| format!("--for: there is no buy-and-burn vault of {mint}"))?;
    let now = chain_time(context).await?;
    if let Err(IosdError::VaultWindowFull { .. }) = vault.vault.buy_iosd(vault.balance, amount, now)
    {
        bail!(
            "the vault buys at most {} IOSD now: it has {} and spends a 48th of it at once, a 24th an hour. Sell less, \
             or the rest later",
            dollars(vault.buys(now)),
            token.amount(vault.balance)
        )
    }
    let seller = signer.pubkey();
    let has = token_balance(context, &instructions::iosd::iosd_account(&seller)).await?;
    if has < amount {
        bail!(
            "{seller} has {} IOSD, not {}",
            dollars(has),
            dollars(amount)
        )
    }
    let paid = bps_floor(amount, IOSD_BID_BPS)?;
    let what = format!(
        "{} IOSD for {}, {} of a dollar each",
        dollars(amount),
        token.amount(paid),
        percent(IOSD_BID_BPS)
    );
    let transaction = Transaction {
        what: format!("Sell {what}"),
        instructions: instructions::iosd::sell_iosd(seller, mint, amount).to_vec(),
        payer: &signer,
        signers: Vec::new(),
    };
    let mut sent = context.transact(transaction).await?;
    let got = sent.events.iter().find_map(|event| match event {
        Event::Iosd(IosdEvent::IosdBought(bought)) => Some(bought.paid),
        _ => None,
    });
    sent.json["iosd"] = amount.to_string().into();
    sent.json["mint"] = mint.to_string().into();
    sent.json["dollars"] = got.unwrap_or(paid).to_string().into();
    context
        .output
        .result(&sent.json, || sent.told(&format!("sold {what}")));
    Ok(())
}

/// The dollar mint that a text means: its index, or its address.
fn meant(tokens: &Tokens, text: &str) -> Result<Pubkey> {
    if let Ok(address) = text.parse() {
        return Ok(address);
    }
    let found = tokens
        .dollars()
        .find(|(index, _)| index.to_string() == text);
    let listed: Vec<String> = tokens
        .dollars()
        .map(|(index, mint)| format!("{index} ({mint})"))
        .collect();
    found.map(|(_, mint)| mint).with_context(|| {
        format!(
            "--for: {text:?} is no listed dollar mint; there are {}",
            listed.join(", ")
        )
    })
}
