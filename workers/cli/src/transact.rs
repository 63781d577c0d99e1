//! From instructions to a confirmed transaction, with a look at the bill before anybody signs.

use anyhow::Result;
use ionet_client::{
    TransactionSender, events,
    generated::{Event, io_token::pdas::find_config_pda},
    lookup,
    sender::{Change, Preview, TokenChange},
};
use serde_json::{Value, json};
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use crate::{
    amounts::sol,
    context::Context,
    onchain,
    tokens::{Token, Tokens},
};

/// A transaction that a command wants to send.
pub struct Transaction<'a> {
    /// What it does, as an order: `Burn 3 IO`.
    pub what: String,
    /// Its instructions.
    pub instructions: Vec<Instruction>,
    /// Pays fee and rents, and signs.
    pub payer: &'a Keypair,
    /// The other signers.
    pub signers: Vec<&'a Keypair>,
}

/// What came of it.
pub struct Sent {
    /// What the command prints as JSON, without the command's own fields.
    pub json: Value,
    /// The events; none after `--dry-run`.
    pub events: Vec<Event>,
    /// The signature; none after `--dry-run`.
    pub signature: Option<String>,
}

impl Sent {
    /// The command's answer for people: what was done and the signature, or that nothing was.
    pub fn told(&self, done: &str) -> String {
        match &self.signature {
            Some(signature) => format!("{done}\n{signature}"),
            None => format!("dry run, nothing was sent; it would have: {done}"),
        }
    }
}

/// Who pays what in a transaction.
struct Bill {
    payer: Pubkey,
    fee: u64,
    /// New accounts, lamports.
    rents: Vec<(Pubkey, u64)>,
    /// Closed accounts, lamports that come back.
    freed: Vec<(Pubkey, u64)>,
    tokens: Vec<(Token, TokenChange)>,
}

impl Context {
    /// A sender that knows the network's lookup table, where there is one.
    pub async fn sender(&self) -> Result<TransactionSender> {
        let sender = TransactionSender::with_rpc(self.rpc.clone());
        if onchain::exists(self, &find_config_pda().0).await? {
            let admin = onchain::config(self).await?.admin;
            let table = lookup::find(&self.rpc, &admin).await?;
            return Ok(sender.lookup_tables(table));
        }
        Ok(sender)
    }

    /// Shows the bill, asks, and sends; with `--dry-run` shows it only.
    ///
    /// # Errors
    /// What the programs refuse, already before anybody is asked.
    pub async fn transact(&self, transaction: Transaction<'_>) -> Result<Sent> {
        let sender = self.sender().await?;
        let Transaction {
            what,
            instructions,
            payer,
            signers,
        } = transaction;
        let preview = sender.preview(&instructions, &payer.pubkey()).await?;
        let bill = Bill::new(payer.pubkey(), &preview, &Tokens::read(self).await?);
        let mut json = bill.json();
        json["dry_run"] = self.dry_run.into();
        if self.dry_run {
            self.output.note(format!("{what}:\n{}", bill.text()));
            return Ok(Sent {
                json,
                events: Vec::new(),
                signature: None,
            });
        }
        self.output.note(bill.text());
        self.ask(&format!("{what}?"))?;
        let confirmed = sender.send(&instructions, payer, &signers).await?;
        let events = events::of_transaction(&self.rpc, &confirmed.signature).await?;
        let signature = confirmed.signature.to_string();
        json["signature"] = signature.clone().into();
        Ok(Sent {
            json,
            events,
            signature: Some(signature),
        })
    }
}

impl Bill {
    fn new(payer: Pubkey, preview: &Preview, known: &Tokens) -> Self {
        let lamports = |part: fn(&Change) -> Option<u64>| {
            preview
                .changes
                .iter()
                .filter_map(|change| Some((change.address, part(change)?)))
                .collect()
        };
        let moved = preview
            .changes
            .iter()
            .filter_map(Change::token)
            .filter(|token| token.before != token.after);
        Self {
            payer,
            fee: preview.fee,
            rents: lamports(Change::new_account_rent),
            freed: lamports(Change::freed_rent),
            tokens: moved.map(|token| (known.of(&token.mint), token)).collect(),
        }
    }

    fn json(&self) -> Value {
        let accounts = |accounts: &[(Pubkey, u64)]| -> Value {
            accounts
                .iter()
                .map(|(address, lamports)| {
                    json!({ "account": address.to_string(), "lamports": lamports })
                })
                .collect()
        };
        let tokens: Vec<Value> = self
            .tokens
            .iter()
            .map(|(token, change)| {
                json!({
                    "owner": change.owner.to_string(),
                    "token": token.to_string(),
                    "change": (i128::from(change.after) - i128::from(change.before)).to_string(),
                })
            })
            .collect();
        json!({
            "payer": self.payer.to_string(),
            "fee_lamports": self.fee,
            "rent": accounts(&self.rents),
            "rent_back": accounts(&self.freed),
            "tokens": tokens,
        })
    }

    fn text(&self) -> String {
        let mut lines = vec![format!("{} pays", self.payer)];
        lines.push(format!("  {} SOL fee", sol(self.fee)));
        for (address, lamports) in &self.rents {
            lines.push(format!(
                "  {} SOL rent of the new account {address}",
                sol(*lamports)
            ));
        }
        for (address, lamports) in &self.freed {
            lines.push(format!(
                "{} SOL rent of {address} come back",
                sol(*lamports)
            ));
        }
        for (token, change) in &self.tokens {
            let (sign, amount) = if change.after < change.before {
                ('-', change.before - change.after)
            } else {
                ('+', change.after - change.before)
            };
            lines.push(format!("{sign}{} {}", token.amount(amount), change.owner));
        }
        lines.join("\n")
    }
}
