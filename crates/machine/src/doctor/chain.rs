//! What the chain holds of this device, and whether that is enough to earn.

use super::Finding;

/// A clock further away than this makes heartbeats late: seconds.
const GOOD_CLOCK: u64 = 30;
/// Billing counts by the chain's clock; so far away nothing of the agent's times fits: seconds.
const MOST_CLOCK: u64 = 300;
/// An endpoint slower than this loses races: milliseconds.
const GOOD_LATENCY: u64 = 1_000;
/// Claims whose rents and fees the device's key should be able to pay at once.
const GOOD_CLAIMS: u64 = 3;
/// Epochs after which a root is too old to claim by.
const MOST_ROOT_AGE: u64 = 24;

/// What was asked of the chain.
#[derive(Clone, Debug)]
pub struct ChainFacts {
    /// Each endpoint of the configuration.
    pub endpoints: Vec<Endpoint>,
    /// This machine's clock, unix seconds.
    pub host_time: i64,
    /// What this machine offers; `None` without a readable configuration.
    pub offer: Option<Offer>,
    /// What it holds; `None` where no endpoint answers.
    pub held: Option<Held>,
}

/// What this machine offers by its configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The class's name.
    pub class: String,
    /// How many GPUs.
    pub gpus: u32,
    /// The hash of its hardware as it is recorded here; `None` without a record.
    pub hardware_hash: Option<[u8; 32]>,
    /// How the hardware differs from the record now.
    pub hardware_changes: Option<String>,
}

/// An endpoint of the RPC.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// Its address.
    pub address: String,
    /// What it said, or why it did not.
    pub answer: Result<Answer, String>,
}

/// What an endpoint said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// How long it took, ms.
    pub milliseconds: u64,
    /// The newest slot it knows.
    pub slot: u64,
    /// Whether the network's programs are there.
    pub has_network: bool,
}

/// What the chain holds of this device and its operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The chain's clock, unix seconds.
    pub time: i64,
    /// The epoch.
    pub epoch: u64,
    /// The device, where it is registered.
    pub device: Option<DeviceFacts>,
    /// Whether the owner is an operator.
    pub is_operator: bool,
    /// Whether it takes no new jobs.
    pub draining: bool,
    /// Whether the owner has a record in job-escrow.
    pub has_record: bool,
    /// Lamports of the device's key.
    pub lamports: u64,
    /// Lamports that one claim needs until it is closed.
    pub claim_lamports: u64,
    /// Staked by the operator itself, base units of IO.
    pub self_stake: u64,
    /// Of it locked by claims.
    pub locked_bond: u64,
    /// GPUs of this class that verifiers have measured, and the epoch of their root.
    pub verified: Option<(u32, u64)>,
    /// GPUs of this class hired out now.
    pub hired: u32,
}

/// A registered device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceFacts {
    /// Its owner's address.
    pub owner: String,
    /// Its class's name.
    pub class: String,
    /// Whether that class is open.
    pub class_active: bool,
    /// How many GPUs.
    pub gpus: u32,
    /// Whether it takes work.
    pub available: bool,
    /// The hash of its hardware.
    pub hardware_hash: [u8; 32],
}

/// Everything that the chain tells.
pub fn chain(facts: &ChainFacts) -> Vec<Finding> {
    let mut findings = endpoints(&facts.endpoints);
    let Some(held) = &facts.held else {
        return findings;
    };
    findings.push(clock(facts.host_time, held.time));
    findings.push(balance(held));
    let Some(device) = &held.device else {
        let cure = "Run `ionet worker init` with the owner's key";
        let found = "the chain has no device with this key";
        findings.push(Finding::fail("device", found, cure));
        return findings;
    };
    findings.push(registered(device, facts.offer.as_ref()));
    findings.push(hardware(device, facts.offer.as_ref()));
    findings.push(operator(held, device));
    findings.push(stake(held));
    findings.push(capacity(held, device));
    findings
}

fn endpoints(endpoints: &[Endpoint]) -> Vec<Finding> {
    if endpoints.is_empty() {
        let cure = "Name one in `endpoints` of [chain] in worker.toml";
        return vec![Finding::fail("rpc", "no endpoint is configured", cure)];
    }
    let answers = endpoints
        .iter()
        .filter_map(|endpoint| endpoint.answer.as_ref().ok());
    let newest = answers.map(|answer| answer.slot).max().unwrap_or_default();
    let one_works = endpoints.iter().any(|endpoint| {
        endpoint
            .answer
            .as_ref()
            .is_ok_and(|answer| answer.has_network)
    });
    let findings = endpoints.iter().map(|endpoint| {
        let address = &endpoint.address;
        // With one that works the agent goes on by itself.
        let bad = |found: String, cure: &str| {
            if one_works {
                Finding::warn("rpc", found, cure)
            } else {
                Finding::fail("rpc", found, cure)
            }
        };
        match &endpoint.answer {
            Err(reason) => bad(
                format!("{address} does not answer: {reason}"),
                "Check the address, the firewall and the provider; name a second endpoint",
            ),
            Ok(answer) if !answer.has_network => bad(
                format!("{address} answers, and the network's programs are not there"),
                "It is another cluster: name the right one",
            ),
            Ok(answer) if newest.saturating_sub(answer.slot) > 50 => bad(
                format!(
                    "{address} is {} slots behind the others",
                    newest - answer.slot
                ),
                "Use another endpoint: races are lost by those who hear of jobs late",
            ),
            Ok(answer) if answer.milliseconds > GOOD_LATENCY => Finding::warn(
                "rpc",
                format!("{address} took {} ms", answer.milliseconds),
                "Use a nearer endpoint: races are lost by those who hear of jobs late",
            ),
            Ok(answer) => Finding::pass(
                "rpc",
                format!(
                    "{address}: slot {}, {} ms",
                    answer.slot, answer.milliseconds
                ),
            ),
        }
    });
    findings.collect()
}

fn clock(host: i64, chain: i64) -> Finding {
    let apart = host.abs_diff(chain);
    let found = format!("this machine's clock and the chain's are {apart} s apart");
    let cure = "Set it by NTP (`timedatectl set-ntp true`). On a local chain that went forward in time this is as it \
                should be: money goes by the chain's clock alone";
    if apart > MOST_CLOCK {
        Finding::warn(
            "clock",
            found,
            format!("{cure}; certificates and timeouts go by this one"),
        )
    } else if apart > GOOD_CLOCK {
        Finding::warn("clock", found, cure)
    } else {
        Finding::pass("clock", found)
    }
}

fn balance(held: &Held) -> Finding {
    let claims = held
        .lamports
        .checked_div(held.claim_lamports)
        .unwrap_or(u64::MAX);
    let found = format!(
        "the device's key has {} SOL, enough for {claims} claims at a time",
        sol(held.lamports)
    );
    let cure = format!(
        "Send it SOL: {} for {GOOD_CLAIMS} claims (`ionet worker init --fund`); rents come back when claims are closed",
        sol(held.claim_lamports.saturating_mul(GOOD_CLAIMS))
    );
    if claims == 0 {
        Finding::fail("balance", found, cure)
    } else if claims < GOOD_CLAIMS {
        Finding::warn("balance", found, cure)
    } else {
        Finding::pass("balance", found)
    }
}

fn registered(device: &DeviceFacts, offer: Option<&Offer>) -> Finding {
    let DeviceFacts {
        owner,
        class,
        gpus,
        class_active,
        available,
        ..
    } = device;
    let found = format!("registered: {gpus} × {class}, owner {owner}");
    if let Some(offer) = offer
        && (!offer.class.eq_ignore_ascii_case(class) || offer.gpus > *gpus)
    {
        return Finding::fail(
            "device",
            format!(
                "{found}; worker.toml offers {} × {}",
                offer.gpus, offer.class
            ),
            "What is registered stays: offer at most that, or revoke the device and run `ionet worker init` again",
        );
    }
    if !class_active {
        let cure =
            "The network retired it: running jobs go on, new ones come to other classes only";
        return Finding::warn("device", format!("{found}; the class is closed"), cure);
    }
    if !available {
        let cure = "Run `ionet device update` without --unavailable";
        return Finding::warn(
            "device",
            format!("{found}; it says that it takes no work"),
            cure,
        );
    }
    Finding::pass("device", found)
}

fn hardware(device: &DeviceFacts, offer: Option<&Offer>) -> Finding {
    let other =
        "Another machine is another device: revoke this one and run `ionet worker init` again";
    let Some((offer, hash)) = offer.and_then(|offer| Some((offer, offer.hardware_hash?))) else {
        let found = "there is no record of the hardware here to compare with";
        return Finding::warn("hardware", found, "See the check `hardware-record`");
    };
    if hash != device.hardware_hash {
        let found = "the record here does not give the hash that is registered";
        return Finding::fail("hardware", found, other);
    }
    match &offer.hardware_changes {
        Some(changes) => Finding::fail("hardware", format!("it changed: {changes}"), other),
        None => Finding::pass("hardware", "it is what was registered"),
    }
}

fn operator(held: &Held, device: &DeviceFacts) -> Finding {
    let owner = &device.owner;
    if !held.is_operator {
        let cure = "Run `ionet worker init` with the owner's key";
        return Finding::fail("operator", format!("{owner} is no operator"), cure);
    }
    if !held.has_record {
        let cure = "Run `ionet worker init` with the owner's key: it opens one";
        return Finding::fail(
            "operator",
            format!("{owner} has no record in job-escrow"),
            cure,
        );
    }
    if held.draining {
        let found = format!("{owner} is an operator that takes no new jobs");
        return Finding::warn(
            "operator",
            found,
            "Run `ionet operator resume` with the owner's key",
        );
    }
    Finding::pass("operator", format!("{owner} takes new jobs"))
}

fn stake(held: &Held) -> Finding {
    let free = held.self_stake.saturating_sub(held.locked_bond);
    let found = format!(
        "{} IO staked by the operator, {} of it locked by claims",
        io(held.self_stake),
        io(held.locked_bond)
    );
    if free == 0 {
        let cure = "Each claim locks stake, worth an hour of its gross at least: stake IO, or wait until claims end. On \
                    a local chain: `ionet localnet verify`";
        return Finding::fail("stake", found, cure);
    }
    Finding::pass("stake", found)
}

fn capacity(held: &Held, device: &DeviceFacts) -> Finding {
    let class = &device.class;
    let Some((verified, epoch)) = held.verified else {
        let found = format!("verifiers have measured no {class} of this operator");
        let cure = "Leave the agent running: devices are measured at random times, the first time within a day. On a \
                    local chain: `ionet localnet verify`";
        return Finding::warn("capacity", found, cure);
    };
    let found = format!("{verified} × {class} measured, {} hired", held.hired);
    if held.epoch.saturating_sub(epoch) > MOST_ROOT_AGE {
        let cure = "What is older than 24 epochs lets nobody claim: wait for the verifiers' next root, or on a local \
                    chain run `ionet localnet verify` again";
        return Finding::fail(
            "capacity",
            format!("{found}, in epoch {epoch} of {}", held.epoch),
            cure,
        );
    }
    if verified <= held.hired {
        let cure = "All of it is hired out: nothing to do, new jobs come when these end";
        return Finding::warn("capacity", found, cure);
    }
    Finding::pass("capacity", found)
}

fn sol(lamports: u64) -> String {
    format!(
        "{}.{:04}",
        lamports / 1_000_000_000,
        lamports % 1_000_000_000 / 100_000
    )
}

fn io(units: u64) -> String {
    format!(
        "{}.{:02}",
        units / 100_000_000,
        units % 100_000_000 / 1_000_000
    )
}
