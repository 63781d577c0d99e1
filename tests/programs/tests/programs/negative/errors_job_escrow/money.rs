//! Errors of job-escrow: settlements, refunds, withdrawals, closes.

use super::{
    super::tables::{ErrorCase, error_case as case},
    stage::{Stage, half_claimed},
};
use ionet_test_kit::{
    Call,
    addresses::{PRICES, participant, shard, shard_vault},
    market::{DOLLAR_MINT, IOSD_MINT},
    process::job_escrow::{self as escrow, ADMIN, GUARDIAN, SettleAccounts, TREASURY, VERIFIERS},
};

#[rustfmt::skip]
pub const CASES: &[ErrorCase] = &[
    case("WrongState", "settle before the start", || Stage::claimed(|_| ()).refuses(Stage::settle_call)),
    case("NothingToSettle", "nothing is an hour old", || Stage::running().after(1_800).refuses(Stage::settle_call)),
    case("NothingToSettle", "the last second of the hold-back", || {
        Stage::completed().after(899).refuses(Stage::settle_call)
    }),
    case("ClaimSettled", "settle once more", || Stage::settled().refuses(Stage::settle_call)),
    case("NothingToSettle", "the same again while it runs", || {
        let mut stage = Stage::free_for_all(|terms| terms.seconds = 86_400);
        stage.must(stage.claim_call(2));
        stage.must(stage.start_call(2));
        for _ in 0..8 {
            stage = stage.after(900).and(|stage| stage.beat_call(2));
        }
        stage.market.refresh_prices();
        stage.and(Stage::settle_call).refuses(Stage::settle_call)
    }),
    case("NotOperator", "the client signs", || Stage::completed().after(900).refuses(|stage| {
        let mut call = signed(stage);
        call.meta_mut("operator_signature").pubkey = stage.market.client;
        call
    })),
    case("PriceNeeded", "no price account", || Stage::completed().after(900).refuses(|stage| {
        escrow::settle(&stage.job, &stage.operator.owner, &SettleAccounts::default())
    })),
    case("PriceNeeded", "an old price", || Stage::completed().after(900).refuses(Stage::settle_call)),
    case("PriceNeeded", "the price of IO", || due().refuses(|stage| {
        stage.settle_call().with_account("price", PRICES.io_usd)
    })),
    case("WrongVault", "settle out of the client's own", || due().refuses(|stage| {
        stage.settle_call().with_account("vault", stage.market.client_dollars)
    })),
    case("WrongVault", "settle out of the shard", || due().refuses(|stage| {
        stage.settle_call().with_account("vault", shard_vault(DOLLAR_MINT, other_shard(stage)))
    })),
    case("WrongVault", "refund out of the shard", || Stage::posted(|_| ()).after(3_600).refuses(|stage| {
        stage.refund_call().with_account("vault", shard_vault(DOLLAR_MINT, stage.job.shard()))
    })),
    case("WrongVault", "close_job", || Stage::closed_claim().and(Stage::end_call).refuses(|stage| {
        stage.close_job_call().with_account("vault", stage.market.client_dollars)
    })),
    case("WrongShard", "settle into another", || due().refuses(|stage| {
        let other = other_shard(stage);
        let settle = stage.settle_call().with_account("shard", shard(DOLLAR_MINT, other));
        settle.with_account("shard_vault", shard_vault(DOLLAR_MINT, other))
    })),
    case("WrongShard", "settle into that of IOSD", || due().refuses(|stage| {
        stage.settle_call().with_account("shard", shard(IOSD_MINT, stage.job.shard()))
    })),
    case("WrongShard", "close_job into another", || Stage::closed_claim().and(Stage::end_call).refuses(|stage| {
        stage.close_job_call().with_account("shard", shard(DOLLAR_MINT, other_shard(stage)))
    })),
    case("WrongShardVault", "settle to the operator", || due().refuses(|stage| {
        stage.settle_call().with_account("shard_vault", stage.operator.dollars)
    })),
    case("WrongShardVault", "close_job to the caller", || Stage::closed_claim().and(Stage::end_call).refuses(|stage| {
        stage.close_job_call().with_account("shard_vault", stage.operator.dollars)
    })),
    case("WrongShardVault", "withdraw out of another", || Stage::settled().refuses(|stage| {
        stage.withdraw_call(1).with_account("shard_vault", shard_vault(DOLLAR_MINT, other_shard(stage)))
    })),
    case("WrongShardVault", "withdraw_fees out of another", || Stage::settled().refuses(|stage| {
        let vault = shard_vault(DOLLAR_MINT, other_shard(stage));
        fees(stage, TREASURY, 1).with_account("shard_vault", vault)
    })),
    case("WrongTokenSink", "settle to the operator", || due().refuses(|stage| {
        stage.settle_call().with_account("token_sink", stage.operator.dollars)
    })),
    case("WrongParticipant", "settle for another operator", || due().refuses(|stage| {
        stage.settle_call().with_account("operator", participant(&stage.other().owner))
    })),
    case("WrongParticipant", "settle for another client", || due().refuses(|stage| {
        stage.settle_call().with_account("client", participant(&stage.other().owner))
    })),
    case("WrongParticipant", "close_job for another client", || {
        Stage::closed_claim().and(Stage::end_call).refuses(|stage| {
            stage.close_job_call().with_account("participant", participant(&stage.operator.owner))
        })
    }),
    case("ClaimingOpen", "refund while slots are free", || Stage::posted(|_| ()).refuses(Stage::refund_call)),
    case("ClaimingOpen", "refund in the last second", || {
        Stage::claimed(half_claimed).after(3_570).refuses(Stage::refund_call)
    }),
    case("ClaimingOpen", "close_claim, which could be made again", || {
        let settled = Stage::claimed(half_claimed).and(|stage| stage.start_call(2)).after(60);
        let settled = settled.and(|stage| stage.complete_call(2)).after(900).with(|stage| {
            let (job, operator) = (stage.job, stage.operator);
            let _ = stage.market.settle(&job, &operator);
        });
        settled.refuses(Stage::close_claim_call)
    }),
    case("NothingToRefund", "all can still be earned", || Stage::running().refuses(Stage::refund_call)),
    case("NothingToRefund", "twice", || {
        let refunded = Stage::posted(|_| ()).after(3_600).and(Stage::refund_call);
        refunded.refuses(Stage::refund_call)
    }),
    case("WrongTokenMint", "refund in IOSD", || Stage::posted(|_| ()).after(3_600).refuses(|stage| {
        escrow::refund(&stage.job, stage.market.client_iosd)
    })),
    case("WrongTokenMint", "withdraw in IOSD", || Stage::settled().refuses(|stage| {
        stage.withdraw_call(1).with_account("destination", stage.operator.iosd)
    })),
    case("WrongTokenMint", "withdraw_fees in IOSD", || Stage::settled().refuses(|stage| {
        fees(stage, TREASURY, 1).with_account("destination", stage.operator.iosd)
    })),
    case("WrongTokenOwner", "refund to the operator", || Stage::posted(|_| ()).after(3_600).refuses(|stage| {
        escrow::refund(&stage.job, stage.operator.dollars)
    })),
    case("WrongTokenOwner", "withdraw to the client", || Stage::settled().refuses(|stage| {
        stage.withdraw_call(1).with_account("destination", stage.market.client_dollars)
    })),
    case("NotOwner", "the client withdraws", || Stage::settled().refuses(|stage| {
        let call = stage.withdraw_call(1).with_account("owner", stage.market.client);
        call.with_account("destination", stage.market.client_dollars)
    })),
    case("NotOwner", "the device's key withdraws", || Stage::settled().refuses(|stage| {
        stage.withdraw_call(1).with_account("owner", stage.operator.device_key)
    })),
    case("AmountZero", "withdraw", || Stage::settled().refuses(|stage| stage.withdraw_call(0))),
    case("AmountZero", "withdraw_fees", || Stage::settled().refuses(|stage| fees(stage, VERIFIERS, 0))),
    case("NothingOwed", "withdraw before any settlement", || Stage::completed().refuses(|stage| stage.withdraw_call(1))),
    case("NothingOwed", "withdraw twice", || {
        let paid = Stage::settled().and(|stage| stage.withdraw_call(u64::MAX));
        paid.refuses(|stage| stage.withdraw_call(u64::MAX))
    }),
    case("NothingOwed", "withdraw in a mint that nobody paid in", || Stage::settled().refuses(|stage| {
        let (owner, iosd) = (stage.operator.owner, stage.operator.iosd);
        escrow::withdraw(owner, IOSD_MINT, 0, iosd, 1)
    })),
    case("NothingOwed", "withdraw_fees twice", || {
        let paid = Stage::settled().and(|stage| fees(stage, TREASURY, u64::MAX));
        paid.refuses(|stage| fees(stage, TREASURY, 1))
    }),
    case("ShardEmpty", "another shard of the mint", || Stage::settled().refuses(|stage| {
        let (owner, dollars) = (stage.operator.owner, stage.operator.dollars);
        escrow::withdraw(owner, DOLLAR_MINT, other_shard(stage), dollars, 1)
    })),
    case("NotRoleHolder", "the operator", || Stage::settled().refuses(|stage| {
        fees(stage, TREASURY, 1).with_account("holder", stage.operator.owner)
    })),
    case("NotRoleHolder", "the treasury for the verifiers", || Stage::settled().refuses(|stage| {
        fees(stage, VERIFIERS, 1).with_account("holder", stage.market.treasury)
    })),
    case("NotRoleHolder", "the admin", || Stage::settled().refuses(|stage| {
        fees(stage, TREASURY, 1).with_account("holder", stage.admin())
    })),
    case("NotRoleHolder", "of a role that is none", || Stage::settled().refuses(|stage| fees(stage, 4, 1))),
    case("NotRoleHolder", "of the last role of all", || Stage::settled().refuses(|stage| fees(stage, u8::MAX, 1))),
    case("NotAFeeRole", "the admin's", || Stage::settled().refuses(|stage| fees(stage, ADMIN, 1))),
    case("NotAFeeRole", "the guardian's", || Stage::settled().refuses(|stage| fees(stage, GUARDIAN, 1))),
    case("NotSettled", "close_claim before the settlement", || Stage::completed().refuses(Stage::close_claim_call)),
    case("NotSettled", "close_claim while it runs", || Stage::running().refuses(Stage::close_claim_call)),
    case("WrongRentReceiver", "the caller takes a claim's rent", || Stage::settled().refuses(|stage| {
        stage.close_claim_call().with_account("payer", stage.mallory())
    })),
    case("WrongRentReceiver", "the operator takes the job's rent", || {
        Stage::closed_claim().and(Stage::end_call).refuses(|stage| {
            stage.close_job_call().with_account("client", stage.operator.owner)
        })
    }),
    case("JobOpen", "close_job while slots are free", || Stage::posted(|_| ()).refuses(Stage::close_job_call)),
    case("JobOpen", "close_job before end_job", || Stage::closed_claim().refuses(Stage::close_job_call)),
    case("ClaimsOpen", "close_job right after the cancellation", || {
        Stage::running().and(Stage::cancel_call).refuses(Stage::close_job_call)
    }),
    case("ClaimsOpen", "close_job before the claim is closed", || {
        Stage::settled().and(Stage::end_call).refuses(Stage::close_job_call)
    }),
];

/// Completed, the hold-back over, prices of now.
pub fn due() -> Stage {
    Stage::completed()
        .after(900)
        .with(|stage| stage.market.refresh_prices())
}

fn other_shard(stage: &Stage) -> u8 {
    (stage.job.shard() + 1) & 15
}

fn signed(stage: &Stage) -> Call {
    let with = SettleAccounts {
        signed: true,
        ..SettleAccounts::default()
    };
    escrow::settle(&stage.job, &stage.operator.owner, &with)
}

/// The holder of `role` withdraws out of the job's shard.
pub fn fees(stage: &Stage, role: u8, amount: u64) -> Call {
    let holder = match role {
        ADMIN => stage.admin(),
        GUARDIAN => stage.market.world.guardian,
        VERIFIERS => stage.market.verifiers,
        _ => stage.market.treasury,
    };
    let shard = stage.job.shard();
    escrow::withdraw_fees(
        holder,
        role,
        DOLLAR_MINT,
        shard,
        stage.market.client_dollars,
        amount,
    )
}
