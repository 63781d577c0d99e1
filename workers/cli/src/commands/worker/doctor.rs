//! `ionet worker doctor`: asks, then lets `ionet_machine::doctor` judge.

use std::{
    net::SocketAddr,
    path::Path,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use anyhow::{Context as _, Result, bail};
use ionet_accelerator::Card;
use ionet_client::{
    Cluster, accounts,
    generated::{
        job_escrow::accounts::Participant,
        local_stand_in::{
            accounts::{ParticipantStake, VerifiedCapacity},
            pdas::{find_capacity_pda, find_stake_pda},
        },
        registry::{
            accounts::{Device, Operator},
            pdas::{find_config_pda, find_device_pda, find_operator_pda},
        },
    },
    wallet,
};
use ionet_core::time::EPOCH_SECONDS;
use ionet_machine::{
    HardwareIds, Home, Machine, Trial, Work,
    doctor::{
        self, Answer, ChainFacts, DataFacts, DeviceFacts, Endpoint, Finding, Held, KernelFacts,
        Offer, Port, Verdict,
    },
    hardware_ids,
};
use serde_json::json;
use solana_pubkey::Pubkey;
use solana_signer::Signer;
use tokio::net::{TcpListener, TcpStream};

use super::file::WorkerFile;
use crate::{
    cli::HomeArgs,
    context::Context,
    onchain::{chain_time, exists, jobs, registry::participant},
};

/// How long an address may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// An agent that runs writes its status more often than this.
const STATUS_AGE: Duration = Duration::from_mins(2);

/// Prints every finding; fails when one of them does.
pub async fn run(context: &Context, args: &HomeArgs) -> Result<()> {
    let home = super::home(args)?;
    let mut findings = doctor::home(&home);
    let file = match WorkerFile::read(&home) {
        Ok(file) => {
            if file.is_some() {
                findings.push(Finding::pass("config", "worker.toml is readable"));
            }
            file
        }
        Err(error) => {
            let cure =
                "Correct the line; `ionet worker init` writes a new file where there is none";
            findings.push(Finding::fail("config", format!("{error:#}"), cure));
            None
        }
    };
    if home.path().is_dir() {
        let (machine, kernels) = machine(&home)?;
        findings.extend(doctor::machine(&machine));
        findings.extend(doctor::kernels(&kernels));
        let facts = chain(context, &home, file.as_ref(), &machine).await;
        findings.extend(doctor::chain(&facts));
        if let Some(file) = &file {
            let running = runs(&home);
            findings.extend(doctor::data(&data(file).await, running));
        }
    }
    let worst = doctor::worst(&findings);
    let value = json!({ "home": home.path(), "verdict": worst, "findings": findings });
    context.output.result(&value, || told(&findings));
    if worst == Verdict::Fail {
        let failed = findings
            .iter()
            .filter(|finding| finding.verdict == Verdict::Fail);
        bail!("{} checks failed", failed.count());
    }
    Ok(())
}

fn told(findings: &[Finding]) -> String {
    let lines = findings.iter().map(|finding| {
        let Finding {
            check,
            verdict,
            found,
            cure,
        } = finding;
        let line = format!("{verdict}  {check:<18} {found}");
        if cure.is_empty() {
            return line;
        }
        format!("{line}\n{:>25}→ {cure}", "")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The machine, and what a real kernel does on each card.
fn machine(home: &Home) -> Result<(Machine, Vec<KernelFacts>)> {
    let program = std::env::current_exe().context("where is this program?")?;
    let (machine, _) = Machine::probe(home.path(), &program);
    let trial = Trial::new(&program, home.path().join("doctor"));
    let kernels = machine
        .cards
        .iter()
        .map(|card| kernel(&trial, card))
        .collect();
    // Empty again; a sandbox that could not be removed is told by its own check.
    drop(std::fs::remove_dir(home.path().join("doctor")));
    Ok((machine, kernels))
}

fn kernel(trial: &Trial, card: &Card) -> KernelFacts {
    let bare = trial.bare(&card.id, Work::SelfTest);
    let sandboxed = trial.sandboxed(card, Work::SelfTest);
    KernelFacts {
        card: card.id.clone(),
        model: card.model.clone(),
        bare: bare
            .map(|ran| ran.kernel)
            .map_err(|error| error.to_string()),
        sandboxed: sandboxed
            .map(|ran| ran.kernel)
            .map_err(|error| error.to_string()),
    }
}

async fn chain(
    context: &Context,
    home: &Home,
    file: Option<&WorkerFile>,
    machine: &Machine,
) -> ChainFacts {
    let addresses = match file {
        Some(file) => file.chain.endpoints.clone(),
        None => vec![context.cluster.rpc_url()],
    };
    let mut endpoints = Vec::new();
    let mut held = None;
    for address in addresses {
        let (answer, found) = ask(context, home, file, &address).await;
        held = held.or(found);
        endpoints.push(Endpoint { address, answer });
    }
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    ChainFacts {
        endpoints,
        host_time: i64::try_from(now.as_secs()).unwrap_or(i64::MAX),
        offer: file.map(|file| offer(home, file, machine)),
        held,
    }
}

fn offer(home: &Home, file: &WorkerFile, machine: &Machine) -> Offer {
    let text = Home::read(&home.hardware()).ok().flatten();
    let ids: Option<HardwareIds> = text.and_then(|text| serde_json::from_str(&text).ok());
    let present = hardware_ids(&machine.cards, machine.machine_id.as_deref());
    // Cards that are not offered may come and go.
    let changes = ids.as_ref().and_then(|ids| {
        let kept = present.iter().filter(|id| ids.ids().contains(*id)).cloned();
        ids.changes(&kept.collect::<Vec<_>>())
    });
    Offer {
        class: file.device.class.clone(),
        gpus: file.device.gpus,
        hardware_hash: ids.map(|ids| ids.hash()),
        hardware_changes: changes,
    }
}

/// What an endpoint says of itself, and of this device if the network is there.
async fn ask(
    context: &Context,
    home: &Home,
    file: Option<&WorkerFile>,
    address: &str,
) -> (Result<Answer, String>, Option<Held>) {
    let cluster: Cluster = match address.parse() {
        Ok(cluster) => cluster,
        Err(error) => return (Err(format!("{error}")), None),
    };
    let there = context.on(cluster);
    let start = Instant::now();
    let slot = tokio::time::timeout(PATIENCE, there.rpc.get_slot()).await;
    let slot = match slot {
        Ok(Ok(slot)) => slot,
        Ok(Err(error)) => return (Err(there.explain(error).to_string()), None),
        Err(_) => return (Err("no answer in 5 s".to_owned()), None),
    };
    let milliseconds = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    let has_network = exists(&there, &find_config_pda().0).await.unwrap_or(false);
    let answer = Answer {
        milliseconds,
        slot,
        has_network,
    };
    let key = wallet::read(&home.device_key()).ok();
    let found = match key.filter(|_| has_network) {
        Some(key) => held(&there, &key.pubkey(), file).await.ok(),
        None => None,
    };
    (Ok(answer), found)
}

async fn held(context: &Context, key: &Pubkey, file: Option<&WorkerFile>) -> Result<Held> {
    let lamports = context.rpc.get_balance(key).await?;
    let time = chain_time(context).await?;
    let epoch = (time - jobs::config(context).await?.epoch_zero) / EPOCH_SECONDS;
    let address = find_device_pda(key).0;
    let device: Option<Device> = accounts::fetch_optional(&context.rpc, &address).await?;
    let book = super::book(context).await?;
    let class = match (&device, file) {
        (Some(device), _) => book.iter().find(|class| class.id == device.class),
        (None, Some(file)) => book.iter().find(|class| class.name == file.device.class),
        (None, None) => None,
    };
    let mut held = Held {
        time,
        epoch: u64::try_from(epoch).unwrap_or_default(),
        device: None,
        is_operator: false,
        draining: false,
        has_record: false,
        lamports,
        claim_lamports: super::init::claim_rent(context).await?,
        self_stake: 0,
        locked_bond: 0,
        verified: None,
        hired: 0,
    };
    if let Some(device) = device {
        let owner = device.owner;
        held.device = Some(DeviceFacts {
            owner: owner.to_string(),
            class: class.map_or_else(|| device.class.to_string(), |class| class.name.clone()),
            class_active: class.is_some_and(|class| class.active),
            gpus: device.gpus.into(),
            available: device.available == 1,
            hardware_hash: device.hardware_hash,
        });
        of_owner(context, &mut held, &owner, device.class).await?;
    }
    Ok(held)
}

async fn of_owner(context: &Context, held: &mut Held, owner: &Pubkey, class: u16) -> Result<()> {
    let address = find_operator_pda(owner).0;
    let operator: Option<Operator> = accounts::fetch_optional(&context.rpc, &address).await?;
    held.is_operator = operator.is_some();
    held.draining = operator.is_some_and(|operator| operator.draining == 1);
    let record: Option<Participant> = participant(context, owner).await?;
    if let Some(record) = record {
        held.has_record = true;
        held.locked_bond = record.locked_bond;
        let hired = record.hired.iter().filter(|entry| entry.class == class);
        held.hired = hired.map(|entry| entry.gpus).sum();
    }
    let address = find_stake_pda(owner).0;
    let stake: Option<ParticipantStake> = accounts::fetch_optional(&context.rpc, &address).await?;
    held.self_stake = stake.map_or(0, |stake| stake.self_stake);
    let address = find_capacity_pda(owner).0;
    let verified: Option<VerifiedCapacity> =
        accounts::fetch_optional(&context.rpc, &address).await?;
    held.verified = verified.and_then(|root| {
        let entry = root
            .entries
            .iter()
            .find(|entry| entry.gpus > 0 && entry.class == class)?;
        Some((entry.gpus, root.root_epoch))
    });
    Ok(())
}

/// Whether the agent wrote its status a moment ago.
fn runs(home: &Home) -> bool {
    let written = std::fs::metadata(home.status()).and_then(|metadata| metadata.modified());
    written.is_ok_and(|at| at.elapsed().is_ok_and(|age| age < STATUS_AGE))
}

async fn data(file: &WorkerFile) -> DataFacts {
    let mut stores = Vec::new();
    for store in &file.jobs.spec_stores {
        stores.push((store.clone(), reach(store).await));
    }
    let (listen, public) = (file.data_plane.listen, file.data_plane.public);
    DataFacts {
        stores,
        listen,
        port: match listen {
            Some(address) => Some(port(address).await),
            None => None,
        },
        public: match public {
            Some(address) => Some((address, connect(address.to_string()).await)),
            None => None,
        },
    }
}

/// Whether a store can be reached, as far as its address tells: a bucket is asked by its client only.
async fn reach(store: &str) -> Result<(), String> {
    if let Some(path) = store.strip_prefix("file://") {
        let listed = std::fs::read_dir(Path::new(path));
        return listed.map(drop).map_err(|error| error.to_string());
    }
    let (rest, port) = match (
        store.strip_prefix("https://"),
        store.strip_prefix("http://"),
    ) {
        (Some(rest), _) => (rest, 443),
        (_, Some(rest)) => (rest, 80),
        _ if store.starts_with("s3://") => return Ok(()),
        _ => return Err("accepted are file:, http:, https: and s3: addresses".to_owned()),
    };
    let host = rest.split('/').next().unwrap_or_default();
    let has_port = host
        .rsplit_once(':')
        .is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    connect(if has_port {
        host.to_owned()
    } else {
        format!("{host}:{port}")
    })
    .await
}

async fn connect(address: String) -> Result<(), String> {
    match tokio::time::timeout(PATIENCE, TcpStream::connect(address)).await {
        Ok(connected) => connected.map(drop).map_err(|error| error.to_string()),
        Err(_) => Err("no answer in 5 s".to_owned()),
    }
}

async fn port(listen: SocketAddr) -> Port {
    match TcpListener::bind(listen).await {
        Ok(_) => Port::Free,
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => Port::Answers,
        Err(error) => Port::Refused(error.to_string()),
    }
}
