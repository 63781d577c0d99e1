//! `ionet device`.

use anyhow::Result;
use ionet_client::{
    generated::registry::types::{DeviceDetails, DeviceHardware},
    instructions::registry as instructions,
};
use serde_json::{Value, json};
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use crate::{
    cli::{Details, DeviceCommand, Hardware, Purpose},
    context::Context,
    onchain::registry::{class, devices},
    output::table,
    transact::Transaction,
};

/// Runs a device command.
pub async fn run(context: &Context, command: &DeviceCommand) -> Result<()> {
    match command {
        DeviceCommand::Register {
            device,
            hardware,
            details,
        } => register(context, device, hardware, details).await,
        DeviceCommand::Update {
            device,
            details,
            unavailable,
        } => update(context, device, details, *unavailable).await,
        DeviceCommand::List { owner } => list(context, owner.as_deref()).await,
        DeviceCommand::Rotate { old, new } => rotate(context, old, new).await,
        DeviceCommand::Revoke { device } => revoke(context, device).await,
    }
}

async fn register(
    context: &Context,
    device: &str,
    hardware: &Hardware,
    details: &Details,
) -> Result<()> {
    let (signer, key) = (context.signer()?, context.named_key(device)?);
    let class = class(context, &hardware.class).await?;
    let hash = hardware
        .salted_hash
        .map_or_else(|| Keypair::new().pubkey().to_bytes(), |hash| hash.0);
    let about = DeviceHardware {
        class: class.id,
        gpus: hardware.gpus,
        vram_mib: hardware.vram_mib.unwrap_or(class.entry.vram_mib),
        hardware_hash: hash,
    };
    let what = format!(
        "{} × {} as device {}",
        hardware.gpus,
        class.name,
        key.pubkey()
    );
    let (owner, device) = (signer.pubkey(), key.pubkey());
    let all = vec![instructions::register_device(
        owner,
        device,
        about,
        told(details, true),
    )];
    send(
        context,
        &signer,
        &[&key],
        all,
        &format!("Register {what}"),
        &format!("registered {what}"),
    )
    .await
}

async fn update(
    context: &Context,
    device: &str,
    details: &Details,
    unavailable: bool,
) -> Result<()> {
    let (signer, key) = (context.signer()?, context.named_key(device)?);
    let device = key.pubkey();
    let all = vec![instructions::update_device(
        device,
        told(details, !unavailable),
    )];
    let what = format!("what {device} says about itself");
    send(
        context,
        &signer,
        &[&key],
        all,
        &format!("Change {what}"),
        &format!("changed {what}"),
    )
    .await
}

async fn rotate(context: &Context, old: &Pubkey, new: &str) -> Result<()> {
    let (signer, key) = (context.signer()?, context.named_key(new)?);
    let new = key.pubkey();
    let all = vec![instructions::rotate_device(signer.pubkey(), *old, new)];
    let what = format!("the key of device {old} to {new}");
    send(
        context,
        &signer,
        &[&key],
        all,
        &format!("Change {what}"),
        &format!("changed {what}"),
    )
    .await
}

async fn revoke(context: &Context, device: &Pubkey) -> Result<()> {
    let signer = context.signer()?;
    let all = vec![instructions::revoke_device(signer.pubkey(), *device)];
    let what = format!("device {device}");
    send(
        context,
        &signer,
        &[],
        all,
        &format!("Revoke {what}"),
        &format!("revoked {what}"),
    )
    .await
}

async fn send(
    context: &Context,
    signer: &Keypair,
    signers: &[&Keypair],
    instructions: Vec<Instruction>,
    what: &str,
    done: &str,
) -> Result<()> {
    let transaction = Transaction {
        what: what.to_owned(),
        instructions,
        payer: signer,
        signers: signers.to_vec(),
    };
    let sent = context.transact(transaction).await?;
    context.output.result(&sent.json, || sent.told(done));
    Ok(())
}

fn told(details: &Details, available: bool) -> DeviceDetails {
    DeviceDetails {
        available,
        region: details.region,
        connectivity: details.connectivity,
        latency: details.latency,
        security: details.security,
        purposes: Purpose::bits(&details.purposes),
    }
}

async fn list(context: &Context, owner: Option<&str>) -> Result<()> {
    let owner = context.owner(owner)?;
    let devices = devices(context, &owner).await?;
    let values: Vec<Value> = devices
        .iter()
        .map(|device| {
            json!({
                "device": device.device_key.to_string(),
                "class": device.class,
                "gpus": device.gpus,
                "vram_mib": device.vram_mib,
                "region": device.region,
                "connectivity": device.connectivity,
                "latency": device.latency,
                "security": device.security,
                "purposes": device.purposes,
                "available": device.available == 1,
                "registered_at": device.registered_at,
            })
        })
        .collect();
    let value = json!({ "owner": owner.to_string(), "devices": values });
    context.output.result(&value, || {
        let header = ["device", "class", "GPUs", "VRAM", "region", "available"];
        let rows = devices.iter().map(|device| {
            [
                device.device_key.to_string(),
                device.class.to_string(),
                device.gpus.to_string(),
                format!("{} MiB", device.vram_mib),
                device.region.to_string(),
                if device.available == 1 { "yes" } else { "no" }.to_owned(),
            ]
        });
        table(header, &[1, 2, 3, 4], rows).to_string()
    });
    Ok(())
}
