//! Calls of job-escrow.

use super::call;
use crate::{
    Call, JOB_ESCROW,
    addresses::{ESCROW, binding, claim, job, job_vault, participant, shard, shard_vault, verdict},
    tokens::TOKEN_PROGRAM,
};
use borsh::BorshSerialize;
use ionet_core::{
    job::commitment_parts,
    race::{PriorityParameters, WeightParameters},
    wash::JointParameters,
};
use sha2::{Digest, Sha256};
use solana_address::Address;
use solana_sdk_ids::{system_program, sysvar};

/// Index of the admin role.
pub const ADMIN: u8 = 0;
/// Index of the guardian role.
pub const GUARDIAN: u8 = 1;
/// Index of the treasury role.
pub const TREASURY: u8 = 2;
/// Index of the verifiers role.
pub const VERIFIERS: u8 = 3;

/// Parameters of hiring and settlement, in the order of the program's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshSerialize)]
pub struct Parameters {
    /// The most race weight of one GPU, base units of IO.
    pub cap_per_gpu: u64,
    /// Race weight of one GPU without stake, base units of IO.
    pub floor_per_gpu: u64,
    /// Tiers of client stake: least stake, wait, zeros.
    pub tiers: [(u64, u16, [u8; 6]); 4],
    /// A class is scarce from this utilisation, basis points.
    pub scarce_from_bps: u16,
    /// Wait in a scarce class below the first tier, slots.
    pub wait_slots: u16,
    /// Oldest price, seconds.
    pub max_age_seconds: u16,
    /// Widest confidence, basis points.
    pub max_confidence_bps: u16,
    /// Split and rewards, basis points: fee, greatest discount, client's and operator's
    /// referral, verifiers, least dollar share, IOSD points, pay cap, rebate, bonus.
    pub joint: [u16; 10],
    /// Zero.
    pub reserved: [u8; 4],
}

impl Default for Parameters {
    fn default() -> Self {
        let (weights, priority) = (WeightParameters::DEFAULT, PriorityParameters::DEFAULT);
        let JointParameters {
            settlement,
            rewards,
        } = JointParameters::DEFAULT;
        Self {
            cap_per_gpu: weights.cap_per_gpu,
            floor_per_gpu: weights.floor_per_gpu,
            tiers: priority
                .tiers
                .map(|tier| (tier.min_stake, tier.wait_slots, [0; 6])),
            scarce_from_bps: priority.scarce_from_bps,
            wait_slots: priority.wait_slots,
            max_age_seconds: 60,
            max_confidence_bps: 200,
            joint: [
                settlement.fee_bps,
                settlement.max_discount_bps,
                settlement.client_referral_bps,
                settlement.operator_referral_bps,
                settlement.verifier_bps,
                settlement.min_usd_bps,
                settlement.iosd_points_bps,
                rewards.point_pay_cap_bps,
                rewards.buyer_rebate_bps,
                rewards.token_bonus_bps,
            ],
            reserved: [0; 4],
        }
    }
}

/// What `initialize` takes, in the program's order.
#[derive(Clone, Copy, Debug, BorshSerialize)]
pub struct Start {
    /// Kind of cluster: 0 local, 1 public.
    pub cluster: u8,
    /// When epoch 0 begins, unix seconds.
    pub epoch_zero: i64,
    /// First guardian.
    pub guardian: [u8; 32],
    /// First treasury.
    pub treasury: [u8; 32],
    /// First holder of the verifiers role.
    pub verifiers: [u8; 32],
    /// Owner of stake accounts.
    pub staking_program: [u8; 32],
    /// Owner of capacity, class total and verdict accounts.
    pub verification_program: [u8; 32],
    /// Owner of price accounts.
    pub price_program: [u8; 32],
    /// Feed of IO.
    pub io_feed_id: [u8; 32],
    /// First parameters.
    pub parameters: Parameters,
}

/// What a job asks of operators and devices, in the program's order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, BorshSerialize)]
pub struct Filters {
    /// The class.
    pub class: u16,
    /// Region; 0: any.
    pub region: u16,
    /// Least VRAM, MiB.
    pub min_vram_mib: u32,
    /// Least reputation of the operator.
    pub min_operator_reputation: u16,
    /// Least connectivity tier.
    pub min_connectivity: u8,
    /// Least latency tier.
    pub min_latency: u8,
    /// Least security tier.
    pub min_security: u8,
    /// Purposes; 0: any.
    pub purposes: u8,
    /// Zero.
    pub reserved: [u8; 2],
}

/// Terms of a job, in the program's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshSerialize)]
pub struct JobTerms {
    /// Index of the mint.
    pub mint_index: u8,
    /// 0 none, 1 replicate, 2 audit.
    pub verification: u8,
    /// 1 to 5.
    pub replicas: u8,
    /// 0 keep, 1 wait, 2 fail.
    pub partial_fill: u8,
    /// 1 when the same spec gives the same bytes.
    pub deterministic: u8,
    /// GPUs of one replica.
    pub gpus: u32,
    /// GPUs on one host.
    pub granule: u16,
    /// Seconds of each slot.
    pub seconds: u32,
    /// Claims before this time, unix seconds.
    pub claim_deadline: i64,
    /// Seconds to start in.
    pub start_seconds: u32,
    /// Greatest rate accepted.
    pub max_rate: u64,
    /// What is asked.
    pub filters: Filters,
    /// Hash of the spec.
    pub spec_hash: [u8; 32],
}

/// A job and what its calls need to know of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobAt {
    /// The job's address.
    pub address: Address,
    /// The client's wallet.
    pub client: Address,
    /// Index of its mint.
    pub mint_index: u8,
    /// Its mint.
    pub mint: Address,
    /// Where its token shares go.
    pub token_sink: Address,
}

impl JobAt {
    /// The job's token account.
    pub fn vault(&self) -> Address {
        job_vault(&self.address)
    }

    /// The number of its shard.
    pub fn shard(&self) -> u8 {
        self.address.to_bytes()[0] & 15
    }

    /// The claim of `operator`.
    pub fn claim(&self, operator: &Address) -> Address {
        claim(&self.address, operator)
    }
}

/// Creates the config.
pub fn initialize(authority: Address, iosd_mint: Address, start: &Start) -> Call {
    let accounts = [
        ("authority", authority),
        ("program_data", ESCROW.program_data),
        ("config", ESCROW.config),
        ("escrow_authority", ESCROW.authority),
        ("iosd_mint", iosd_mint),
        ("system_program", system_program::ID),
    ];
    call(JOB_ESCROW, "initialize", &accounts, start)
}

/// Changes the parameters.
pub fn set_parameters(admin: Address, parameters: Parameters) -> Call {
    let accounts = [("admin", admin), ("config", ESCROW.config)];
    call(JOB_ESCROW, "set_parameters", &accounts, &parameters)
}

/// Lists a mint, or changes a listed one.
pub fn list_mint(
    admin: Address,
    mint_index: u8,
    mint: Address,
    token_sink: Address,
    feed_id: [u8; 32],
    active: bool,
) -> Call {
    let accounts = [
        ("admin", admin),
        ("config", ESCROW.config),
        ("mint", mint),
        ("token_sink", token_sink),
    ];
    let arguments = (mint_index, feed_id, u8::from(active));
    call(JOB_ESCROW, "list_mint", &accounts, &arguments)
}

/// Opens a shard of a mint.
pub fn open_shard(payer: Address, mint_index: u8, mint: Address, number: u8) -> Call {
    let accounts = [
        ("payer", payer),
        ("config", ESCROW.config),
        ("shard", shard(mint_index, number)),
        ("escrow_authority", ESCROW.authority),
        ("mint", mint),
        ("shard_vault", shard_vault(mint_index, number)),
        ("token_program", TOKEN_PROGRAM),
        ("system_program", system_program::ID),
    ];
    call(JOB_ESCROW, "open_shard", &accounts, &(mint_index, number))
}

/// Opens the record of `owner`.
pub fn open_participant(payer: Address, owner: Address) -> Call {
    let accounts = [
        ("payer", payer),
        ("participant", participant(&owner)),
        ("system_program", system_program::ID),
    ];
    let owner = owner.to_bytes();
    call(JOB_ESCROW, "open_participant", &accounts, &owner)
}

/// Accounts of a post beside the client's own.
#[derive(Clone, Copy, Debug)]
pub struct PostAccounts {
    /// The client's account in registry.
    pub client_account: Address,
    /// Registry's class book.
    pub class_book: Address,
    /// The client's stake, if it is to count.
    pub client_stake: Option<Address>,
    /// Stake of the client's referrer, if it is to be paid.
    pub referrer_stake: Option<Address>,
    /// The mint.
    pub mint: Address,
    /// The token account that pays.
    pub source: Address,
}

/// Posts the client's job with `number`.
pub fn post(client: Address, number: u64, terms: &JobTerms, with: &PostAccounts) -> Call {
    let address = job(&client, number);
    let accounts = [
        ("client", client),
        ("config", ESCROW.config),
        ("participant", participant(&client)),
        ("client_account", with.client_account),
        ("class_book", with.class_book),
        ("client_stake", with.client_stake.unwrap_or(JOB_ESCROW.id)),
        (
            "referrer_stake",
            with.referrer_stake.unwrap_or(JOB_ESCROW.id),
        ),
        ("job", address),
        ("mint", with.mint),
        ("vault", job_vault(&address)),
        ("source", with.source),
        ("token_program", TOKEN_PROGRAM),
        ("system_program", system_program::ID),
    ];
    call(JOB_ESCROW, "post", &accounts, terms)
}

/// Seals a job of a class whose total is `class_total`.
pub fn seal(job: &JobAt, class_total: Address) -> Call {
    let accounts = [
        ("config", ESCROW.config),
        ("job", job.address),
        ("slot_hashes", sysvar::slot_hashes::ID),
        ("class_total", class_total),
    ];
    call(JOB_ESCROW, "seal", &accounts, &())
}

/// Who claims, and what is read of it.
#[derive(Clone, Copy, Debug)]
pub struct ClaimAccounts {
    /// The operator's wallet.
    pub owner: Address,
    /// The operator's account in registry.
    pub operator: Address,
    /// Key of the device.
    pub device_key: Address,
    /// The device's account in registry.
    pub device: Address,
    /// The operator's stake.
    pub stake: Address,
    /// The operator's capacity.
    pub capacity: Address,
    /// A price account of IO.
    pub price: Address,
    /// Stake of the operator's referrer, if it is to be paid.
    pub referrer_stake: Option<Address>,
}

/// Takes `gpus` slots.
pub fn claim_slots(job: &JobAt, with: &ClaimAccounts, gpus: u32, max_seconds: u32) -> Call {
    let accounts = [
        ("device_key", with.device_key),
        ("config", ESCROW.config),
        ("job", job.address),
        ("participant", participant(&with.owner)),
        ("claim", job.claim(&with.owner)),
        ("operator", with.operator),
        ("device", with.device),
        ("stake", with.stake),
        ("capacity", with.capacity),
        ("price", with.price),
        (
            "referrer_stake",
            with.referrer_stake.unwrap_or(JOB_ESCROW.id),
        ),
        ("system_program", system_program::ID),
    ];
    call(JOB_ESCROW, "claim", &accounts, &(gpus, max_seconds))
}

/// Takes `gpus` slots more for the operator's claim.
pub fn enlarge(job: &JobAt, with: &ClaimAccounts, gpus: u32) -> Call {
    let accounts = [
        ("device_key", with.device_key),
        ("config", ESCROW.config),
        ("job", job.address),
        ("participant", participant(&with.owner)),
        ("claim", job.claim(&with.owner)),
        ("operator", with.operator),
        ("device", with.device),
        ("stake", with.stake),
        ("capacity", with.capacity),
        ("price", with.price),
    ];
    call(JOB_ESCROW, "enlarge", &accounts, &gpus)
}

/// Starts a host of `operator`'s claim; `old_claim` is what the device's binding names, none
/// the first time.
pub fn start_host(
    job: &JobAt,
    operator: &Address,
    device_key: Address,
    device: Address,
    old_claim: Option<Address>,
    gpus: u32,
) -> Call {
    let claim = job.claim(operator);
    let accounts = [
        ("device_key", device_key),
        ("device", device),
        ("job", job.address),
        ("claim", claim),
        ("binding", binding(&device)),
        ("old_claim", old_claim.unwrap_or(system_program::ID)),
        ("system_program", system_program::ID),
    ];
    call(JOB_ESCROW, "start_host", &accounts, &gpus)
}

/// Sends a heartbeat of `operator`'s claim.
pub fn heartbeat(
    job: &JobAt,
    operator: &Address,
    device_key: Address,
    device: Address,
    alive: u32,
) -> Call {
    let accounts = [
        ("device_key", device_key),
        ("device", device),
        ("job", job.address),
        ("claim", job.claim(operator)),
    ];
    call(JOB_ESCROW, "heartbeat", &accounts, &alive)
}

/// Delivers a result of `operator`'s claim.
pub fn complete(
    job: &JobAt,
    operator: &Address,
    device_key: Address,
    device: Address,
    alive: u32,
    result_hash: [u8; 32],
) -> Call {
    let accounts = [
        ("device_key", device_key),
        ("device", device),
        ("job", job.address),
        ("claim", job.claim(operator)),
        ("participant", participant(operator)),
    ];
    call(JOB_ESCROW, "complete", &accounts, &(alive, result_hash))
}

/// Ends `operator`'s replica with a commitment.
pub fn commit(
    job: &JobAt,
    operator: &Address,
    device_key: Address,
    device: Address,
    alive: u32,
    commitment: [u8; 32],
) -> Call {
    let accounts = [
        ("device_key", device_key),
        ("device", device),
        ("job", job.address),
        ("claim", job.claim(operator)),
        ("participant", participant(operator)),
    ];
    call(JOB_ESCROW, "commit", &accounts, &(alive, commitment))
}

/// The commitment of `operator` to a result.
pub fn commitment(result_hash: &[u8; 32], operator: &Address, salt: &[u8; 32]) -> [u8; 32] {
    let operator = operator.to_bytes();
    let mut hash = Sha256::new();
    for part in commitment_parts(result_hash, &operator, salt) {
        hash.update(part);
    }
    hash.finalize().into()
}

/// Reveals what `operator`'s replica committed.
pub fn reveal(job: &JobAt, operator: &Address, result_hash: [u8; 32], salt: [u8; 32]) -> Call {
    let accounts = [("job", job.address), ("claim", job.claim(operator))];
    call(JOB_ESCROW, "reveal", &accounts, &(result_hash, salt))
}

/// Decides `operator`'s replica.
pub fn decide(job: &JobAt, operator: &Address) -> Call {
    let accounts = [
        ("config", ESCROW.config),
        ("job", job.address),
        ("claim", job.claim(operator)),
        ("operator", participant(operator)),
        ("verdict", verdict(&job.address)),
    ];
    call(JOB_ESCROW, "decide", &accounts, &())
}

/// The client disputes `operator`'s claim, with a bond out of `source`.
pub fn dispute(job: &JobAt, operator: &Address, source: Address) -> Call {
    let accounts = [
        ("client", job.client),
        ("job", job.address),
        ("claim", job.claim(operator)),
        ("shard", shard(job.mint_index, job.shard())),
        ("shard_vault", shard_vault(job.mint_index, job.shard())),
        ("source", source),
        ("token_program", TOKEN_PROGRAM),
    ];
    call(JOB_ESCROW, "dispute", &accounts, &())
}

/// The verdict on `operator`'s claim disputes it.
pub fn dispute_by_verdict(job: &JobAt, operator: &Address) -> Call {
    let claim = job.claim(operator);
    let accounts = [
        ("config", ESCROW.config),
        ("job", job.address),
        ("claim", claim),
        ("verdict", verdict(&claim)),
    ];
    call(JOB_ESCROW, "dispute_by_verdict", &accounts, &())
}

/// Ends the dispute of `operator`'s claim; `verifiers` holds the verifiers role.
pub fn resolve(job: &JobAt, operator: &Address, verifiers: &Address) -> Call {
    let claim = job.claim(operator);
    let accounts = [
        ("config", ESCROW.config),
        ("job", job.address),
        ("claim", claim),
        ("shard", shard(job.mint_index, job.shard())),
        ("verdict", verdict(&claim)),
        ("operator", participant(operator)),
        ("client", participant(&job.client)),
        ("verifiers", participant(verifiers)),
    ];
    call(JOB_ESCROW, "resolve", &accounts, &())
}

/// The client buys `seconds` more for every slot, out of `source`.
pub fn extend(
    job: &JobAt,
    class_book: Address,
    source: Address,
    seconds: u32,
    max_rate: u64,
) -> Call {
    let accounts = [
        ("client", job.client),
        ("config", ESCROW.config),
        ("job", job.address),
        ("class_book", class_book),
        ("vault", job.vault()),
        ("source", source),
        ("token_program", TOKEN_PROGRAM),
    ];
    call(JOB_ESCROW, "extend", &accounts, &(seconds, max_rate))
}

/// The client ends its job.
pub fn cancel(job: &JobAt) -> Call {
    let accounts = [("client", job.client), ("job", job.address)];
    call(JOB_ESCROW, "cancel", &accounts, &())
}

/// Ends a job whose end is due.
pub fn end_job(job: &JobAt) -> Call {
    call(JOB_ESCROW, "end_job", &[("job", job.address)], &())
}

/// Ends `operator`'s claim when its end is due.
pub fn finish(job: &JobAt, operator: &Address) -> Call {
    let accounts = [
        ("config", ESCROW.config),
        ("job", job.address),
        ("claim", job.claim(operator)),
        ("operator", participant(operator)),
        ("client", participant(&job.client)),
    ];
    call(JOB_ESCROW, "finish", &accounts, &())
}

/// Pays the client what no claim can still earn.
pub fn refund(job: &JobAt, destination: Address) -> Call {
    let accounts = [
        ("job", job.address),
        ("vault", job.vault()),
        ("destination", destination),
        ("token_program", TOKEN_PROGRAM),
    ];
    call(JOB_ESCROW, "refund", &accounts, &())
}

/// Who is paid by a settlement, beside operator and client, and the mint's price account.
#[derive(Clone, Copy, Debug, Default)]
pub struct SettleAccounts {
    /// The client's referrer's wallet, when one is paid.
    pub client_referrer: Option<Address>,
    /// The operator's referrer's wallet, when one is paid.
    pub operator_referrer: Option<Address>,
    /// A price account of the mint; IOSD needs none.
    pub price: Option<Address>,
    /// The operator signs.
    pub signed: bool,
}

/// Books what `operator`'s claim earned.
pub fn settle(job: &JobAt, operator: &Address, with: &SettleAccounts) -> Call {
    let record =
        |wallet: Option<Address>, otherwise: &Address| participant(&wallet.unwrap_or(*otherwise));
    let signature = if with.signed {
        *operator
    } else {
        JOB_ESCROW.id
    };
    let accounts = [
        ("operator_signature", signature),
        ("config", ESCROW.config),
        ("job", job.address),
        ("claim", job.claim(operator)),
        ("vault", job.vault()),
        ("shard", shard(job.mint_index, job.shard())),
        ("shard_vault", shard_vault(job.mint_index, job.shard())),
        ("token_sink", job.token_sink),
        ("operator", participant(operator)),
        ("client", participant(&job.client)),
        ("client_referrer", record(with.client_referrer, &job.client)),
        (
            "operator_referrer",
            record(with.operator_referrer, operator),
        ),
        ("price", with.price.unwrap_or(system_program::ID)),
        ("token_program", TOKEN_PROGRAM),
    ];
    let mut settle = call(JOB_ESCROW, "settle", &accounts, &());
    settle.meta_mut("operator_signature").is_signer = with.signed;
    settle
}

/// Returns the rent of `operator`'s settled claim to `payer`.
pub fn close_claim(job: &JobAt, operator: &Address, payer: Address) -> Call {
    let accounts = [
        ("config", ESCROW.config),
        ("job", job.address),
        ("claim", job.claim(operator)),
        ("operator", participant(operator)),
        ("client", participant(&job.client)),
        ("payer", payer),
    ];
    call(JOB_ESCROW, "close_claim", &accounts, &())
}

/// Closes a settled job.
pub fn close_job(caller: Address, job: &JobAt) -> Call {
    let accounts = [
        ("caller", caller),
        ("job", job.address),
        ("vault", job.vault()),
        ("shard", shard(job.mint_index, job.shard())),
        ("shard_vault", shard_vault(job.mint_index, job.shard())),
        ("participant", participant(&job.client)),
        ("client", job.client),
        ("token_program", TOKEN_PROGRAM),
    ];
    call(JOB_ESCROW, "close_job", &accounts, &())
}

/// Pays `owner` out of a shard into `destination`.
pub fn withdraw(
    owner: Address,
    mint_index: u8,
    number: u8,
    destination: Address,
    amount: u64,
) -> Call {
    let accounts = [
        ("owner", owner),
        ("participant", participant(&owner)),
        ("shard", shard(mint_index, number)),
        ("shard_vault", shard_vault(mint_index, number)),
        ("escrow_authority", ESCROW.authority),
        ("destination", destination),
        ("token_program", TOKEN_PROGRAM),
    ];
    call(JOB_ESCROW, "withdraw", &accounts, &amount)
}

/// Pays the holder of a role its part of the fees booked in a shard.
pub fn withdraw_fees(
    holder: Address,
    role: u8,
    mint_index: u8,
    number: u8,
    destination: Address,
    amount: u64,
) -> Call {
    let accounts = [
        ("holder", holder),
        ("config", ESCROW.config),
        ("shard", shard(mint_index, number)),
        ("shard_vault", shard_vault(mint_index, number)),
        ("escrow_authority", ESCROW.authority),
        ("destination", destination),
        ("token_program", TOKEN_PROGRAM),
    ];
    call(JOB_ESCROW, "withdraw_fees", &accounts, &(role, amount))
}

/// Stops entry.
pub fn pause(authority: Address) -> Call {
    let accounts = [("authority", authority), ("config", ESCROW.config)];
    call(JOB_ESCROW, "pause", &accounts, &())
}

/// Lifts a pause.
pub fn unpause(authority: Address) -> Call {
    let accounts = [("authority", authority), ("config", ESCROW.config)];
    call(JOB_ESCROW, "unpause", &accounts, &())
}

/// First step of a hand-over of `role`.
pub fn propose_role(admin: Address, role: u8, new: Address) -> Call {
    let accounts = [("admin", admin), ("config", ESCROW.config)];
    let arguments = (role, new.to_bytes());
    call(JOB_ESCROW, "propose_role", &accounts, &arguments)
}

/// Second step of a hand-over of `role`.
pub fn accept_role(new: Address, role: u8) -> Call {
    let accounts = [("new_holder", new), ("config", ESCROW.config)];
    call(JOB_ESCROW, "accept_role", &accounts, &role)
}
