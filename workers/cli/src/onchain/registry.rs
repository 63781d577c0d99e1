//! Operators, clients, devices and classes.

use anyhow::{Context as _, Result, bail};
use ionet_client::{
    accounts,
    generated::{
        job_escrow::{accounts::Participant, pdas::find_participant_pda},
        registry::{
            accounts::{ClassBook, Client, Device, Operator},
            pdas,
            types::ClassEntry,
        },
    },
};
use ionet_core::pricing::quoted_rate_ceil;
use solana_pubkey::Pubkey;

use crate::context::Context;

/// Where a device's account has its owner.
const DEVICE_OWNER: usize = 80;

/// A GPU class.
pub struct Class {
    pub id: u16,
    pub name: String,
    pub entry: ClassEntry,
}

impl Class {
    fn of(id: u16, entry: ClassEntry) -> Self {
        let end = entry.name.iter().position(|byte| *byte == 0);
        let name = entry.name.get(..end.unwrap_or(entry.name.len()));
        Self {
            id,
            name: String::from_utf8_lossy(name.unwrap_or_default()).into_owned(),
            entry,
        }
    }

    /// Micro-dollars that an hour of a GPU costs now.
    pub fn rate(&self) -> Result<u64> {
        Ok(quoted_rate_ceil(
            self.entry.price,
            self.entry.price_multiplier_bps,
        )?)
    }
}

/// Every class that was ever added.
pub async fn classes(context: &Context) -> Result<Vec<Class>> {
    let address = pdas::find_class_book_pda().0;
    let book: ClassBook = accounts::fetch(&context.rpc, &address).await?;
    let classes = (0..).zip(book.classes);
    Ok(classes
        .filter(|(_, entry)| entry.price > 0)
        .map(|(id, entry)| Class::of(id, entry))
        .collect())
}

/// The class that a text means: its id, or its name in any case.
pub async fn class(context: &Context, text: &str) -> Result<Class> {
    let classes = classes(context).await?;
    let names: Vec<String> = classes
        .iter()
        .map(|class| format!("{} ({})", class.id, class.name))
        .collect();
    let is_meant =
        |class: &Class| class.id.to_string() == text || class.name.eq_ignore_ascii_case(text);
    classes.into_iter().find(is_meant).with_context(|| {
        format!(
            "{text:?} is no GPU class here; there are {}",
            names.join(", ")
        )
    })
}

/// The operator of a wallet.
pub async fn operator(context: &Context, owner: &Pubkey) -> Result<Operator> {
    let address = pdas::find_operator_pda(owner).0;
    let operator = accounts::fetch_optional(&context.rpc, &address).await?;
    operator
        .with_context(|| format!("{owner} is no operator: `ionet operator register` makes it one"))
}

/// The client of a wallet.
pub async fn client(context: &Context, owner: &Pubkey) -> Result<Client> {
    let address = pdas::find_client_pda(owner).0;
    let client = accounts::fetch_optional(&context.rpc, &address).await?;
    client.with_context(|| format!("{owner} is no client: `ionet client register` makes it one"))
}

/// A wallet's record in job-escrow; `None` when it has none.
pub async fn participant(context: &Context, owner: &Pubkey) -> Result<Option<Participant>> {
    let address = find_participant_pda(owner).0;
    Ok(accounts::fetch_optional(&context.rpc, &address).await?)
}

/// The devices of a wallet.
pub async fn devices(context: &Context, owner: &Pubkey) -> Result<Vec<Device>> {
    let filter = [(DEVICE_OWNER, owner.to_bytes().to_vec())];
    let found = accounts::fetch_all(&context.rpc, &filter).await?;
    let mut devices: Vec<Device> = found.into_iter().map(|(_, device)| device).collect();
    devices.sort_by_key(|device| device.registered_slot);
    Ok(devices)
}

/// The registration of who referred somebody: the account that the programs ask for.
pub async fn referrer(context: &Context, text: Option<&str>) -> Result<Option<Pubkey>> {
    let Some(text) = text else { return Ok(None) };
    let wallet = context.owner(Some(text))?;
    for account in [
        pdas::find_operator_pda(&wallet).0,
        pdas::find_client_pda(&wallet).0,
    ] {
        if super::exists(context, &account).await? {
            return Ok(Some(account));
        }
    }
    bail!("{wallet} is registered neither as operator nor as client, so it cannot refer anybody")
}
