//! Reports how much of a class's verified capacity was hired in an epoch.

use anchor_lang::prelude::*;

use super::now;
use crate::{
    constants::{CLASS_BOOK_VERSION, CLUSTER_LOCAL, CONFIG_VERSION, ROLE_CAPACITY_REPORTER},
    error::RegistryError,
    events::UtilisationReported,
    state::{ClassBook, RegistryConfig},
};

/// Accounts of [`report_utilisation`].
#[derive(Accounts)]
pub struct ReportUtilisation {
    /// Who holds the capacity reporter's role.
    #[account(
        constraint = config.holds(ROLE_CAPACITY_REPORTER, reporter.address())
            @ RegistryError::NotCapacityReporter
    )]
    pub reporter: Signer,
    /// The program's config.
    #[account(
        seeds = [b"registry"],
        bump,
        constraint = config.version == CONFIG_VERSION @ RegistryError::UnsupportedVersion
    )]
    pub config: Account<RegistryConfig>,
    /// The class book.
    #[account(
        mut,
        seeds = [b"classes"],
        bump,
        constraint = class_book.version == CLASS_BOOK_VERSION @ RegistryError::UnsupportedVersion
    )]
    pub class_book: Account<ClassBook>,
}

/// **Specification**
/// - Only the capacity reporter, and only on a local chain: on a public cluster no single key
///   says what was measured.
/// - Each ended epoch once, in order; epochs may be left out.
/// - The price multiplier moves towards the curve of the 24-epoch mean, at most 5 % of itself
///   per report.
pub fn report_utilisation(
    ctx: &mut Context<ReportUtilisation>,
    class: u16,
    epoch: u64,
    utilisation_bps: u16,
) -> Result<()> {
    let accounts = &mut ctx.accounts;
    require!(
        accounts.config.cluster == CLUSTER_LOCAL,
        RegistryError::LocalReporterOnly
    );
    let running = accounts.config.epoch_at(now()?)?;
    let entry = accounts.class_book.class_mut(class)?;
    let before = entry.utilisation();
    let after = before
        .report(epoch, utilisation_bps, running)
        .map_err(RegistryError::from)?;

    entry.set_utilisation(&after);
    emit!(UtilisationReported {
        class,
        epoch,
        utilisation_bps,
        mean_bps: after.mean_bps_floor(),
        multiplier_before: before.multiplier_bps,
        multiplier_after: after.multiplier_bps,
    });
    Ok(())
}
