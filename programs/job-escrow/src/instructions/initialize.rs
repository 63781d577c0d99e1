//! Creates the config.

use anchor_lang::prelude::*;
use ionet_core::wash;
use ionet_program_common::{
    accounts::{Known, Own},
    handover::NOBODY,
    upgrade_authority,
};
use ionet_token_cpi::account::Mint;

use super::clock;
use crate::{
    constants::{CLUSTER_LOCAL, CLUSTER_PUBLIC, CONFIG_VERSION, LOCAL_STAND_IN_ID, MINT_DECIMALS},
    error::EscrowError,
    events::{Initialized, emit},
    state::{EscrowConfig, ListedMint, Parameters, Role},
};

/// Accounts of [`initialize`].
#[derive(Accounts)]
pub struct Initialize {
    /// The program's upgrade authority: first admin, and payer of the rent.
    #[account(mut)]
    pub authority: Signer,
    /// The program's `ProgramData` account: shows who its upgrade authority is.
    pub program_data: UncheckedAccount,
    /// The config to create.
    #[account(init, payer = authority, seeds = [b"escrow"], bump)]
    pub config: Own<EscrowConfig>,
    /// Owner of the shards' vaults, without data.
    #[account(seeds = [b"authority"], bump)]
    pub escrow_authority: UncheckedAccount,
    /// The IOSD mint: listed under index 0, its token share is burned.
    pub iosd_mint: Mint,
    /// The system program.
    pub system_program: Known<System>,
}

/// What is fixed or first set at initialisation.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct InitializeArgs {
    /// Kind of cluster: 0 local, 1 public.
    pub cluster: u8,
    /// When epoch 0 begins or began, unix seconds: emission's start time.
    pub epoch_zero: i64,
    /// First guardian.
    pub guardian: Address,
    /// First holder of the treasury role.
    pub treasury: Address,
    /// First holder of the verifiers role.
    pub verifiers: Address,
    /// Owner of stake accounts.
    pub staking_program: Address,
    /// Owner of capacity, class total and verdict accounts.
    pub verification_program: Address,
    /// Owner of price accounts.
    pub price_program: Address,
    /// Feed of IO in dollars.
    pub io_feed_id: [u8; 32],
    /// First parameters.
    pub parameters: Parameters,
}

impl InitializeArgs {
    fn validate(&self) -> Result<()> {
        require!(
            matches!(self.cluster, CLUSTER_LOCAL | CLUSTER_PUBLIC),
            EscrowError::UnknownCluster
        );
        require!(self.epoch_zero > 0, EscrowError::EpochZeroNotPositive);
        let is = |key: &Address, other: &Address| anchor_lang::address_eq(key, other);
        for role in [&self.guardian, &self.treasury, &self.verifiers] {
            require!(!is(role, &NOBODY), EscrowError::RoleMissing);
        }
        let read = [&self.staking_program, &self.verification_program];
        for program in read.into_iter().chain([&self.price_program]) {
            require!(!is(program, &NOBODY), EscrowError::ProgramMissing);
        }
        // On a public cluster one key could otherwise invent stake, capacity and verdicts.
        for program in read {
            require!(
                self.cluster == CLUSTER_LOCAL || !is(program, &LOCAL_STAND_IN_ID),
                EscrowError::StandInOnPublicCluster
            );
        }
        self.parameters.validate()
    }
}

/// **Specification**
/// - Only the program's upgrade authority, proven by the `ProgramData` account.
/// - Runs once: the config account is created here and never closed. Cluster tag, programs
///   and feeds that are read are fixed.
/// - The local stand-in for staking and verifiers is refused unless the cluster is local.
/// - Parameters within their bounds, and together such that washing loses money (I11).
/// - IOSD is listed under index 0: six decimals, classic token program.
pub fn initialize(ctx: &mut Context<Initialize>, args: InitializeArgs) -> Result<()> {
    let bumps = (ctx.bumps.config, ctx.bumps.escrow_authority);
    let accounts = &mut ctx.accounts;
    let (now, _) = clock()?;
    let admin = *accounts.authority.address();
    accept!(upgrade_authority::check(
        &accounts.program_data,
        &crate::ID,
        &admin
    ));
    args.validate()?;
    require!(
        accounts.iosd_mint.decimals() == MINT_DECIMALS,
        EscrowError::WrongDecimals
    );
    let history = accept!(wash::JointHistory::start(args.parameters.joint.into(), now));
    let iosd = *accounts.iosd_mint.address();

    let config = &mut accounts.config;
    config.version = CONFIG_VERSION;
    (config.bump, config.authority_bump) = bumps;
    config.cluster = args.cluster;
    config.mint_count = 1;
    config.epoch_zero = args.epoch_zero;
    config.parameters_changed_at = history.changed_at;
    config.roles = [admin, args.guardian, args.treasury, args.verifiers].map(|holder| Role {
        holder,
        proposed: NOBODY,
    });
    config.staking_program = args.staking_program;
    config.verification_program = args.verification_program;
    config.price_program = args.price_program;
    config.io_feed_id = args.io_feed_id;
    config.parameters = args.parameters;
    config.worst = history.worst.into();
    let [first, ..] = &mut config.mints;
    *first = ListedMint {
        mint: iosd,
        feed_id: [0; 32],
        token_sink: iosd,
        active: 1,
        reserved: [0; 7],
    };

    emit(&Initialized {
        admin,
        guardian: args.guardian,
        treasury: args.treasury,
        verifiers: args.verifiers,
        cluster: args.cluster,
        epoch_zero: args.epoch_zero,
        iosd_mint: iosd,
        reserved: [0; 7],
    });
    Ok(())
}
