//! Instructions of job-escrow.
//!
//! A job's calls need a few facts that never change once it is posted: [`JobAt`] has them.

use solana_address::Address;
use solana_instruction::Instruction;
use solana_sdk_ids::{system_program, sysvar};

use super::{program_data_address, token_account};
use crate::generated::iosd::pdas as iosd_pdas;
use crate::generated::job_escrow::{
    JOB_ESCROW_ID,
    accounts::{Claim, Job},
    instructions as raw, pdas,
    types::Parameters,
};
use crate::generated::registry::pdas as registry_pdas;

/// How many shards a mint has.
pub const SHARDS: u8 = 16;

/// Where a binding names its claim. The IDL lacks the account: programs only read it by hand.
const BOUND_CLAIM: std::ops::Range<usize> = 48..80;

/// What a job's calls need to know of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobAt {
    /// Its account.
    pub address: Address,
    /// The client's wallet.
    pub client: Address,
    /// Its mint.
    pub mint: Address,
    /// Index of its mint in the config.
    pub mint_index: u8,
}

impl JobAt {
    /// Of the account `job` at `address`.
    pub fn of(address: Address, job: &Job) -> Self {
        Self {
            address,
            client: job.client,
            mint: job.mint,
            mint_index: job.mint_index,
        }
    }

    /// Its token account.
    pub fn vault(&self) -> Address {
        pdas::find_vault_pda(&self.address).0
    }

    /// The number of the shard that its settlements book in.
    pub fn shard_number(&self) -> u8 {
        self.address.to_bytes()[0] % SHARDS
    }

    fn shard(&self) -> Address {
        pdas::find_shard_pda(self.mint_index, self.shard_number()).0
    }

    fn shard_vault(&self) -> Address {
        pdas::find_shard_vault_pda(self.mint_index, self.shard_number()).0
    }

    /// The claim of `operator`.
    pub fn claim(&self, operator: &Address) -> Address {
        pdas::find_claim_pda(&self.address, operator).0
    }
}

fn participant(owner: &Address) -> Address {
    pdas::find_participant_pda(owner).0
}

fn device(device_key: &Address) -> Address {
    registry_pdas::find_device_pda(device_key).0
}

/// The account that says which claim a device serves.
pub fn binding(device_key: &Address) -> Address {
    pdas::find_binding_pda(&device(device_key)).0
}

/// The claim that the data of a binding names; `None` when it is too short for one.
pub fn bound_claim(binding: &[u8]) -> Option<Address> {
    let claim = binding.get(BOUND_CLAIM)?.try_into().ok()?;
    Some(Address::new_from_array(claim))
}

fn config() -> Address {
    pdas::find_config_pda().0
}

/// Creates the config and lists IOSD. `authority` is the program's upgrade authority; it pays and
/// becomes admin.
pub fn initialize(authority: Address, args: raw::InitializeInstructionArgs) -> Instruction {
    raw::Initialize {
        authority,
        program_data: program_data_address(&JOB_ESCROW_ID),
        config: config(),
        escrow_authority: pdas::find_authority_pda().0,
        iosd_mint: iosd_pdas::find_mint_pda().0,
        system_program: system_program::ID,
    }
    .instruction(args)
}

/// Changes the parameters for new claims.
pub fn set_parameters(admin: Address, parameters: Parameters) -> Instruction {
    raw::SetParameters {
        admin,
        config: config(),
    }
    .instruction(raw::SetParametersInstructionArgs { parameters })
}

/// Lists a dollar mint under an index, or changes a listed one. Its token shares go to its
/// buy-and-burn vault.
pub fn list_mint(admin: Address, mint: Address, args: raw::ListMintInstructionArgs) -> Instruction {
    raw::ListMint {
        admin,
        config: config(),
        mint,
        token_sink: iosd_pdas::find_dollar_tokens_pda(&mint).0,
    }
    .instruction(args)
}

/// Opens one of a mint's shards; `payer` pays its rent.
pub fn open_shard(payer: Address, mint: Address, mint_index: u8, number: u8) -> Instruction {
    raw::OpenShard {
        payer,
        config: config(),
        shard: pdas::find_shard_pda(mint_index, number).0,
        escrow_authority: pdas::find_authority_pda().0,
        mint,
        shard_vault: pdas::find_shard_vault_pda(mint_index, number).0,
        token_program: spl_token_interface::ID,
        system_program: system_program::ID,
    }
    .instruction(raw::OpenShardInstructionArgs {
        mint_index,
        shard_number: number,
    })
}

/// Opens the record of `owner`; `payer` pays its rent, which stays.
pub fn open_participant(payer: Address, owner: Address) -> Instruction {
    raw::OpenParticipant {
        payer,
        participant: participant(&owner),
        system_program: system_program::ID,
    }
    .instruction(raw::OpenParticipantInstructionArgs { owner })
}

/// What a post takes beside its terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Poster {
    /// The client's wallet, which pays deposit, rent and bounty.
    pub client: Address,
    /// `jobs_posted` of its record: the number of the new job.
    pub number: u64,
    /// Its stake account, when it shall count.
    pub stake: Option<Address>,
    /// Stake account of its referrer, when that one shall be paid.
    pub referrer_stake: Option<Address>,
}

/// Posts a job with its deposit, from the client's own account of `mint`.
pub fn post(poster: &Poster, mint: Address, args: raw::PostInstructionArgs) -> Instruction {
    let client = poster.client;
    let job = pdas::find_job_pda(&client, poster.number).0;
    raw::Post {
        client,
        config: config(),
        participant: participant(&client),
        client_account: registry_pdas::find_client_pda(&client).0,
        class_book: registry_pdas::find_class_book_pda().0,
        client_stake: poster.stake,
        referrer_stake: poster.referrer_stake,
        job,
        mint,
        vault: pdas::find_vault_pda(&job).0,
        source: token_account(&client, &mint),
        token_program: spl_token_interface::ID,
        system_program: system_program::ID,
    }
    .instruction(args)
}

/// Seals a job's race. `class_total` is the total of its class, of the verification program.
pub fn seal(job: &JobAt, class_total: Address) -> Instruction {
    raw::Seal {
        config: config(),
        job: job.address,
        slot_hashes: sysvar::slot_hashes::ID,
        class_total,
    }
    .instruction()
}

/// Who claims, and what is read of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claimant {
    /// The operator's wallet.
    pub operator: Address,
    /// Key of the device that will report for all hosts; pays the claim's rent.
    pub device_key: Address,
    /// The operator's stake account.
    pub stake: Address,
    /// The operator's verified capacity.
    pub capacity: Address,
    /// A price account of IO.
    pub price: Address,
    /// Stake account of the operator's referrer, when that one shall be paid.
    pub referrer_stake: Option<Address>,
}

/// Takes `gpus` slots, for at most `max_seconds`.
pub fn claim(job: &JobAt, claimant: &Claimant, gpus: u32, max_seconds: u32) -> Instruction {
    raw::Claim {
        device_key: claimant.device_key,
        config: config(),
        job: job.address,
        participant: participant(&claimant.operator),
        claim: job.claim(&claimant.operator),
        operator: registry_pdas::find_operator_pda(&claimant.operator).0,
        device: device(&claimant.device_key),
        stake: claimant.stake,
        capacity: claimant.capacity,
        price: claimant.price,
        referrer_stake: claimant.referrer_stake,
        system_program: system_program::ID,
    }
    .instruction(raw::ClaimInstructionArgs { gpus, max_seconds })
}

/// Takes `gpus` slots more for a claim that no host of has started. The device is its lead device;
/// terms, accepted seconds, referrer and time to start stay those of the claim.
pub fn enlarge(job: &JobAt, claimant: &Claimant, gpus: u32) -> Instruction {
    raw::Enlarge {
        device_key: claimant.device_key,
        config: config(),
        job: job.address,
        participant: participant(&claimant.operator),
        claim: job.claim(&claimant.operator),
        operator: registry_pdas::find_operator_pda(&claimant.operator).0,
        device: device(&claimant.device_key),
        stake: claimant.stake,
        capacity: claimant.capacity,
        price: claimant.price,
    }
    .instruction(raw::EnlargeInstructionArgs { gpus })
}

/// Starts `gpus` GPUs of a host. `old_claim` is the claim that the device's binding names; `None`
/// without a binding.
pub fn start_host(
    job: &JobAt,
    operator: &Address,
    device_key: Address,
    old_claim: Option<Address>,
    gpus: u32,
) -> Instruction {
    let device = device(&device_key);
    raw::StartHost {
        device_key,
        device,
        job: job.address,
        claim: job.claim(operator),
        binding: pdas::find_binding_pda(&device).0,
        old_claim: old_claim.unwrap_or(system_program::ID),
        system_program: system_program::ID,
    }
    .instruction(raw::StartHostInstructionArgs { gpus })
}

/// Says that `alive` GPUs of a claim work. Signed by its lead device.
pub fn heartbeat(job: &JobAt, operator: &Address, device_key: Address, alive: u32) -> Instruction {
    raw::Heartbeat {
        device_key,
        device: device(&device_key),
        job: job.address,
        claim: job.claim(operator),
    }
    .instruction(raw::HeartbeatInstructionArgs { alive })
}

/// Delivers the result of a claim. Signed by its lead device.
pub fn complete(
    job: &JobAt,
    operator: &Address,
    device_key: Address,
    args: raw::CompleteInstructionArgs,
) -> Instruction {
    raw::Complete {
        device_key,
        device: device(&device_key),
        job: job.address,
        claim: job.claim(operator),
        participant: participant(operator),
    }
    .instruction(args)
}

/// Ends a replica with a commitment to its result. Signed by its lead device.
pub fn commit(
    job: &JobAt,
    operator: &Address,
    device_key: Address,
    args: raw::CommitInstructionArgs,
) -> Instruction {
    raw::Commit {
        device_key,
        device: device(&device_key),
        job: job.address,
        claim: job.claim(operator),
        participant: participant(operator),
    }
    .instruction(args)
}

/// Reveals what a replica committed to; anyone who knows the salt may.
pub fn reveal(job: &JobAt, operator: &Address, args: raw::RevealInstructionArgs) -> Instruction {
    raw::Reveal {
        job: job.address,
        claim: job.claim(operator),
    }
    .instruction(args)
}

/// Decides whether a replica is paid. `verdict` is the address of a verdict on the job, whether
/// there is one or not.
pub fn decide(job: &JobAt, operator: &Address, verdict: Address) -> Instruction {
    raw::Decide {
        config: config(),
        job: job.address,
        claim: job.claim(operator),
        operator: participant(operator),
        verdict,
    }
    .instruction()
}

/// Disputes what is held back of a claim; the bond comes from the client's own account.
pub fn dispute(job: &JobAt, operator: &Address) -> Instruction {
    raw::Dispute {
        client: job.client,
        job: job.address,
        claim: job.claim(operator),
        shard: job.shard(),
        shard_vault: job.shard_vault(),
        source: token_account(&job.client, &job.mint),
        token_program: spl_token_interface::ID,
    }
    .instruction()
}

/// Disputes a claim of an audited job by the verdict on the claim.
pub fn dispute_by_verdict(job: &JobAt, operator: &Address, verdict: Address) -> Instruction {
    raw::DisputeByVerdict {
        config: config(),
        job: job.address,
        claim: job.claim(operator),
        verdict,
    }
    .instruction()
}

/// Ends a dispute. `verdict` is the address of a verdict on the claim, whether there is one or
/// not; `verifiers` is the holder of the verifiers role.
pub fn resolve(
    job: &JobAt,
    operator: &Address,
    verdict: Address,
    verifiers: &Address,
) -> Instruction {
    raw::Resolve {
        config: config(),
        job: job.address,
        claim: job.claim(operator),
        shard: job.shard(),
        verdict,
        operator: participant(operator),
        client: participant(&job.client),
        verifiers: participant(verifiers),
    }
    .instruction()
}

/// Buys more time for every slot at the quote of now, out of the client's own account.
pub fn extend(job: &JobAt, args: raw::ExtendInstructionArgs) -> Instruction {
    raw::Extend {
        client: job.client,
        config: config(),
        job: job.address,
        class_book: registry_pdas::find_class_book_pda().0,
        vault: job.vault(),
        source: token_account(&job.client, &job.mint),
        token_program: spl_token_interface::ID,
    }
    .instruction(args)
}

/// Ends a job.
pub fn cancel(job: &JobAt) -> Instruction {
    raw::Cancel {
        client: job.client,
        job: job.address,
    }
    .instruction()
}

/// Ends a claim whose end is due.
pub fn finish(job: &JobAt, operator: &Address) -> Instruction {
    raw::Finish {
        config: config(),
        job: job.address,
        claim: job.claim(operator),
        operator: participant(operator),
        client: participant(&job.client),
    }
    .instruction()
}

/// Ends a job whose end is due.
pub fn end_job(job: &JobAt) -> Instruction {
    raw::EndJob { job: job.address }.instruction()
}

/// Pays the client what no claim can still earn, into its own account.
pub fn refund(job: &JobAt) -> Instruction {
    raw::Refund {
        job: job.address,
        vault: job.vault(),
        destination: token_account(&job.client, &job.mint),
        token_program: spl_token_interface::ID,
    }
    .instruction()
}

/// Books what a claim earned. `token_sink` is what the config names for the job's mint; `price` is
/// a price account of that mint; IOSD needs none.
pub fn settle(
    job: &JobAt,
    claim: &Claim,
    token_sink: Address,
    price: Option<Address>,
) -> Instruction {
    let (operator, client) = (participant(&claim.operator), participant(&job.client));
    let referrer = |wallet: &Address, instead: Address| {
        if *wallet == Address::default() {
            instead
        } else {
            participant(wallet)
        }
    };
    raw::Settle {
        operator_signature: None,
        config: config(),
        job: job.address,
        claim: job.claim(&claim.operator),
        vault: job.vault(),
        shard: job.shard(),
        shard_vault: job.shard_vault(),
        token_sink,
        operator,
        client,
        client_referrer: referrer(&claim.client_referrer, client),
        operator_referrer: referrer(&claim.operator_referrer, operator),
        price: price.unwrap_or(system_program::ID),
        token_program: spl_token_interface::ID,
    }
    .instruction()
}

/// Returns the rent of a settled claim to its payer.
pub fn close_claim(job: &JobAt, claim: &Claim) -> Instruction {
    raw::CloseClaim {
        config: config(),
        job: job.address,
        claim: job.claim(&claim.operator),
        operator: participant(&claim.operator),
        client: participant(&job.client),
        payer: claim.payer,
    }
    .instruction()
}

/// Closes a settled job; `caller` gets the bounty.
pub fn close_job(caller: Address, job: &JobAt) -> Instruction {
    raw::CloseJob {
        caller,
        job: job.address,
        vault: job.vault(),
        shard: job.shard(),
        shard_vault: job.shard_vault(),
        participant: participant(&job.client),
        client: job.client,
        token_program: spl_token_interface::ID,
    }
    .instruction()
}

/// Pays at most `amount` of what is booked to `owner`, from one shard into its own account.
pub fn withdraw(
    owner: Address,
    mint: &Address,
    mint_index: u8,
    shard_number: u8,
    amount: u64,
) -> Instruction {
    raw::Withdraw {
        owner,
        participant: participant(&owner),
        shard: pdas::find_shard_pda(mint_index, shard_number).0,
        shard_vault: pdas::find_shard_vault_pda(mint_index, shard_number).0,
        escrow_authority: pdas::find_authority_pda().0,
        destination: token_account(&owner, mint),
        token_program: spl_token_interface::ID,
    }
    .instruction(raw::WithdrawInstructionArgs { amount })
}

/// Pays at most `amount` of what is booked to a role (2 treasury, 3 verifiers), from one shard into
/// the holder's own account.
pub fn withdraw_fees(
    holder: Address,
    mint: &Address,
    mint_index: u8,
    shard_number: u8,
    args: raw::WithdrawFeesInstructionArgs,
) -> Instruction {
    raw::WithdrawFees {
        holder,
        config: config(),
        shard: pdas::find_shard_pda(mint_index, shard_number).0,
        shard_vault: pdas::find_shard_vault_pda(mint_index, shard_number).0,
        escrow_authority: pdas::find_authority_pda().0,
        destination: token_account(&holder, mint),
        token_program: spl_token_interface::ID,
    }
    .instruction(args)
}

/// Names the next holder of a role: 0 admin, 1 guardian, 2 treasury, 3 verifiers.
pub fn propose_role(admin: Address, role: u8, new_holder: Address) -> Instruction {
    raw::ProposeRole {
        admin,
        config: config(),
    }
    .instruction(raw::ProposeRoleInstructionArgs { role, new_holder })
}

/// Takes over a role.
pub fn accept_role(new_holder: Address, role: u8) -> Instruction {
    raw::AcceptRole {
        new_holder,
        config: config(),
    }
    .instruction(raw::AcceptRoleInstructionArgs { role })
}

/// Stops posting, extending and claiming for 7 days.
pub fn pause(authority: Address) -> Instruction {
    raw::Pause {
        authority,
        config: config(),
    }
    .instruction()
}

/// Ends a pause early.
pub fn unpause(authority: Address) -> Instruction {
    raw::Unpause {
        authority,
        config: config(),
    }
    .instruction()
}
