//! `ionet localnet verify`: stakes and verified GPUs by decree.

use anyhow::{Result, bail};
use ionet_client::{
    accounts,
    generated::local_stand_in::{
        accounts::{ClassTotal, VerifiedCapacity},
        instructions::SetStakeInstructionArgs,
        pdas::{find_capacity_pda, find_class_total_pda},
        types::{Checkpoint, ClassCapacity},
    },
    instructions::local_stand_in,
};
use ionet_core::time::EPOCH_SECONDS;
use serde_json::json;
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use crate::{
    amounts::io,
    cli::VerifyArgs,
    context::Context,
    onchain::{chain_time, jobs::config, registry::class},
    transact::Transaction,
};

/// Writes stake, capacity and the class's total of weights.
pub async fn run(context: &Context, args: &VerifyArgs) -> Result<()> {
    context.check_reachable().await?;
    let signer = match context.keypair {
        Some(_) => context.signer()?,
        None => context.named_key("admin")?,
    };
    let (authority, owner) = (signer.pubkey(), context.owner(Some(&args.operator))?);
    let class = class(context, &args.class).await?;
    let epoch = epoch(context).await?;
    let checkpoint = || Checkpoint {
        epoch: 0,
        active_stake: args.stake,
    };
    let stake = SetStakeInstructionArgs {
        owner,
        self_stake: args.stake,
        checkpoints: [checkpoint(), checkpoint()],
        time_weighted_stake: args.stake,
        pool_empty: 0,
    };
    let entries = capacity(context, &owner, class.id, args.gpus).await?;
    let total = total(context, class.id).await?.saturating_add(args.stake);
    let what = format!(
        "{} × {} and {} IO of {owner}",
        args.gpus,
        class.name,
        io(args.stake)
    );
    let transaction = Transaction {
        what: format!("Verify {what}"),
        instructions: vec![
            local_stand_in::set_stake(authority, stake),
            local_stand_in::set_capacity(authority, owner, epoch, entries),
            local_stand_in::set_class_total(authority, class.id, epoch, total),
        ],
        payer: &signer,
        signers: Vec::new(),
    };
    let mut sent = context.transact(transaction).await?;
    sent.json["operator"] = owner.to_string().into();
    sent.json["epoch"] = json!(epoch);
    context
        .output
        .result(&sent.json, || sent.told(&format!("verified {what}")));
    Ok(())
}

/// The epoch that runs now.
async fn epoch(context: &Context) -> Result<u64> {
    let since = chain_time(context).await? - config(context).await?.epoch_zero;
    Ok(u64::try_from(since / EPOCH_SECONDS).unwrap_or_default())
}

/// What is verified already, with these GPUs instead of those of the same class.
async fn capacity(
    context: &Context,
    owner: &Pubkey,
    class: u16,
    gpus: u32,
) -> Result<[ClassCapacity; 8]> {
    let address = find_capacity_pda(owner).0;
    let found: Option<VerifiedCapacity> = accounts::fetch_optional(&context.rpc, &address).await?;
    let none = || ClassCapacity {
        class: 0,
        reserved: [0; 2],
        gpus: 0,
    };
    let mut entries = found.map_or_else(|| std::array::from_fn(|_| none()), |found| found.entries);
    let place = entries
        .iter()
        .position(|entry| entry.gpus > 0 && entry.class == class)
        .or_else(|| entries.iter().position(|entry| entry.gpus == 0));
    let Some(entry) = place.and_then(|place| entries.get_mut(place)) else {
        bail!("{owner} has GPUs of eight classes already, and there is no room for another")
    };
    *entry = ClassCapacity {
        class,
        gpus,
        ..none()
    };
    Ok(entries)
}

/// Weights of the class so far; too high a total makes races longer and changes nobody's odds.
async fn total(context: &Context, class: u16) -> Result<u64> {
    let address = find_class_total_pda(class).0;
    let found: Option<ClassTotal> = accounts::fetch_optional(&context.rpc, &address).await?;
    Ok(found.map_or(0, |total| total.total_weight))
}
