//! `ionet device`.

use anyhow::{Result, bail};
use ionet_client::{
    generated::{
        job_escrow::pdas::find_claim_pda,
        registry::{
            pdas::find_device_pda,
            types::{DeviceDetails, DeviceHardware},
        },
    },
    instructions::registry as instructions,
};
use ionet_core::job::ClaimState;
use serde_json::{Value, json};
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use crate::{
    cli::{Details, DeviceCommand, Hardware, Purpose},
    context::Context,
    onchain::{
        jobs::claims_of_device,
        registry::{class, devices},
    },
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
        DeviceCommand::Rotate { old, new, force } => rotate(context, old, new, *force).await,
        DeviceCommand::Revoke { device, force } => revoke(context, device, *force).await,
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

async fn rotate(context: &Context, old: &Pubkey, new: &str, force: bool) -> Result<()> {
    let (signer, key) = (context.signer()?, context.named_key(new)?);
    check_idle(context, old, force).await?;
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

async fn revoke(context: &Context, device: &Pubkey, force: bool) -> Result<()> {
    let signer = context.signer()?;
    check_idle(context, device, force).await?;
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

/// Refuses what would cut a claim off from its device, unless it is forced; then says what is lost.
async fn check_idle(context: &Context, device: &Pubkey, force: bool) -> Result<()> {
    let account = find_device_pda(device).0;
    let claims = claims_of_device(context, device).await?;
    let open = claims
        .iter()
        .filter(|claim| ClaimState::from_code(claim.state).is_ok_and(ClaimState::is_open));
    for claim in open {
        let address = find_claim_pda(&claim.job, &claim.operator).0;
        let (works, loss) = if claim.lead_device == account {
            (
                "leads",
                "its heartbeats and its result are refused from then on: it is paid up to its last heartbeat, then \
                 reaped, or expires, which counts against your reputation",
            )
        } else {
            (
                "serves",
                "nothing shows any more that this host works for it",
            )
        };
        if !force {
            bail!(
                "{device} {works} the claim {address} on the job {}, which has not ended; without this key {loss}. \
                 Wait until it has (`ionet job get {}`; `ionet operator drain` takes no new ones), or lose it with \
                 --force",
                claim.job,
                claim.job
            )
        }
        context.output.note(format!(
            "{device} {works} the claim {address}; without this key {loss}"
        ));
    }
    Ok(())
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
