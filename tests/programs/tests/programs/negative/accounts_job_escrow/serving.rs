//! Instructions which serve and end claims and jobs.

use super::substitutes::{
    claim_on, claim_on_other_job, forged, operators_record, other_job, others_claim, people,
    strangers_job,
};
use super::{DUPLICATE, MUT, TOO_SMALL};
use crate::negative::tables::{
    AccountCase, ILLEGAL_OWNER, INVALID_SEEDS, NO_SIGNATURE, OTHER_TYPE, case, own, substitute,
};
use ionet_test_kit::{
    addresses::{job, participant, shard},
    market::DOLLAR_MINT,
    negative::Fault::{ForeignOwner, OtherAddress, OtherSigner, ReadOnly, Unsigned},
};

#[rustfmt::skip]
pub(super) const CASES: &[AccountCase] = &[
    // cancel
    case("cancel", "client", Unsigned, NO_SIGNATURE),
    case("cancel", "client", OtherSigner, own("NotClient")),
    case("cancel", "job", ReadOnly, MUT),
    case("cancel", "job", ForeignOwner, ILLEGAL_OWNER),
    substitute("cancel", "job", "another client's", strangers_job, own("NotClient")),
    substitute("cancel", "job", "a participant", operators_record, OTHER_TYPE),
    substitute("cancel", "job", "the claim", |_| claim_on(0, 0), TOO_SMALL),
    // complete
    case("complete", "claim", ReadOnly, MUT),
    case("complete", "claim", ForeignOwner, ILLEGAL_OWNER),
    case("complete", "device", OtherAddress, own("NotLeadDevice")),
    case("complete", "device", ForeignOwner, own("WrongDevice")),
    case("complete", "device_key", Unsigned, NO_SIGNATURE),
    case("complete", "device_key", OtherSigner, own("WrongDeviceKey")),
    case("complete", "job", ReadOnly, MUT),
    case("complete", "job", ForeignOwner, ILLEGAL_OWNER),
    case("complete", "participant", ReadOnly, MUT),
    case("complete", "participant", ForeignOwner, ILLEGAL_OWNER),
    substitute("complete", "claim", "another operator's", |world| others_claim(world, 0), own("NotLeadDevice")),
    substitute("complete", "claim", "on another job", claim_on_other_job, own("ClaimOfOtherJob")),
    substitute("complete", "claim", "the job", |_| job(&people().client, 0), DUPLICATE),
    substitute("complete", "job", "another than the claim is on", other_job, own("ClaimOfOtherJob")),
    substitute("complete", "participant", "another operator's", |_| participant(&people().operators[1].owner), own("WrongParticipant")),
    substitute("complete", "participant", "the client's", |_| participant(&people().client), own("WrongParticipant")),
    substitute("complete", "participant", "a shard", |_| shard(DOLLAR_MINT, 0), TOO_SMALL),
    // end_job
    case("end_job", "job", ReadOnly, MUT),
    case("end_job", "job", ForeignOwner, ILLEGAL_OWNER),
    substitute("end_job", "job", "one that is open", other_job, own("JobNotDue")),
    substitute("end_job", "job", "a participant", operators_record, OTHER_TYPE),
    // finish
    case("finish", "claim", ReadOnly, MUT),
    case("finish", "claim", ForeignOwner, ILLEGAL_OWNER),
    case("finish", "client", ReadOnly, MUT),
    case("finish", "client", ForeignOwner, ILLEGAL_OWNER),
    case("finish", "config", OtherAddress, INVALID_SEEDS),
    case("finish", "config", ForeignOwner, ILLEGAL_OWNER),
    case("finish", "job", ReadOnly, MUT),
    case("finish", "job", ForeignOwner, ILLEGAL_OWNER),
    case("finish", "operator", ReadOnly, MUT),
    case("finish", "operator", ForeignOwner, ILLEGAL_OWNER),
    substitute("finish", "claim", "another operator's", |world| others_claim(world, 0), own("WrongParticipant")),
    substitute("finish", "claim", "on another job", claim_on_other_job, own("ClaimOfOtherJob")),
    substitute("finish", "client", "the operator's", operators_record, own("WrongParticipant")),
    substitute("finish", "client", "a wallet", |world| world.mallory, ILLEGAL_OWNER),
    substitute("finish", "client", "forged", |world| forged(world, participant(&people().client)), ILLEGAL_OWNER),
    substitute("finish", "job", "another than the claim is on", other_job, own("ClaimOfOtherJob")),
    substitute("finish", "operator", "another operator's", |_| participant(&people().operators[1].owner), own("WrongParticipant")),
    substitute("finish", "operator", "the client's", |_| participant(&people().client), own("WrongParticipant")),
    substitute("finish", "operator", "the job", |_| job(&people().client, 0), DUPLICATE),
    substitute("finish", "operator", "a shard", |_| shard(DOLLAR_MINT, 0), TOO_SMALL),
    substitute("finish", "operator", "forged", |world| forged(world, participant(&people().operators[0].owner)), ILLEGAL_OWNER),
    // heartbeat
    case("heartbeat", "claim", ReadOnly, MUT),
    case("heartbeat", "claim", ForeignOwner, ILLEGAL_OWNER),
    case("heartbeat", "device", OtherAddress, own("NotLeadDevice")),
    case("heartbeat", "device", ForeignOwner, own("WrongDevice")),
    case("heartbeat", "device_key", Unsigned, NO_SIGNATURE),
    case("heartbeat", "device_key", OtherSigner, own("WrongDeviceKey")),
    case("heartbeat", "job", ForeignOwner, ILLEGAL_OWNER),
    substitute("heartbeat", "claim", "another operator's", |world| others_claim(world, 0), own("NotLeadDevice")),
    substitute("heartbeat", "claim", "on another job", claim_on_other_job, own("ClaimOfOtherJob")),
    substitute("heartbeat", "claim", "a participant", operators_record, OTHER_TYPE),
    substitute("heartbeat", "job", "another than the claim is on", other_job, own("ClaimOfOtherJob")),
    substitute("heartbeat", "job", "a participant", operators_record, OTHER_TYPE),
];
