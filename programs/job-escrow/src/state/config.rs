//! The program's single config account.

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};
use ionet_core::{
    oracle::PriceRules,
    pause::PauseState,
    race::{self, PriorityParameters, WeightParameters},
    settlement::{ComputeRewardParameters, SettlementParameters},
    wash,
};

use crate::{
    constants::{MINTS, ROLES},
    error::EscrowError,
};

/// Roles, pause, pinned programs and feeds, parameters, listed mints. One account, seed
/// `escrow`.
#[account]
pub struct EscrowConfig {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Bump of the authority's address.
    pub authority_bump: u8,
    /// Kind of cluster: 0 local, 1 public. Fixed at initialisation.
    pub cluster: u8,
    /// How many mints are listed; never falls.
    pub mint_count: u8,
    /// Zero.
    pub reserved_head: [u8; 3],
    /// Paused before this time, unix seconds; 0 when never paused.
    pub paused_until: i64,
    /// Earliest time at which the guardian may pause again, unix seconds.
    pub guardian_pause_allowed_from: i64,
    /// When epoch 0 began, unix seconds: emission's start time.
    pub epoch_zero: i64,
    /// When the parameters changed last, unix seconds.
    pub parameters_changed_at: i64,
    /// Holders of the roles, by role index: admin, guardian, treasury, verifiers.
    pub roles: [Role; 4],
    /// Owner of the stake accounts that are read.
    pub staking_program: Address,
    /// Owner of the capacity, class total and verdict accounts that are read.
    pub verification_program: Address,
    /// Owner of the price accounts that are read.
    pub price_program: Address,
    /// Feed of IO in dollars.
    pub io_feed_id: [u8; 32],
    /// Parameters in force for new claims.
    pub parameters: Parameters,
    /// Worst split and rewards of claims that may still run, field by field (I11).
    pub worst: JointParameters,
    /// Zero.
    pub reserved_worst: [u8; 4],
    /// Listed mints; index 0 is IOSD.
    pub mints: [ListedMint; 8],
    /// Zero, for later versions.
    pub reserved: [u8; 64],
}

const _: () =
    assert!(size_of::<EscrowConfig>() == 1456 && size_of::<EscrowConfig>().is_multiple_of(8));

/// Everything that governance can change about hiring and settlement; hard and joint bounds
/// are in the rules.
#[repr(C)]
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, AnchorSerialize, AnchorDeserialize, IdlType,
)]
pub struct Parameters {
    /// The most race weight of one GPU, base units of IO.
    pub cap_per_gpu: u64,
    /// Race weight of one GPU without stake, base units of IO.
    pub floor_per_gpu: u64,
    /// Tiers of client stake, rising; waits that do not rise.
    pub tiers: [PriorityTier; 4],
    /// A class is scarce from this utilisation, basis points.
    pub scarce_from_bps: u16,
    /// Wait in a scarce class for clients below the first tier, slots of the chain.
    pub wait_slots: u16,
    /// Oldest price accepted, seconds.
    pub max_age_seconds: u16,
    /// Widest confidence accepted, basis points.
    pub max_confidence_bps: u16,
    /// Split and rewards, which are bounded together (I11).
    pub joint: JointParameters,
    /// Zero.
    pub reserved: [u8; 4],
}

/// Split of the gross and pay of points, basis points.
#[repr(C)]
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, AnchorSerialize, AnchorDeserialize, IdlType,
)]
pub struct JointParameters {
    /// The network fee, of the gross.
    pub fee_bps: u16,
    /// The greatest discount for reputation, of the fee.
    pub max_discount_bps: u16,
    /// The client's referrer, of the fee.
    pub client_referral_bps: u16,
    /// The operator's referrer, of the fee.
    pub operator_referral_bps: u16,
    /// The verifiers, of the fee.
    pub verifier_bps: u16,
    /// The least dollar share that an operator may choose.
    pub min_usd_bps: u16,
    /// Points of one micro-IOSD, of a micro-dollar.
    pub iosd_points_bps: u16,
    /// The most that an epoch pays for a point, of a dollar.
    pub point_pay_cap_bps: u16,
    /// The clients' part of that pay.
    pub buyer_rebate_bps: u16,
    /// What an operator with the smallest dollar share gets on top.
    pub token_bonus_bps: u16,
}

/// A tier of client stake.
#[repr(C)]
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, AnchorSerialize, AnchorDeserialize, IdlType,
)]
pub struct PriorityTier {
    /// The least stake of the tier, base units of IO.
    pub min_stake: u64,
    /// The wait, slots of the chain.
    pub wait_slots: u16,
    /// Zero.
    pub reserved: [u8; 6],
}

/// A role and its open hand-over.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct Role {
    /// Who holds it.
    pub holder: Address,
    /// Proposed next holder; all zero when none.
    pub proposed: Address,
}

/// A mint that deposits can be made in.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct ListedMint {
    /// The mint; six decimals.
    pub mint: Address,
    /// Feed of the mint in dollars, for compute points; all zero for IOSD.
    pub feed_id: [u8; 32],
    /// Where token shares go, those of jobs that are posted too: the buy-and-burn vault; for IOSD
    /// the mint, which burns.
    pub token_sink: Address,
    /// 1 while new jobs may be posted in it.
    pub active: u8,
    /// Zero.
    pub reserved: [u8; 7],
}

const _: () = assert!(ROLES == 4 && MINTS == 8);

impl From<JointParameters> for wash::JointParameters {
    fn from(joint: JointParameters) -> Self {
        Self {
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
        }
    }
}

impl From<wash::JointParameters> for JointParameters {
    fn from(joint: wash::JointParameters) -> Self {
        let (settlement, rewards) = (joint.settlement, joint.rewards);
        Self {
            fee_bps: settlement.fee_bps,
            max_discount_bps: settlement.max_discount_bps,
            client_referral_bps: settlement.client_referral_bps,
            operator_referral_bps: settlement.operator_referral_bps,
            verifier_bps: settlement.verifier_bps,
            min_usd_bps: settlement.min_usd_bps,
            iosd_points_bps: settlement.iosd_points_bps,
            point_pay_cap_bps: rewards.point_pay_cap_bps,
            buyer_rebate_bps: rewards.buyer_rebate_bps,
            token_bonus_bps: rewards.token_bonus_bps,
        }
    }
}

impl Parameters {
    /// The split for new claims.
    pub fn settlement(&self) -> SettlementParameters {
        wash::JointParameters::from(self.joint).settlement
    }

    /// What turns stake into race weight.
    pub fn weights(&self) -> WeightParameters {
        WeightParameters {
            cap_per_gpu: self.cap_per_gpu,
            floor_per_gpu: self.floor_per_gpu,
        }
    }

    /// Who waits while a class is scarce.
    pub fn priority(&self) -> PriorityParameters {
        PriorityParameters {
            scarce_from_bps: self.scarce_from_bps,
            wait_slots: self.wait_slots,
            tiers: self.tiers.map(|tier| race::PriorityTier {
                min_stake: tier.min_stake,
                wait_slots: tier.wait_slots,
            }),
        }
    }

    /// Which prices are accepted.
    pub fn price_rules(&self) -> PriceRules {
        PriceRules {
            max_age_seconds: self.max_age_seconds,
            max_confidence_bps: self.max_confidence_bps,
        }
    }

    /// Checks every field's range; what goes together is the history's concern.
    ///
    /// # Errors
    /// The error of the first field that is out of range.
    pub fn validate(&self) -> Result<()> {
        accept!(self.weights().validate());
        accept!(self.priority().validate());
        accept!(self.price_rules().validate());
        Ok(())
    }
}

impl EscrowConfig {
    /// Joint parameters with their past, as the rules know them.
    pub fn joint_history(&self) -> wash::JointHistory {
        wash::JointHistory {
            current: self.parameters.joint.into(),
            worst: self.worst.into(),
            changed_at: self.parameters_changed_at,
        }
    }

    /// Whether `key` holds `role`. Nobody holds a role that does not exist.
    #[inline]
    pub fn holds(&self, role: u8, key: &Address) -> bool {
        self.roles
            .get(usize::from(role))
            .is_some_and(|entry| anchor_lang::address_eq(&entry.holder, key))
    }

    /// Who holds `role`.
    ///
    /// # Errors
    /// [`EscrowError::UnknownRole`].
    pub fn holder(&self, role: u8) -> Result<Address> {
        let entry = self.roles.get(usize::from(role));
        Ok(entry.ok_or(EscrowError::UnknownRole)?.holder)
    }

    /// A role's entry.
    ///
    /// # Errors
    /// [`EscrowError::UnknownRole`].
    pub fn role_mut(&mut self, role: u8) -> Result<&mut Role> {
        self.roles
            .get_mut(usize::from(role))
            .ok_or_else(|| EscrowError::UnknownRole.into())
    }

    /// A listed mint, active or not.
    ///
    /// # Errors
    /// [`EscrowError::MintNotListed`].
    #[inline]
    pub fn listed(&self, index: u8) -> Result<&ListedMint> {
        self.mints
            .get(usize::from(index))
            .filter(|_| index < self.mint_count)
            .ok_or_else(|| EscrowError::MintNotListed.into())
    }

    /// Whether token shares in a listed mint go to `account`, as of now.
    #[inline]
    pub fn is_sink(&self, index: u8, account: &Address) -> bool {
        self.listed(index)
            .is_ok_and(|listed| anchor_lang::address_eq(&listed.token_sink, account))
    }

    /// The pause state as the rules know it.
    pub fn pause_state(&self) -> PauseState {
        PauseState {
            paused_until: self.paused_until,
            guardian_pause_allowed_from: self.guardian_pause_allowed_from,
        }
    }

    /// Stores the pause state.
    pub fn set_pause_state(&mut self, state: &PauseState) {
        self.paused_until = state.paused_until;
        self.guardian_pause_allowed_from = state.guardian_pause_allowed_from;
    }

    /// Refuses while paused. Entry instructions call it; exits never do (invariant I10).
    ///
    /// # Errors
    /// [`EscrowError::Paused`].
    #[inline]
    pub fn require_not_paused(&self, now: i64) -> Result<()> {
        require!(!self.pause_state().is_paused(now), EscrowError::Paused);
        Ok(())
    }

    /// The epoch that runs at `now`.
    ///
    /// # Errors
    /// [`EscrowError::BeforeEpochZero`].
    #[inline]
    pub fn epoch_at(&self, now: i64) -> Result<u64> {
        ionet_core::time::epoch_at(self.epoch_zero, now)
            .ok_or_else(|| EscrowError::BeforeEpochZero.into())
    }
}
