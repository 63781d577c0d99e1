//! Every reason why this program refuses, numbered from 6000.
//!
//! Numbers are part of the interface: append, never renumber.

use anchor_lang::{
    prelude::*,
    refusal::{self, Refusal},
};
use ionet_core::{
    hiring::{BondError, CapacityError, FilterError, FilterMiss},
    job::{DisputeError, JobError, PostError, ReplicaError},
    oracle::OracleError,
    pause::PauseError,
    pricing::PricingError,
    race::{PriorityError, RaceError, SeedError},
    settlement::SettlementError,
    wash::WashError,
    withdrawal::WithdrawalError,
};
use ionet_program_common::{handover::HandoverError, upgrade_authority::UpgradeAuthorityError};
use ionet_registry_interface::ReadError;
use ionet_staking_interface::StakeError;
use ionet_verification_interface::VerificationError;

/// Errors of job-escrow. Each text says what is wrong, what is accepted and what to do.
#[error_code]
#[derive(Debug, PartialEq, Eq)]
pub enum EscrowError {
    /// Signer is not the upgrade authority.
    #[msg(
        "authority: not this program's upgrade authority; sign with the key that deployed the program"
    )]
    NotUpgradeAuthority = 0,
    /// Wrong `ProgramData` account.
    #[msg(
        "program_data: not this program's ProgramData account of the upgradeable loader; pass the address derived from the program id"
    )]
    WrongProgramData = 1,
    /// Account layout unknown.
    #[msg(
        "version: the account was written by a version this program does not know; use a client and program of the same release"
    )]
    UnsupportedVersion = 2,
    /// Signer is not the admin.
    #[msg("admin: the signer is not the config's admin; sign with the admin's key")]
    NotAdmin = 3,
    /// Signer holds neither role.
    #[msg("authority: the signer is neither guardian nor admin; sign with one of these keys")]
    NotGuardianOrAdmin = 4,
    /// A role would be nobody's.
    #[msg(
        "roles: the default address is given; pass a key for guardian, treasury and verifiers, which may be the admin's"
    )]
    RoleMissing = 5,
    /// Role index unknown.
    #[msg("role: unknown index; 0 is admin, 1 guardian, 2 treasury, 3 verifiers")]
    UnknownRole = 6,
    /// Role gets no part of the fees.
    #[msg("role: gets no part of the fees; 2 is treasury, 3 is verifiers")]
    NotAFeeRole = 7,
    /// Signer does not hold the role.
    #[msg("holder: the signer does not hold this role; sign with the role's key")]
    NotRoleHolder = 8,
    /// Nothing to accept.
    #[msg("nothing is proposed, or the proposal was withdrawn; ask the admin to propose again")]
    NothingProposed = 9,
    /// Signer is not the proposed key.
    #[msg("the signer is not the proposed key; sign with the key that was proposed")]
    NotProposed = 10,
    /// Paused.
    #[msg(
        "paused: posting, extending and claiming wait until config.paused_until or an unpause; everything that pays, ends or refunds still works"
    )]
    Paused = 11,
    /// Guardian used its pause recently.
    #[msg(
        "guardian: may pause again only from config.guardian_pause_allowed_from; the admin may pause at any time"
    )]
    GuardianCoolingDown = 12,
    /// Nothing to lift.
    #[msg("not paused: there is no pause to lift")]
    NotPaused = 13,
    /// Cluster tag unknown.
    #[msg("cluster: unknown tag; 0 is local, 1 is public")]
    UnknownCluster = 14,
    /// The local stand-in on a public cluster.
    #[msg(
        "staking_program or verification_program: the local stand-in is accepted on cluster 0 (local) only; pass the real program's id"
    )]
    StandInOnPublicCluster = 15,
    /// A program id is the default address.
    #[msg(
        "programs: the default address is given; pass the ids of staking, verification and price program"
    )]
    ProgramMissing = 16,
    /// Before epoch 0.
    #[msg("epoch_zero: has not come yet; nothing can be posted or settled before emission starts")]
    BeforeEpochZero = 17,
    /// Epoch 0 begins at a time that is none.
    #[msg("epoch_zero: zero or negative; give emission's start time in unix seconds")]
    EpochZeroNotPositive = 18,
    /// Mint index not listed.
    #[msg("mint_index: no mint is listed under it; see config.mints")]
    MintNotListed = 19,
    /// Mint not active.
    #[msg("mint_index: the mint is not active; post in another mint")]
    MintInactive = 20,
    /// No room for another mint.
    #[msg("mint_index: 8 mints are listed; set an inactive one active, or post in another")]
    MintsFull = 21,
    /// Mint index skips one.
    #[msg("mint_index: give the index of a listed mint, or config.mint_count for a new one")]
    WrongMintIndex = 22,
    /// Not the listed mint.
    #[msg("mint: not the mint listed under this index; pass config.mints[mint_index].mint")]
    WrongMint = 23,
    /// Mint listed already.
    #[msg("mint: listed under another index; change that one")]
    MintListedTwice = 24,
    /// Mint without six decimals.
    #[msg("mint: must have 6 decimals, since amounts are micro-dollars; list another mint")]
    WrongDecimals = 25,
    /// Not where token shares go.
    #[msg(
        "token_sink: for IOSD the mint, otherwise a token account of the mint; settlements take config.mints[job.mint_index].token_sink"
    )]
    WrongTokenSink = 26,
    /// Shard number out of range.
    #[msg("shard_number: out of range; give 0 to 15")]
    ShardOutOfRange = 27,
    /// Not the job's shard.
    #[msg("shard: not the job's; pass the one of job.mint_index and job.shard")]
    WrongShard = 28,
    /// Not the shard's vault.
    #[msg("shard_vault: not the shard's token account; pass shard.vault")]
    WrongShardVault = 29,
    /// Not the job's vault.
    #[msg("vault: not the job's token account; pass job.vault")]
    WrongVault = 30,
    /// Token account of another mint.
    #[msg("token account: of another mint; pass one of the job's or shard's mint")]
    WrongTokenMint = 31,
    /// Token account of somebody else.
    #[msg("token account: belongs to somebody else; pass one of the payee's own wallet")]
    WrongTokenOwner = 32,
    /// Record for nobody.
    #[msg("owner: the default address; pass the wallet the record is for")]
    OwnerMissing = 33,
    /// Signer is not the wallet.
    #[msg("owner: the signer is not the record's wallet; sign with participant.owner")]
    NotOwner = 34,
    /// Not the wallet's record.
    #[msg(
        "participant: not the record that this call needs; pass the one of seed participant and the wallet's address"
    )]
    WrongParticipant = 35,
    /// Signer is not the client.
    #[msg("client: the signer is not the job's client; sign with job.client")]
    NotClient = 36,
    /// Signer is not the operator.
    #[msg("operator_signature: not the claim's operator; sign with claim.operator or leave it out")]
    NotOperator = 37,
    /// Claim of another job.
    #[msg("claim: of another job; pass a claim of seed claim, this job and the operator")]
    ClaimOfOtherJob = 38,
    /// Rent would go elsewhere.
    #[msg("payer: not the account that paid the rent; pass the recorded one")]
    WrongRentReceiver = 39,
    /// Quote above what the client accepts.
    #[msg("max_rate: the quote is above it; post again with a higher one or wait")]
    RateAboveMax = 40,
    /// Race sealed already.
    #[msg("job: sealed already; its seed stays")]
    AlreadySealed = 41,
    /// Race not sealed.
    #[msg("job: not sealed; call seal first")]
    NotSealed = 42,
    /// Not the `SlotHashes` sysvar.
    #[msg(
        "slot_hashes: not the SlotHashes sysvar; pass SysvarS1otHashes111111111111111111111111111"
    )]
    WrongSlotHashes = 43,
    /// `SlotHashes` malformed.
    #[msg("slot_hashes: malformed; report it")]
    SlotHashesMalformed = 44,
    /// No hash after the posting slot yet.
    #[msg("job: no slot after posted_slot has a hash yet; seal a slot later")]
    NotYetSealable = 45,
    /// Not the class's total.
    #[msg(
        "class_total: not this class's account of the verification program; pass seed class-total and job.filters.class"
    )]
    WrongClassTotal = 46,
    /// Not the participant's stake.
    #[msg(
        "stake: not the participant's account of the staking program; stake first, then pass seed stake and the wallet's address"
    )]
    WrongStake = 47,
    /// Not the operator's capacity.
    #[msg(
        "capacity: not the operator's account of the verification program; once verifiers measured it, pass seed capacity and the operator's wallet"
    )]
    WrongCapacity = 48,
    /// Not the claim's verdict.
    #[msg(
        "verdict: not the claim's account of the verification program; once verifiers posted it, pass seed verdict and the claim"
    )]
    WrongVerdict = 49,
    /// A read account's layout is unknown.
    #[msg(
        "account of another program: version unknown to this one; upgrade job-escrow and the other program together"
    )]
    ForeignVersionUnsupported = 50,
    /// Not the operator's registry account.
    #[msg("operator: not the registry account of this operator; pass it")]
    WrongOperator = 51,
    /// Not a device of the operator.
    #[msg("device: not a device of this operator in registry; pass one")]
    WrongDevice = 52,
    /// Signer is not the device's key.
    #[msg("device_key: the signer is not the device's key; sign with it")]
    WrongDeviceKey = 53,
    /// Device not active.
    #[msg("device: revoked or not active; register or activate another")]
    DeviceInactive = 54,
    /// Not the claim's lead device.
    #[msg("device: not the claim's lead device; pass claim.lead_device")]
    NotLeadDevice = 55,
    /// Not the client's registry account.
    #[msg("client_account: not the registry account of this client; register, or pass it")]
    WrongClient = 56,
    /// Not the registry's class book.
    #[msg("class_book: not registry's; pass it")]
    WrongClassBook = 57,
    /// Class not in the book.
    #[msg("class: not an active class of the book; choose another")]
    ClassUnknown = 58,
    /// Device serves another claim.
    #[msg("device: serves a claim that has not ended; finish that one first")]
    DeviceBusy = 59,
    /// Not the device's binding.
    #[msg("binding: not the device's; pass the one of seed binding and the device's account")]
    WrongBinding = 60,
    /// Not the claim that the device serves.
    #[msg("old_claim: not the claim that the binding names; pass binding.claim")]
    WrongOldClaim = 61,
    /// Device has fewer GPUs.
    #[msg("gpus: more than the device has; start fewer on this host")]
    TooFewGpusInDevice = 62,
    /// Operator takes no jobs.
    #[msg("operator: draining and takes no new jobs; stop draining first")]
    Draining = 63,
    /// Device of another class.
    #[msg("device: of another GPU class than job.filters.class")]
    ClassMismatch = 64,
    /// Operator does not accept the mint.
    #[msg("operator: does not accept the job's mint; change accepted_mints or choose another job")]
    MintNotAccepted = 65,
    /// Too little VRAM.
    #[msg("device: less VRAM than job.filters.min_vram_mib")]
    VramTooSmall = 66,
    /// Another region.
    #[msg("device: not in job.filters.region")]
    RegionMismatch = 67,
    /// Connectivity too low.
    #[msg("device: connectivity below job.filters.min_connectivity")]
    ConnectivityTooLow = 68,
    /// Latency tier too low.
    #[msg("device: latency tier below job.filters.min_latency")]
    LatencyTooLow = 69,
    /// Security tier too low.
    #[msg("device: security tier below job.filters.min_security")]
    SecurityTooLow = 70,
    /// No common purpose.
    #[msg("device: serves none of job.filters.purposes")]
    PurposeMismatch = 71,
    /// Operator's reputation too low.
    #[msg("operator: reputation below job.filters.min_operator_reputation")]
    OperatorReputationTooLow = 72,
    /// Client's reputation too low.
    #[msg("operator: asks for a client with more reputation than job.client_reputation")]
    ClientReputationTooLow = 73,
    /// Job longer than the operator runs.
    #[msg("operator: runs jobs of at most its max_seconds; raise it or choose another job")]
    JobTooLongForOperator = 74,
    /// Root of a later epoch.
    #[msg("root: of an epoch after the running one; check the account")]
    RootFromFuture = 75,
    /// Root too old.
    #[msg("root: older than 24 epochs; refresh it")]
    RootTooOld = 76,
    /// More than is verified and idle.
    #[msg("gpus: more than the operator's verified GPUs that are not hired; claim fewer")]
    NotEnoughVerified = 77,
    /// Hired in eight classes.
    #[msg("operator: hired in 8 classes; finish the claims of one before another")]
    TooManyClasses = 78,
    /// Too little self-stake.
    #[msg(
        "stake: less self-stake is free than the claim's bond, an hour of its gross; stake more or claim fewer GPUs"
    )]
    NotEnoughSelfStake = 79,
    /// A number of the race is out of range.
    #[msg("race: stake, GPUs, reputation or slots out of range; report it")]
    RaceInputOutOfRange = 80,
    /// Too new for the race.
    #[msg(
        "operator, device or stake: not active since the start of the job's epoch; claim from 40 slots after the opening"
    )]
    ActiveTooLate = 81,
    /// Not this operator's time yet.
    #[msg("gpus: the race does not allow this many slots yet; claim later, or fewer")]
    RaceTooEarly = 82,
    /// Others come first.
    #[msg(
        "job: the class is scarce and the wait after the job opened or GPUs came free is not over; claim later"
    )]
    PriorityWait = 83,
    /// Race parameters out of range.
    #[msg(
        "cap_per_gpu or floor_per_gpu: out of range; floor 1 to 10000000000, cap floor to 10000000000000 base units"
    )]
    RaceParametersOutOfRange = 84,
    /// Priority parameters out of range.
    #[msg(
        "scarce_from_bps, wait_slots or tiers: out of range; 5,000 to 10,000 bps, at most 750 slots, stakes rising and waits not"
    )]
    PriorityParametersOutOfRange = 85,
    /// Price account of another program.
    #[msg("price: not owned by the pinned oracle; pass an account of config.price_program")]
    WrongPriceOwner = 86,
    /// Not a price account.
    #[msg("price: not a PriceUpdateV2 account of 134 bytes; pass the pinned feed's")]
    NotPriceUpdate = 87,
    /// Price not fully verified.
    #[msg("price: verification_level is not Full; post the update with all guardian signatures")]
    PriceNotFullyVerified = 88,
    /// Price of another feed.
    #[msg("price: of another feed; pass an update of the pinned feed")]
    WrongPriceFeed = 89,
    /// Price out of range.
    #[msg("price: exponent or price out of range; wait for the next price")]
    PriceUnusable = 90,
    /// Price too old.
    #[msg("price: older than parameters.max_age_seconds; post a newer update first")]
    PriceStale = 91,
    /// Price from the future.
    #[msg("price: more than 10 seconds ahead of the chain's clock; try again shortly")]
    PriceFromFuture = 92,
    /// Confidence too wide.
    #[msg("price: confidence above parameters.max_confidence_bps; wait for a calmer market")]
    PriceConfidenceTooWide = 93,
    /// Greatest age out of range.
    #[msg("max_age_seconds: out of range; give 10 to 60 seconds")]
    MaxAgeOutOfRange = 94,
    /// Widest confidence out of range.
    #[msg("max_confidence_bps: out of range; give 10 to 200 basis points")]
    MaxConfidenceOutOfRange = 95,
    /// Fee out of range.
    #[msg("fee_bps: out of range; give 300 to 1,000")]
    FeeOutOfRange = 96,
    /// Discount out of range.
    #[msg("max_discount_bps: out of range; give 0 to 2,000")]
    MaxDiscountOutOfRange = 97,
    /// Referrals out of range.
    #[msg("client_referral_bps and operator_referral_bps: together at most 3,000")]
    ReferralsOutOfRange = 98,
    /// Verifier share out of range.
    #[msg("verifier_bps: out of range; give 500 to 2,000")]
    VerifierShareOutOfRange = 99,
    /// Least dollar share out of range.
    #[msg("min_usd_bps: out of range; give 3,000 to 9,000")]
    MinUsdOutOfRange = 100,
    /// Points of IOSD out of range.
    #[msg("iosd_points_bps: out of range; give 1,000 to 5,000")]
    IosdPointsOutOfRange = 101,
    /// Rebate out of range.
    #[msg("buyer_rebate_bps: out of range; give 0 to 2,000")]
    RebateOutOfRange = 102,
    /// Bonus out of range.
    #[msg("token_bonus_bps: out of range; give 0 to 1,500")]
    BonusOutOfRange = 103,
    /// Pay cap out of range.
    #[msg("point_pay_cap_bps: out of range; give 1,000 to 9,000")]
    PayCapOutOfRange = 104,
    /// Washing would pay.
    #[msg(
        "parameters: together, or with those of the last 91 days, they would let a ring gain from hiring itself; raise fee_bps or min_usd_bps, or lower the rest"
    )]
    RingCouldGain = 105,
    /// Dollar share out of range.
    #[msg("operator: usd_bps below parameters.min_usd_bps or above 9,000; update the operator")]
    UsdOutOfRange = 106,
    /// Stakers' share out of range.
    #[msg("operator: staker_bps out of range; update the operator")]
    StakersOutOfRange = 107,
    /// GPUs out of range.
    #[msg("gpus: out of range; give 1 to 10,000 per replica")]
    GpusOutOfRange = 108,
    /// Granule out of range.
    #[msg("granule: out of range; give 1 to 16 GPUs on one host")]
    GranuleOutOfRange = 109,
    /// Granule does not divide.
    #[msg("granule: does not divide gpus; choose gpus as a multiple of it")]
    GranuleDoesNotDivide = 110,
    /// Seconds out of range.
    #[msg("seconds: out of range; give 600 (10 minutes) to 2,592,000 (30 days)")]
    SecondsOutOfRange = 111,
    /// Claim deadline out of range.
    #[msg("claim_deadline: out of range; give 300 seconds to 7 days from now")]
    ClaimDeadlineOutOfRange = 112,
    /// Start seconds out of range.
    #[msg("start_seconds: out of range; give 600 (10 minutes) to 86,400 (a day)")]
    StartSecondsOutOfRange = 113,
    /// Verification mode unknown.
    #[msg("verification: unknown; 0 none, 1 replicate, 2 audit")]
    UnknownVerification = 114,
    /// Replicas do not fit.
    #[msg("replicas: 2 to 5 with replicate, 1 otherwise")]
    ReplicasOutOfRange = 115,
    /// Partial-fill choice unknown.
    #[msg("partial_fill: unknown; 0 keep, 1 wait, 2 fail")]
    UnknownPartialFill = 116,
    /// Replicas need all.
    #[msg("partial_fill: must be 2 (fail) for a replicated job")]
    ReplicasNeedAll = 117,
    /// Audit needs a deterministic spec.
    #[msg("deterministic: must be 1 for an audited job")]
    AuditNeedsDeterministic = 118,
    /// Deterministic flag unknown.
    #[msg("deterministic: must be 0 or 1")]
    UnknownDeterministic = 119,
    /// Filters out of range.
    #[msg(
        "filters: out of range; VRAM at most 16,777,216 MiB, tiers 0 to 4, purposes 0 to 7, reputation at most 10,000"
    )]
    FiltersOutOfRange = 120,
    /// Job too short.
    #[msg("gpus and seconds: make less than 600 GPU-seconds; give more")]
    JobTooShort = 121,
    /// Job too long.
    #[msg("seconds: extensions included at most 7,776,000 (90 days); post another job")]
    JobTooLong = 122,
    /// Deposit too small.
    #[msg("deposit: below $0.10; raise seconds or gpus")]
    DepositTooSmall = 123,
    /// Deposit too large.
    #[msg("deposit: does not fit 64 bits; post several smaller jobs")]
    DepositTooLarge = 124,
    /// Too many rates.
    #[msg("job: extended at three other rates already; post another job")]
    TooManyRates = 125,
    /// State does not allow this.
    #[msg("claim: its state does not allow this; read it again")]
    WrongState = 126,
    /// Job has ended.
    #[msg("job: has ended; finish, decide and settle its claims, and claim another job")]
    JobEnded = 127,
    /// Claim deadline passed.
    #[msg("job: claim_deadline has passed; choose another")]
    ClaimDeadlinePassed = 128,
    /// Not a multiple of the granule.
    #[msg("gpus: zero or no multiple of job.granule")]
    NotAGranule = 129,
    /// Not one whole replica.
    #[msg(
        "gpus: a claim of a replicated job is one whole replica and is not enlarged; give job.gpus"
    )]
    NotAReplica = 130,
    /// Too few free slots.
    #[msg("gpus: more than the job's free slots; claim fewer")]
    NotEnoughSlots = 131,
    /// Operator accepts less than the job runs.
    #[msg(
        "max_seconds: below the job's seconds, or above the operator's max_seconds; give at least the job's"
    )]
    MaxSecondsTooShort = 132,
    /// Starting not open.
    #[msg("job: waits to be full; start when it is")]
    StartNotOpen = 133,
    /// Start missed.
    #[msg("claim: the time to start is over; finish it")]
    StartMissed = 134,
    /// More GPUs than are left to start.
    #[msg("gpus: more than the claim has left to start")]
    TooManyGpus = 135,
    /// Nothing ends the claim.
    #[msg("claim: nothing ends it yet; only its operator can complete it")]
    EndNotDue = 136,
    /// Last heartbeat awaited.
    #[msg(
        "claim: its time is over and its last heartbeat may come for 15 minutes; finish it after that"
    )]
    LastHeartbeatAwaited = 137,
    /// Replicas commit.
    #[msg("job: replicated; commit the result, then reveal it")]
    CommitInstead = 138,
    /// Not replicated.
    #[msg("job: not replicated; complete the claim instead")]
    NotReplicated = 139,
    /// Replica not decided.
    #[msg("claim: a replica is settled once its job's replicas are decided; decide it first")]
    NotDecided = 140,
    /// Job's end not due.
    #[msg("job: slots can still be claimed or claims run; end it after that")]
    JobNotDue = 141,
    /// Time is over.
    #[msg("job: its replicas can reveal; it cannot be extended any more")]
    TimeOver = 142,
    /// Slots can still be claimed.
    #[msg("job: slots can still be claimed; repeat after claim_deadline or the job's end")]
    ClaimingOpen = 143,
    /// Nothing to refund.
    #[msg("job: nothing more can be refunded until claims end")]
    NothingToRefund = 144,
    /// Job has not ended.
    #[msg("job: has not ended; end it first")]
    JobOpen = 145,
    /// Claims not closed.
    #[msg("job: claims are not closed; settle and close them first")]
    ClaimsOpen = 146,
    /// Nothing more can be covered.
    #[msg("claim: its time is over and covered; complete or finish it")]
    ClaimOver = 147,
    /// Heartbeat too early.
    #[msg("heartbeat: less than 15 minutes after the last; send it later")]
    HeartbeatTooEarly = 148,
    /// More alive than claimed.
    #[msg("alive: more than the claim's GPUs")]
    AliveOutOfRange = 149,
    /// Nothing to settle.
    #[msg(
        "claim: everything that can be settled is; repeat when more is an hour old, or 15 minutes after its end was recorded"
    )]
    NothingToSettle = 150,
    /// Points need a price.
    #[msg(
        "price: the deposit's mint has no valid price; refresh it, let the operator sign, or wait until seconds are a day old"
    )]
    PriceNeeded = 151,
    /// Replicas can still commit.
    #[msg("claim: replicas can still commit; reveal once all have")]
    RevealNotOpen = 152,
    /// Reveal closed.
    #[msg("claim: the hour to reveal is over")]
    RevealClosed = 153,
    /// Reveal awaited.
    #[msg("claim: can still be revealed; decide it after that")]
    RevealAwaited = 154,
    /// Verdict awaited.
    #[msg("verdict: there is none, and verifiers still have time; wait for it or the deadline")]
    VerdictAwaited = 155,
    /// Not what was committed.
    #[msg("result_hash and salt: do not give the commitment; reveal what was committed")]
    WrongReveal = 156,
    /// Spec not deterministic.
    #[msg("job: not declared deterministic; it cannot be disputed")]
    NotDeterministic = 157,
    /// Replicated.
    #[msg("job: replicated, its replicas decide; it cannot be disputed")]
    Replicated = 158,
    /// Hold-back over.
    #[msg("claim: its end was recorded 15 minutes ago or more; nothing is held back")]
    DisputeTooLate = 159,
    /// Nothing held back.
    #[msg("claim: nothing is held back, so there is nothing to dispute")]
    NothingHeldBack = 160,
    /// Not audited.
    #[msg("verdict: opens disputes of audited jobs only, when against the operator")]
    NotAudited = 161,
    /// Verdict unknown.
    #[msg("verdict: upheld must be 0 or 1; report it")]
    UnknownVerdict = 162,
    /// Amount zero.
    #[msg("amount: zero; give at least 1")]
    AmountZero = 163,
    /// Nothing owed.
    #[msg("amount: everything booked is withdrawn; withdraw after a settlement")]
    NothingOwed = 164,
    /// Shard holds nothing.
    #[msg("shard: holds nothing to withdraw; name another shard of the mint")]
    ShardEmpty = 165,
    /// Arithmetic overflow.
    #[msg(
        "arithmetic overflow or a state this program did not write; check the arguments, or report it"
    )]
    Overflow = 166,
    /// Replicas still unclaimed.
    #[msg(
        "job: not all replicas are claimed; there is nothing to reveal or decide before they are"
    )]
    NotFull = 167,
    /// Activity flag unknown.
    #[msg("active: must be 0 or 1; 1 takes new jobs in this mint, 0 takes none")]
    UnknownActive = 168,
    /// Settled as far as a dispute allows.
    #[msg("claim: what is held back is disputed; resolve the dispute, then settle")]
    ClaimDisputed = 169,
    /// Settled in full.
    #[msg("claim: everything it earned is settled; close it")]
    ClaimSettled = 170,
    /// Not settled in full.
    #[msg("claim: not settled in full; settle it before it is closed")]
    NotSettled = 171,
}

impl From<UpgradeAuthorityError> for EscrowError {
    fn from(error: UpgradeAuthorityError) -> Self {
        match error {
            UpgradeAuthorityError::WrongProgramData => Self::WrongProgramData,
            UpgradeAuthorityError::NotUpgradeAuthority => Self::NotUpgradeAuthority,
        }
    }
}

impl From<HandoverError> for EscrowError {
    fn from(error: HandoverError) -> Self {
        match error {
            HandoverError::NothingProposed => Self::NothingProposed,
            HandoverError::NotProposed => Self::NotProposed,
        }
    }
}

impl From<PauseError> for EscrowError {
    fn from(error: PauseError) -> Self {
        match error {
            PauseError::GuardianCoolingDown => Self::GuardianCoolingDown,
            PauseError::NotPaused => Self::NotPaused,
            PauseError::Overflow => Self::Overflow,
        }
    }
}

impl From<WithdrawalError> for EscrowError {
    fn from(error: WithdrawalError) -> Self {
        match error {
            WithdrawalError::ZeroAmount => Self::AmountZero,
            WithdrawalError::NothingOwed => Self::NothingOwed,
            WithdrawalError::PoolEmpty => Self::ShardEmpty,
            WithdrawalError::Overflow => Self::Overflow,
        }
    }
}

impl From<SeedError> for EscrowError {
    fn from(error: SeedError) -> Self {
        match error {
            SeedError::NotYetSealable => Self::NotYetSealable,
            // `seal` itself posts a job anew that is too old; no call returns the last two.
            SeedError::Malformed | SeedError::Expired | SeedError::StillSealable => {
                Self::SlotHashesMalformed
            }
        }
    }
}

impl From<CapacityError> for EscrowError {
    fn from(error: CapacityError) -> Self {
        match error {
            CapacityError::RootFromFuture => Self::RootFromFuture,
            CapacityError::RootTooOld { .. } => Self::RootTooOld,
            CapacityError::NotEnoughVerified { .. } => Self::NotEnoughVerified,
            CapacityError::TooManyClasses => Self::TooManyClasses,
            CapacityError::ZeroGpus | CapacityError::NotHired { .. } => Self::Overflow,
        }
    }
}

impl From<BondError> for EscrowError {
    fn from(error: BondError) -> Self {
        match error {
            BondError::NotEnoughSelfStake { .. } => Self::NotEnoughSelfStake,
            BondError::NotLocked | BondError::Overflow => Self::Overflow,
        }
    }
}

impl From<FilterError> for EscrowError {
    fn from(error: FilterError) -> Self {
        match error {
            FilterError::VramOutOfRange
            | FilterError::ConnectivityOutOfRange
            | FilterError::LatencyOutOfRange
            | FilterError::SecurityOutOfRange
            | FilterError::UnknownPurpose
            | FilterError::ReputationOutOfRange => Self::FiltersOutOfRange,
        }
    }
}

impl From<FilterMiss> for EscrowError {
    fn from(error: FilterMiss) -> Self {
        match error {
            FilterMiss::Draining => Self::Draining,
            FilterMiss::Class => Self::ClassMismatch,
            FilterMiss::Mint => Self::MintNotAccepted,
            FilterMiss::Vram { .. } => Self::VramTooSmall,
            FilterMiss::Region => Self::RegionMismatch,
            FilterMiss::Connectivity { .. } => Self::ConnectivityTooLow,
            FilterMiss::Latency { .. } => Self::LatencyTooLow,
            FilterMiss::Security { .. } => Self::SecurityTooLow,
            FilterMiss::Purpose => Self::PurposeMismatch,
            FilterMiss::OperatorReputation { .. } => Self::OperatorReputationTooLow,
            FilterMiss::ClientReputation { .. } => Self::ClientReputationTooLow,
            FilterMiss::Hours { .. } => Self::JobTooLongForOperator,
        }
    }
}

impl From<RaceError> for EscrowError {
    fn from(error: RaceError) -> Self {
        match error {
            RaceError::CapOutOfRange | RaceError::FloorOutOfRange => Self::RaceParametersOutOfRange,
            RaceError::StakeOutOfRange
            | RaceError::IdleGpusOutOfRange
            | RaceError::ReputationOutOfRange
            | RaceError::JobSlotsOutOfRange
            | RaceError::ClaimSlotsOutOfRange => Self::RaceInputOutOfRange,
            RaceError::ActiveTooLate => Self::ActiveTooLate,
            RaceError::TooEarly { .. } => Self::RaceTooEarly,
        }
    }
}

impl From<PriorityError> for EscrowError {
    fn from(error: PriorityError) -> Self {
        match error {
            PriorityError::ScarcityOutOfRange
            | PriorityError::TierStakeOutOfRange
            | PriorityError::WaitOutOfRange => Self::PriorityParametersOutOfRange,
            PriorityError::Waiting { .. } => Self::PriorityWait,
        }
    }
}

impl From<OracleError> for EscrowError {
    fn from(error: OracleError) -> Self {
        match error {
            OracleError::WrongOwner => Self::WrongPriceOwner,
            OracleError::NotPriceUpdate => Self::NotPriceUpdate,
            OracleError::NotFullyVerified => Self::PriceNotFullyVerified,
            OracleError::WrongFeed => Self::WrongPriceFeed,
            OracleError::ExponentOutOfRange
            | OracleError::PriceNotPositive
            | OracleError::PriceTooHigh => Self::PriceUnusable,
            OracleError::Stale | OracleError::OlderThanUsed { .. } => Self::PriceStale,
            OracleError::FromFuture => Self::PriceFromFuture,
            OracleError::ConfidenceTooWide => Self::PriceConfidenceTooWide,
            OracleError::MaxAgeOutOfRange => Self::MaxAgeOutOfRange,
            OracleError::MaxConfidenceOutOfRange => Self::MaxConfidenceOutOfRange,
            OracleError::AmountTooLarge => Self::Overflow,
        }
    }
}

impl From<PricingError> for EscrowError {
    fn from(error: PricingError) -> Self {
        match error {
            PricingError::MultiplierOutOfRange => Self::WrongClassBook,
            _ => Self::Overflow,
        }
    }
}

impl From<WashError> for EscrowError {
    fn from(error: WashError) -> Self {
        match error {
            WashError::Range(error) => error.into(),
            WashError::RingCouldGain { .. } => Self::RingCouldGain,
        }
    }
}

impl From<SettlementError> for EscrowError {
    fn from(error: SettlementError) -> Self {
        match error {
            SettlementError::FeeOutOfRange => Self::FeeOutOfRange,
            SettlementError::MaxDiscountOutOfRange => Self::MaxDiscountOutOfRange,
            SettlementError::ReferralsOutOfRange => Self::ReferralsOutOfRange,
            SettlementError::VerifierShareOutOfRange => Self::VerifierShareOutOfRange,
            SettlementError::MinUsdOutOfRange => Self::MinUsdOutOfRange,
            SettlementError::IosdPointsOutOfRange => Self::IosdPointsOutOfRange,
            SettlementError::RebateOutOfRange => Self::RebateOutOfRange,
            SettlementError::BonusOutOfRange => Self::BonusOutOfRange,
            SettlementError::PayCapOutOfRange => Self::PayCapOutOfRange,
            SettlementError::UsdOutOfRange { .. } => Self::UsdOutOfRange,
            SettlementError::StakersOutOfRange => Self::StakersOutOfRange,
            SettlementError::JobTooShort => Self::JobTooShort,
            SettlementError::JobTooLong => Self::JobTooLong,
            SettlementError::DepositTooSmall => Self::DepositTooSmall,
            SettlementError::DepositTooLarge => Self::DepositTooLarge,
            SettlementError::TooManyRates => Self::TooManyRates,
            SettlementError::JobCancelled => Self::JobEnded,
            SettlementError::AlreadyStarted | SettlementError::NotStarted => Self::WrongState,
            SettlementError::StartTooLate { .. } => Self::StartMissed,
            SettlementError::ClaimEnded => Self::ClaimOver,
            SettlementError::ClaimOpen => Self::LastHeartbeatAwaited,
            SettlementError::HeartbeatTooEarly { .. } => Self::HeartbeatTooEarly,
            SettlementError::AliveOutOfRange { .. } => Self::AliveOutOfRange,
            SettlementError::NotDark => Self::EndNotDue,
            SettlementError::NothingToSettle => Self::NothingToSettle,
            SettlementError::PriceNeeded => Self::PriceNeeded,
            // A class without a price is unknown.
            SettlementError::RateZero
            | SettlementError::DiscountOutOfRange { .. }
            | SettlementError::ClaimEmpty
            | SettlementError::StateInvalid => Self::Overflow,
        }
    }
}

impl From<PostError> for EscrowError {
    fn from(error: PostError) -> Self {
        match error {
            PostError::GpusOutOfRange => Self::GpusOutOfRange,
            PostError::GranuleOutOfRange => Self::GranuleOutOfRange,
            PostError::GranuleDoesNotDivide => Self::GranuleDoesNotDivide,
            PostError::SecondsOutOfRange => Self::SecondsOutOfRange,
            PostError::ClaimDeadlineOutOfRange => Self::ClaimDeadlineOutOfRange,
            PostError::StartSecondsOutOfRange => Self::StartSecondsOutOfRange,
            PostError::UnknownVerification => Self::UnknownVerification,
            PostError::ReplicasOutOfRange => Self::ReplicasOutOfRange,
            PostError::UnknownPartialFill => Self::UnknownPartialFill,
            PostError::ReplicasNeedAll => Self::ReplicasNeedAll,
            PostError::AuditNeedsDeterministic => Self::AuditNeedsDeterministic,
            PostError::Filter(error) => error.into(),
            PostError::Hire(error) => error.into(),
        }
    }
}

impl From<JobError> for EscrowError {
    fn from(error: JobError) -> Self {
        match error {
            JobError::WrongState => Self::WrongState,
            JobError::UnknownState
            | JobError::UnknownReason
            | JobError::UnknownJobEnd
            | JobError::UnknownEntitlement
            | JobError::Overflow => Self::Overflow,
            JobError::Paused => Self::Paused,
            JobError::JobEnded => Self::JobEnded,
            JobError::ClaimDeadlinePassed => Self::ClaimDeadlinePassed,
            JobError::NotAGranule { .. } => Self::NotAGranule,
            JobError::NotAReplica { .. } => Self::NotAReplica,
            JobError::NotEnoughSlots { .. } => Self::NotEnoughSlots,
            JobError::MaxSecondsTooShort { .. } => Self::MaxSecondsTooShort,
            JobError::StartNotOpen { .. } => Self::StartNotOpen,
            JobError::StartMissed { .. } => Self::StartMissed,
            JobError::TooManyGpus { .. } => Self::TooManyGpus,
            JobError::EndNotDue => Self::EndNotDue,
            JobError::LastHeartbeatAwaited => Self::LastHeartbeatAwaited,
            JobError::CommitInstead => Self::CommitInstead,
            JobError::NotFull => Self::NotFull,
            JobError::NotReplicated => Self::NotReplicated,
            JobError::NotDecided => Self::NotDecided,
            JobError::HeldBack { .. } => Self::NothingToSettle,
            JobError::NotSettled => Self::NotSettled,
            JobError::Disputed => Self::ClaimDisputed,
            JobError::AlreadySettled => Self::ClaimSettled,
            JobError::JobNotDue => Self::JobNotDue,
            JobError::TimeOver => Self::TimeOver,
            JobError::ClaimingOpen => Self::ClaimingOpen,
            JobError::NothingToRefund => Self::NothingToRefund,
            JobError::JobOpen => Self::JobOpen,
            JobError::ClaimsOpen { .. } => Self::ClaimsOpen,
            JobError::Meter(error) => error.into(),
        }
    }
}

impl From<ReplicaError> for EscrowError {
    fn from(error: ReplicaError) -> Self {
        match error {
            ReplicaError::Job(error) => error.into(),
            ReplicaError::RevealNotOpen { .. } => Self::RevealNotOpen,
            ReplicaError::RevealClosed { .. } => Self::RevealClosed,
            ReplicaError::RevealAwaited { .. } => Self::RevealAwaited,
            ReplicaError::VerdictAwaited { .. } => Self::VerdictAwaited,
            ReplicaError::TallyFull => Self::Overflow,
        }
    }
}

impl From<DisputeError> for EscrowError {
    fn from(error: DisputeError) -> Self {
        match error {
            DisputeError::Job(error) => error.into(),
            DisputeError::NotDeterministic => Self::NotDeterministic,
            DisputeError::Replicated => Self::Replicated,
            DisputeError::TooLate { .. } => Self::DisputeTooLate,
            DisputeError::NothingHeldBack => Self::NothingHeldBack,
            DisputeError::NotAudited => Self::NotAudited,
            DisputeError::VerdictAwaited { .. } => Self::VerdictAwaited,
            DisputeError::UnknownVerdict => Self::UnknownVerdict,
            DisputeError::Overflow => Self::Overflow,
        }
    }
}

impl From<StakeError> for EscrowError {
    fn from(error: StakeError) -> Self {
        match error {
            StakeError::NotStake | StakeError::WrongOwner => Self::WrongStake,
            StakeError::UnsupportedVersion => Self::ForeignVersionUnsupported,
        }
    }
}

/// A rule's refusal as the framework's error.
#[inline]
pub fn refuse(error: impl Into<EscrowError>) -> Error {
    refusal::error(code(error))
}

/// Out of line: it runs once, and last.
#[cold]
#[inline(never)]
fn code(error: impl Into<EscrowError>) -> Refusal {
    Error::from(error.into()).into()
}

impl EscrowError {
    /// Why an account of registry could not be read: `wrong` says which.
    pub fn registry(wrong: Self) -> impl FnOnce(ReadError) -> Self {
        move |error| match error {
            ReadError::UnsupportedVersion => Self::ForeignVersionUnsupported,
            _ => wrong,
        }
    }

    /// Why an account of the verification program could not be read: `wrong` says which.
    pub fn verification(wrong: Self) -> impl FnOnce(VerificationError) -> Self {
        move |error| match error {
            VerificationError::NotThisAccount | VerificationError::WrongSubject => wrong,
            VerificationError::UnsupportedVersion => Self::ForeignVersionUnsupported,
        }
    }
}
