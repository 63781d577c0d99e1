//! job-escrow's config: parameters, and whose accounts it reads.

use ionet_core::{
    oracle::{Feed, PriceRules},
    race::{PriorityParameters, PriorityTier, WeightParameters},
    settlement::SettlementParameters,
    time,
};
use solana_address::Address;

use crate::generated::{
    job_escrow::{accounts::EscrowConfig, types::ListedMint},
    price_feed::{PRICE_FEED_ID, pdas::find_feed_pda},
};

/// Nobody said where a price is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this cluster's prices are in accounts of {program}, which have no fixed address")]
pub struct NoPriceAccount {
    /// Their owner.
    pub program: Address,
}

/// What a settlement takes from the config's entry of a job's mint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SettleWith {
    /// Where its token share goes.
    pub token_sink: Address,
    /// The feed of the price that it needs; `None` for IOSD.
    pub feed_id: Option<[u8; 32]>,
}

/// The stake account of a wallet, in the staking program that job-escrow reads.
pub fn stake_account(config: &EscrowConfig, owner: &Address) -> Address {
    Address::find_program_address(&[b"stake", owner.as_ref()], &config.staking_program).0
}

/// The verified capacity of an operator, in the verification program that job-escrow reads.
pub fn capacity_account(config: &EscrowConfig, operator: &Address) -> Address {
    of_verification(config, &[b"capacity", operator.as_ref()])
}

/// The verdict on a claim or a replicated job, likewise.
pub fn verdict_account(config: &EscrowConfig, subject: &Address) -> Address {
    of_verification(config, &[b"verdict", subject.as_ref()])
}

/// The total weight of a class, likewise.
pub fn class_total_account(config: &EscrowConfig, class: u16) -> Address {
    of_verification(config, &[b"class-total", &class.to_le_bytes()])
}

fn of_verification(config: &EscrowConfig, seeds: &[&[u8]]) -> Address {
    Address::find_program_address(seeds, &config.verification_program).0
}

/// The account that holds the price of feed `id`: the given one, or the local oracle's.
///
/// # Errors
/// [`NoPriceAccount`] when neither is there.
pub fn price_account(
    config: &EscrowConfig,
    id: &[u8; 32],
    given: Option<Address>,
) -> Result<Address, NoPriceAccount> {
    match given {
        Some(account) => Ok(account),
        None if config.price_program == PRICE_FEED_ID => Ok(find_feed_pda(id).0),
        None => Err(NoPriceAccount {
            program: config.price_program,
        }),
    }
}

/// What a settlement in the mint with this index needs; `None` when no such mint is listed.
pub fn settle_with(config: &EscrowConfig, mint_index: u8) -> Option<SettleWith> {
    let listed: &ListedMint = config
        .mints
        .get(usize::from(mint_index))
        .filter(|_| mint_index < config.mint_count)?;
    Some(SettleWith {
        token_sink: listed.token_sink,
        feed_id: (mint_index > 0).then_some(listed.feed_id),
    })
}

/// The epoch that runs at `now`, unix seconds; `None` before the first.
pub fn epoch_at(config: &EscrowConfig, now: i64) -> Option<u64> {
    time::epoch_at(config.epoch_zero, now)
}

/// When an epoch begins, unix seconds.
pub fn epoch_start(config: &EscrowConfig, epoch: u64) -> i64 {
    let since = i64::try_from(epoch).unwrap_or(i64::MAX);
    let since = since.saturating_mul(time::EPOCH_SECONDS);
    config.epoch_zero.saturating_add(since)
}

/// What turns stake into race weight.
pub fn weights(config: &EscrowConfig) -> WeightParameters {
    WeightParameters {
        cap_per_gpu: config.parameters.cap_per_gpu,
        floor_per_gpu: config.parameters.floor_per_gpu,
    }
}

/// Who waits while a class is scarce.
pub fn priority(config: &EscrowConfig) -> PriorityParameters {
    let parameters = &config.parameters;
    PriorityParameters {
        scarce_from_bps: parameters.scarce_from_bps,
        wait_slots: parameters.wait_slots,
        tiers: parameters.tiers.each_ref().map(|tier| PriorityTier {
            min_stake: tier.min_stake,
            wait_slots: tier.wait_slots,
        }),
    }
}

/// Which prices are fit for use.
pub fn price_rules(config: &EscrowConfig) -> PriceRules {
    PriceRules {
        max_age_seconds: config.parameters.max_age_seconds,
        max_confidence_bps: config.parameters.max_confidence_bps,
    }
}

/// The feed `id`, of the program whose prices job-escrow reads.
pub fn price_feed(config: &EscrowConfig, id: &[u8; 32]) -> Feed {
    Feed {
        owner: config.price_program.to_bytes(),
        feed_id: *id,
    }
}

/// The split of new claims.
pub fn settlement(config: &EscrowConfig) -> SettlementParameters {
    let joint = &config.parameters.joint;
    SettlementParameters {
        fee_bps: joint.fee_bps,
        max_discount_bps: joint.max_discount_bps,
        client_referral_bps: joint.client_referral_bps,
        operator_referral_bps: joint.operator_referral_bps,
        verifier_bps: joint.verifier_bps,
        min_usd_bps: joint.min_usd_bps,
        iosd_points_bps: joint.iosd_points_bps,
    }
}
