//! The steps of registry and job-escrow as instructions.

use ionet_client::instructions::{job_escrow, registry};
use ionet_client::job_escrow::instructions::{
    InitializeInstructionArgs as EscrowArgs, ListMintInstructionArgs,
};
use ionet_client::job_escrow::types::{JointParameters, Parameters, PriorityTier};
use ionet_client::registry::instructions::{
    AddClassInstructionArgs, InitializeInstructionArgs as RegistryArgs,
};
use ionet_client::registry::types::ClassTerms;
use solana_instruction::Instruction;
use solana_pubkey::Pubkey;

use crate::file::{Class, ClusterTag};
use crate::plan::{EscrowRules, Wanted, WantedDollar};

/// The kind of cluster, as programs store it.
fn cluster(tag: ClusterTag) -> u8 {
    match tag {
        ClusterTag::Local => 0,
        ClusterTag::Public => 1,
    }
}

/// `epoch_zero` is emission's start time.
pub(crate) fn initialize_registry(wanted: &Wanted, epoch_zero: i64) -> Instruction {
    let args = RegistryArgs {
        epoch_zero,
        cluster: cluster(wanted.tag),
        guardian: wanted.guardian,
        price_manager: wanted.price_manager,
        capacity_reporter: wanted.capacity_reporter,
    };
    registry::initialize(wanted.admin, args)
}

pub(crate) fn add_class(wanted: &Wanted, class: &Class) -> Instruction {
    let args = AddClassInstructionArgs {
        class: class.id,
        terms: ClassTerms {
            name: class.name,
            multiplier_bps: class.terms.multiplier_bps,
            speed: class.terms.speed,
            vram_mib: class.terms.vram_mib,
        },
        price: class.price,
        min_price: class.min_price,
        max_price: class.max_price,
    };
    registry::add_class(wanted.admin, args)
}

/// `epoch_zero` is emission's start time.
pub(crate) fn initialize_escrow(wanted: &Wanted, epoch_zero: i64) -> Instruction {
    let escrow = &wanted.escrow;
    let args = EscrowArgs {
        cluster: cluster(wanted.tag),
        epoch_zero,
        guardian: wanted.guardian,
        treasury: escrow.treasury,
        verifiers: escrow.verifiers,
        staking_program: escrow.staking_program,
        verification_program: escrow.verification_program,
        price_program: wanted.oracle.owner,
        io_feed_id: wanted.oracle.io.id,
        parameters: parameters(&escrow.rules),
    };
    job_escrow::initialize(wanted.admin, args)
}

fn parameters(rules: &EscrowRules) -> Parameters {
    let (split, rewards) = (&rules.joint.settlement, &rules.joint.rewards);
    Parameters {
        cap_per_gpu: rules.weights.cap_per_gpu,
        floor_per_gpu: rules.weights.floor_per_gpu,
        tiers: rules.priority.tiers.map(|tier| PriorityTier {
            min_stake: tier.min_stake,
            wait_slots: tier.wait_slots,
            reserved: [0; 6],
        }),
        scarce_from_bps: rules.priority.scarce_from_bps,
        wait_slots: rules.priority.wait_slots,
        max_age_seconds: rules.price.max_age_seconds,
        max_confidence_bps: rules.price.max_confidence_bps,
        joint: JointParameters {
            fee_bps: split.fee_bps,
            max_discount_bps: split.max_discount_bps,
            client_referral_bps: split.client_referral_bps,
            operator_referral_bps: split.operator_referral_bps,
            verifier_bps: split.verifier_bps,
            min_usd_bps: split.min_usd_bps,
            iosd_points_bps: split.iosd_points_bps,
            point_pay_cap_bps: rewards.point_pay_cap_bps,
            buyer_rebate_bps: rewards.buyer_rebate_bps,
            token_bonus_bps: rewards.token_bonus_bps,
        },
        reserved: [0; 4],
    }
}

pub(crate) fn list_mint(wanted: &Wanted, index: u8, dollar: &WantedDollar) -> Instruction {
    let args = ListMintInstructionArgs {
        mint_index: index,
        feed_id: dollar.feed.id,
        active: 1,
    };
    job_escrow::list_mint(wanted.admin, dollar.mint, args)
}

pub(crate) fn open_shards(
    wanted: &Wanted,
    index: u8,
    mint: Pubkey,
    numbers: &[u8],
) -> Vec<Instruction> {
    let numbers = numbers.iter();
    numbers
        .map(|number| job_escrow::open_shard(wanted.admin, mint, index, *number))
        .collect()
}
