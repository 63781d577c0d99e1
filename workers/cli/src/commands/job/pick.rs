//! Which claims of a job a command is about.

use anyhow::{Context as _, Result, bail};
use ionet_client::{generated::job_escrow::accounts::Claim, market::claim_record};
use ionet_core::job::ClaimRecord;
use solana_pubkey::Pubkey;

use crate::{
    context::Context,
    onchain::jobs::{FoundJob, claim_of, claims},
};

/// A claim, and the rules' view of it.
pub struct Picked {
    pub account: Claim,
    pub record: ClaimRecord,
}

impl Picked {
    /// Reads a claim's account.
    pub fn of(account: Claim) -> Result<Self> {
        Ok(Self {
            record: claim_record(&account)?,
            account,
        })
    }

    /// The wallet of its operator.
    pub fn operator(&self) -> Pubkey {
        self.account.operator
    }
}

/// The claim of one operator, or all of them.
pub async fn picked(
    context: &Context,
    job: &FoundJob,
    operator: Option<&str>,
) -> Result<Vec<Picked>> {
    let found = match operator {
        Some(text) => {
            let owner = context.owner(Some(text))?;
            vec![held_by(context, job, &owner).await?]
        }
        None => claims(context, &job.at.address).await?,
    };
    if found.is_empty() {
        bail!(
            "nobody holds a claim on {}: it was never claimed, or its claims are closed",
            job.at.address
        )
    }
    found.into_iter().map(Picked::of).collect()
}

/// The claim of an operator, which must be there.
pub async fn held_by(context: &Context, job: &FoundJob, operator: &Pubkey) -> Result<Claim> {
    let claim = claim_of(context, job, operator).await?;
    claim.with_context(|| {
        format!(
            "{operator} holds no claim on {}: it never claimed, or its claim is closed",
            job.at.address
        )
    })
}

/// The one claim that is meant: the operator's, or the only one.
pub async fn one_claim(
    context: &Context,
    job: &FoundJob,
    operator: Option<&str>,
) -> Result<Picked> {
    only(picked(context, job, operator).await?)
}

/// The only one of some claims.
///
/// # Errors
/// When there are several, with their operators.
pub fn only(mut some: Vec<Picked>) -> Result<Picked> {
    match (some.pop(), some.is_empty()) {
        (Some(claim), true) => Ok(claim),
        (Some(last), false) => {
            some.push(last);
            let operators: Vec<String> = some
                .iter()
                .map(|claim| claim.operator().to_string())
                .collect();
            bail!(
                "several claims could be meant: name one with --operator; they are of {}",
                operators.join(", ")
            )
        }
        (None, _) => bail!("there is no such claim"),
    }
}
