//! What job-escrow has.

use ionet_client::accounts::fetch_optional;
use ionet_client::job_escrow::accounts::EscrowConfig;
use ionet_client::job_escrow::pdas::{find_config_pda, find_shard_pda};
use ionet_client::job_escrow::types::Parameters;
use ionet_core::oracle::PriceRules;
use ionet_core::race::{PriorityParameters, PriorityTier, WeightParameters};
use ionet_core::settlement::{ComputeRewardParameters, SettlementParameters};
use ionet_core::wash::JointParameters;
use solana_pubkey::Pubkey;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;

use super::{exist, read_error, tag};
use crate::error::MigrationError;
use crate::plan::{EscrowRules, FoundEscrow, SHARDS};

pub(super) async fn escrow(rpc: &RpcClient) -> Result<Option<FoundEscrow>, MigrationError> {
    let config: Option<EscrowConfig> = fetch_optional(rpc, &find_config_pda().0)
        .await
        .map_err(|error| read_error("reading job-escrow", error))?;
    Ok(config.map(|config| FoundEscrow {
        tag: tag(config.cluster),
        epoch_zero: config.epoch_zero,
        roles: config.roles.each_ref().map(|role| role.holder),
        staking_program: config.staking_program,
        verification_program: config.verification_program,
        price_program: config.price_program,
        io_feed_id: config.io_feed_id,
        rules: rules(&config.parameters),
        mints: config
            .mints
            .iter()
            .take(config.mint_count.into())
            .map(|listed| listed.mint)
            .collect(),
    }))
}

/// Which shards are open, by the index of the mint.
pub(super) async fn shards(
    rpc: &RpcClient,
    mints: usize,
) -> Result<Vec<[bool; SHARDS as usize]>, MigrationError> {
    let mut all = Vec::with_capacity(mints);
    for index in (0..u8::MAX).take(mints) {
        let addresses: [Pubkey; SHARDS as usize] = std::array::from_fn(|number| {
            find_shard_pda(index, u8::try_from(number).unwrap_or(u8::MAX)).0
        });
        let open = exist(rpc, &addresses, "reading the shards").await?;
        all.push(std::array::from_fn(|number| {
            open.get(number).copied().unwrap_or_default()
        }));
    }
    Ok(all)
}

fn rules(parameters: &Parameters) -> EscrowRules {
    let joint = &parameters.joint;
    EscrowRules {
        price: PriceRules {
            max_age_seconds: parameters.max_age_seconds,
            max_confidence_bps: parameters.max_confidence_bps,
        },
        weights: WeightParameters {
            cap_per_gpu: parameters.cap_per_gpu,
            floor_per_gpu: parameters.floor_per_gpu,
        },
        priority: PriorityParameters {
            scarce_from_bps: parameters.scarce_from_bps,
            wait_slots: parameters.wait_slots,
            tiers: parameters.tiers.each_ref().map(|tier| PriorityTier {
                min_stake: tier.min_stake,
                wait_slots: tier.wait_slots,
            }),
        },
        joint: JointParameters {
            settlement: SettlementParameters {
                fee_bps: joint.fee_bps,
                max_discount_bps: joint.max_discount_bps,
                client_referral_bps: joint.client_referral_bps,
                operator_referral_bps: joint.operator_referral_bps,
                verifier_bps: joint.verifier_bps,
                min_usd_bps: joint.min_usd_bps,
                iosd_points_bps: joint.iosd_points_bps,
            },
            rewards: ComputeRewardParameters {
                point_pay_cap_bps: joint.point_pay_cap_bps,
                buyer_rebate_bps: joint.buyer_rebate_bps,
                token_bonus_bps: joint.token_bonus_bps,
            },
        },
    }
}
