//! A step as plain data: a sequence can be drawn from a seed, cut, simplified and printed.

/// What is done, four choices, and how the call is spoiled.
///
/// Choices are taken modulo what there is to choose from at that moment, so that every action
/// means something in every state; 0 is the plainest choice. It prints as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Action(pub Verb, pub [u8; 4], pub Twist);

/// How a call is spoiled before it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Twist {
    /// Not at all.
    Plain,
    /// A call of the same instruction that succeeded before is sent instead: the n-th last.
    Replay(u8),
    /// The account at a position is replaced by one of the world's.
    Swap(u8, u8),
    /// The accounts at two positions are exchanged.
    Exchange(u8, u8),
    /// Somebody else signs in the place of the n-th signer.
    Signer(u8, u8),
    /// The account at a position does not sign, or is read-only.
    Flag(u8, bool),
    /// A byte of the arguments is changed: 0, 1, 127 or 255.
    Byte(u8, u8),
}

/// What is done. The four choices are named in the order in which they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    /// The next sensible step of a job: job, which step, two choices of that step.
    Next,

    // job-escrow.
    /// Client, mode, size, times.
    Post,
    /// Job.
    Seal,
    /// Job, device, GPUs, seconds accepted.
    Claim,
    /// Claim, device, GPUs.
    StartHost,
    /// Claim, GPUs alive.
    Heartbeat,
    /// Claim, GPUs alive, result.
    Complete,
    /// Claim, GPUs alive, result.
    Commit,
    /// Claim, result.
    Reveal,
    /// Claim.
    Decide,
    /// Claim.
    Dispute,
    /// Claim.
    DisputeByVerdict,
    /// Claim.
    Resolve,
    /// Job, seconds.
    Extend,
    /// Job.
    Cancel,
    /// Job.
    EndJob,
    /// Claim.
    Finish,
    /// Job, whose account.
    Refund,
    /// Claim, whether the operator signs, whether the price is left out.
    Settle,
    /// Claim.
    CloseClaim,
    /// Job, caller.
    CloseJob,
    /// Wallet, mint, amount, shard.
    Withdraw,
    /// Role, mint, amount, shard.
    WithdrawFees,
    /// Wallet.
    OpenParticipant,
    /// Mint, number.
    OpenShard,
    /// Which.
    EscrowParameters,
    /// Mint, active.
    ListMint,

    // Roles of all programs.
    /// Program, role.
    Pause,
    /// Program, role.
    Unpause,
    /// Program, role, wallet.
    Propose,
    /// Program, role.
    Accept,

    // registry.
    /// Wallet, referrer, settings.
    RegisterOperator,
    /// Wallet, referrer.
    RegisterClient,
    /// Wallet, settings.
    UpdateOperator,
    /// Wallet, whether.
    SetDraining,
    /// Wallet, key, hardware, details.
    RegisterDevice,
    /// Key, details.
    UpdateDevice,
    /// Key, new key.
    RotateDevice,
    /// Key.
    RevokeDevice,
    /// Wallet.
    FoldOperator,
    /// Wallet.
    FoldClient,
    /// Class.
    AddClass,
    /// Class, whether it is retired.
    SetClass,
    /// Class, bounds.
    SetClassBounds,
    /// Class, percentage.
    MovePrice,
    /// Class, epochs ago, utilisation.
    ReportUtilisation,

    // iosd.
    /// Wallet.
    OpenMinter,
    /// Wallet.
    CloseMinter,
    /// Wallet, amount, limits.
    Mint,
    /// Wallet, amount.
    SellIosd,
    /// Wallet, amount, limits.
    SellIo,
    /// Nothing: the vault of the other dollar.
    ListVault,
    /// Which.
    IosdParameters,

    // price-feed and local-stand-in.
    /// Feed, price, confidence, age.
    Publish,
    /// Feed.
    CreateFeed,
    /// Feed, wallet.
    SetPublisher,
    /// Wallet, amount, active share, whether the pool is empty.
    SetStake,
    /// Wallet, GPUs, epochs ago.
    SetCapacity,
    /// Class, weight, epochs ago.
    SetClassTotal,
    /// Claim or job, which of both, upheld, result.
    SetVerdict,

    // emission and io-token.
    /// Epochs.
    Advance,
    /// Nothing.
    RollOver,
    /// Which.
    EmissionParameters,
    /// Beneficiary.
    ClaimVested,
    /// Wallet, amount.
    BurnIo,

    // What happens without a program of ours.
    /// Scale, amount, whether slots stand still.
    Warp,
    /// Hundreds of slots.
    PassSlots,
    /// Only every n-th slot is listed.
    SkipSlots,
    /// Account, amount.
    Donate,
    /// Account.
    DonateLamports,
    /// Wallet: its dollars.
    Freeze,
    /// Wallet: its dollars.
    Thaw,
    /// Wallet, mint.
    CloseTokens,
    /// Wallet, mint.
    OpenTokens,
    /// Wallet, wallet, mint, amount.
    Transfer,
    /// Wallet, mint, amount.
    BurnOutside,
}

/// An amount of at most about `most`, by a choice: all of it, the edges, or a part.
pub fn scaled(most: u64, choice: u8) -> u64 {
    match choice {
        0 => most,
        1 => most / 2,
        2 => 1,
        3 => most.saturating_sub(1),
        4 => most.saturating_add(1),
        5 => 0,
        6 => u64::MAX,
        part => most / 256 * u64::from(part) + most % 256 * u64::from(part) / 256,
    }
}

/// The element that a choice points at.
pub fn chosen<T: Clone>(list: &[T], choice: u8) -> Option<T> {
    let index = usize::from(choice).checked_rem(list.len())?;
    list.get(index).cloned()
}
