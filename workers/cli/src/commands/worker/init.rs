//! `ionet worker init`.

use anyhow::{Context as _, Result, bail};
use ionet_accelerator::{Card, class_of, registered_vram_mib};
use ionet_client::{
    accounts,
    generated::{
        job_escrow::accounts::Claim,
        registry::{
            accounts::Device,
            pdas::{find_device_pda, find_operator_pda},
            types::{DeviceDetails, DeviceHardware, OperatorSettings},
        },
    },
    instructions::registry as instructions,
    wallet,
};
use ionet_machine::{HardwareIds, Home, Machine, Permission, hardware_ids};
use serde_json::{Value, json};
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use super::file::{WorkerFile, template};
use crate::{
    amounts::sol,
    cli::{InitArgs, Purpose},
    commands::operator::record,
    context::Context,
    onchain,
    transact::Transaction,
};

/// What this machine will be registered as.
struct Plan {
    class: u16,
    class_name: String,
    vram_mib: u32,
    cards: Vec<Card>,
}

/// Does what is missing, and says what there is.
pub async fn run(context: &Context, args: &InitArgs) -> Result<()> {
    let home = super::home(&args.home)?;
    prepare(&home)?;
    let program = std::env::current_exe().context("where is this program?")?;
    let (machine, _) = Machine::probe(home.path(), &program);
    if let Some(reason) = machine.without_cuda.as_ref().filter(|_| machine.has_nvidia) {
        context.output.note(format!(
            "There is an NVIDIA card, and it cannot be used, so the processor is offered: {reason}"
        ));
    }
    let plan = plan(context, &machine, args.gpus).await?;
    let key = device_key(&home)?;
    let ids = hardware(&home, &plan.cards, machine.machine_id.as_deref())?;
    if WorkerFile::read(&home)?.is_none() {
        let url = context.cluster.rpc_url();
        let gpus = count(&plan.cards)?;
        let text = template(&url, &plan.class_name, gpus, &args.spec_stores);
        Home::write_new(&home.config(), &text)?;
    }
    let sent = register(context, args, &plan, &key, &ids).await?;
    let value = json!({
        "home": home.path(),
        "device": key.pubkey().to_string(),
        "class": plan.class_name,
        "gpus": plan.cards.len(),
        "models": plan.cards.iter().map(|card| &card.model).collect::<Vec<_>>(),
        "did": sent.done,
        "signature": sent.signature,
        "dry_run": context.dry_run,
    });
    context.output.result(&value, || {
        let done = match sent.done.as_slice() {
            [] => "everything was there already".to_owned(),
            done => done.join("\n"),
        };
        format!(
            "{done}\n{} × {} as device {} in {}\nnext: ionet worker doctor",
            plan.cards.len(),
            plan.class_name,
            key.pubkey(),
            home.path().display()
        )
    });
    Ok(())
}

/// Makes the folder; a key is not written where others look.
fn prepare(home: &Home) -> Result<()> {
    home.make()?;
    match Home::permission(home.path())? {
        Permission::Private => Ok(()),
        found => bail!(
            "{} is not yours alone ({found:?}): `chmod 700` it, or name another folder with --home",
            home.path().display()
        ),
    }
}

async fn plan(context: &Context, machine: &Machine, gpus: Option<u16>) -> Result<Plan> {
    let book = super::book(context).await?;
    let first = machine.cards.first().context("nothing here computes")?;
    let class = class_of(first, &book)?;
    let same = machine
        .cards
        .iter()
        .filter(|card| class_of(card, &book).is_ok_and(|other| other.id == class.id));
    let mut cards: Vec<Card> = same.cloned().collect();
    if let Some(gpus) = gpus {
        if gpus == 0 || usize::from(gpus) > cards.len() {
            bail!(
                "--gpus {gpus}: there are {} of the class {}",
                cards.len(),
                class.name
            );
        }
        cards.truncate(gpus.into());
    }
    let vram = cards
        .iter()
        .map(|card| registered_vram_mib(card, class))
        .min();
    Ok(Plan {
        class: class.id,
        class_name: class.name.clone(),
        vram_mib: vram.unwrap_or(class.vram_mib),
        cards,
    })
}

fn device_key(home: &Home) -> Result<Keypair> {
    let path = home.device_key();
    if Home::permission(&path)? == Permission::Missing {
        wallet::write_new(&path, &Keypair::new())?;
    }
    Ok(wallet::read(&path)?)
}

/// The record of the hardware; one that is there stays, for it is what was registered.
fn hardware(home: &Home, cards: &[Card], machine_id: Option<&str>) -> Result<HardwareIds> {
    let path = home.hardware();
    if let Some(text) = Home::read(&path)? {
        return serde_json::from_str(&text)
            .with_context(|| format!("{} cannot be read", path.display()));
    }
    let ids = HardwareIds::with_new_salt(hardware_ids(cards, machine_id));
    Home::write_new(&path, &serde_json::to_string(&ids)?)?;
    Ok(ids)
}

/// What was done on chain.
struct Done {
    done: Vec<String>,
    signature: Option<Value>,
}

async fn register(
    context: &Context,
    args: &InitArgs,
    plan: &Plan,
    key: &Keypair,
    ids: &HardwareIds,
) -> Result<Done> {
    let device_key = key.pubkey();
    let address = find_device_pda(&device_key).0;
    let device: Option<Device> = accounts::fetch_optional(&context.rpc, &address).await?;
    let balance = context.rpc.get_balance(&device_key).await;
    let balance = balance.map_err(|error| context.explain(error))?;
    let fund = args.fund.saturating_sub(balance);
    let owner = match &device {
        // Whose it is stays; a wallet is asked for only if something is missing.
        Some(device) => device.owner,
        None => context.signer()?.pubkey(),
    };
    let mut missing = operator(context, args, &owner).await?;
    if device.is_none() {
        let about = DeviceHardware {
            class: plan.class,
            gpus: count(&plan.cards)?,
            vram_mib: plan.vram_mib,
            hardware_hash: ids.hash(),
        };
        let what = format!(
            "register {} × {} as device {device_key}",
            about.gpus, plan.class_name
        );
        let details = details(args);
        missing.push((
            what,
            instructions::register_device(owner, device_key, about, details),
        ));
    }
    if fund > 0 {
        let what = format!("send {} SOL to the device's key", sol(fund));
        let transfer = solana_system_interface::instruction::transfer(&owner, &device_key, fund);
        missing.push((what, transfer));
    }
    if missing.is_empty() {
        return Ok(Done {
            done: Vec::new(),
            signature: None,
        });
    }
    let signer = context.signer()?;
    if signer.pubkey() != owner {
        bail!("the device {device_key} belongs to {owner}: sign with that wallet (--keypair)");
    }
    explain_costs(context, args.fund).await?;
    let (done, all): (Vec<String>, Vec<Instruction>) = missing.into_iter().unzip();
    let transaction = Transaction {
        what: done.join(", "),
        instructions: all,
        payer: &signer,
        signers: if device.is_none() {
            vec![key]
        } else {
            Vec::new()
        },
    };
    let sent = context.transact(transaction).await?;
    Ok(Done {
        done,
        signature: sent.json.get("signature").cloned(),
    })
}

/// What makes the owner an operator, as far as it is missing.
async fn operator(
    context: &Context,
    args: &InitArgs,
    owner: &Pubkey,
) -> Result<Vec<(String, Instruction)>> {
    let mut missing = Vec::new();
    if !onchain::exists(context, &find_operator_pda(owner).0).await? {
        let settings = OperatorSettings {
            accepted_mints: crate::commands::operator::bits(&args.terms.mints),
            usd_bps: args.terms.usd_bps,
            staker_bps: args.terms.staker_bps,
            min_client_reputation: args.terms.min_client_reputation,
            max_seconds: args.terms.max_hours.saturating_mul(3_600),
        };
        let register = instructions::register_operator(*owner, None, settings);
        missing.push((format!("register {owner} as operator"), register));
    }
    if let Some(open) = record(context, owner).await? {
        missing.push((format!("open the record of {owner} in job-escrow"), open));
    }
    Ok(missing)
}

async fn explain_costs(context: &Context, fund: u64) -> Result<()> {
    let rent = claim_rent(context).await?;
    context.output.note(format!(
        "The device's key pays fees, and the rent of each claim until it is closed, {} SOL; it should have {} SOL. \
         Rents of operator and record stay; that of the device comes back when it is revoked.",
        sol(rent),
        sol(fund)
    ));
    Ok(())
}

/// Lamports that a claim's account holds until it is closed.
pub async fn claim_rent(context: &Context) -> Result<u64> {
    let rent = context
        .rpc
        .get_minimum_balance_for_rent_exemption(Claim::LEN);
    Ok(rent.await.map_err(|error| context.explain(error))?)
}

fn details(args: &InitArgs) -> DeviceDetails {
    let details = &args.details;
    DeviceDetails {
        available: true,
        region: details.region,
        connectivity: details.connectivity,
        latency: details.latency,
        security: details.security,
        purposes: Purpose::bits(&details.purposes),
    }
}

fn count(cards: &[Card]) -> Result<u16> {
    u16::try_from(cards.len()).context("more cards than a device can have")
}
