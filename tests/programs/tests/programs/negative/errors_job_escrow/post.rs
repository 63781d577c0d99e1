//! Errors of job-escrow: what a job may ask for, and what is read of its client.

use super::{
    super::tables::{ErrorCase, error_case as case},
    stage::{Stage, replicated},
};
use ionet_test_kit::{
    Outcome,
    addresses::{participant, stake},
    market::{CLASS, DOLLAR_MINT, RATE},
    process::job_escrow::{self as escrow, Filters, JobTerms},
    state::Participant,
};

/// Offset of the class in the book: discriminator, head, one class before it.
const CLASS_AT: usize = 16 + 128;

#[rustfmt::skip]
pub const CASES: &[ErrorCase] = &[
    case("RateAboveMax", "a unit less is accepted", || post(|terms| terms.max_rate = RATE - 1)),
    case("RateAboveMax", "nothing is accepted", || post(|terms| terms.max_rate = 0)),
    case("ClassUnknown", "not in the book", || post(|terms| terms.filters.class = 2)),
    case("ClassUnknown", "beyond the book", || post(|terms| terms.filters.class = 32)),
    case("ClassUnknown", "the last of all", || post(|terms| terms.filters.class = u16::MAX)),
    case("ClassUnknown", "retired", || with_book(62, &[0])),
    case("WrongClassBook", "the client's account", || Stage::open().refuses(|stage| {
        stage.post_call(|_| ()).with_account("class_book", stage.market.client_account)
    })),
    case("WrongClassBook", "a multiplier of nothing", || with_book(60, &[0, 0])),
    case("WrongClassBook", "a multiplier beyond its bounds", || with_book(60, &[0xff, 0xff])),
    case("ForeignVersionUnsupported", "class book", || {
        Stage::open().with(|stage| stage.patch(stage.market.class_book, 8, &[9])).refuses(|stage| {
            stage.post_call(|_| ())
        })
    }),
    case("ForeignVersionUnsupported", "client", || {
        Stage::open().with(|stage| stage.patch(stage.market.client_account, 8, &[9])).refuses(|stage| {
            stage.post_call(|_| ())
        })
    }),
    case("WrongClient", "an operator's account", || Stage::open().refuses(|stage| {
        stage.post_call(|_| ()).with_account("client_account", stage.operator.account)
    })),
    case("WrongClient", "another client's", || {
        let mut stage = Stage::open();
        let owner = stage.operator.owner;
        let other = stage.market.world.chain.write_client(owner, owner, 1);
        stage.refuses(|stage| stage.post_call(|_| ()).with_account("client_account", other))
    }),
    case("WrongStake", "another wallet's for priority", || Stage::open().refuses(|stage| {
        stage.post_call(|_| ()).with_account("client_stake", stake(&stage.operator.owner))
    })),
    case("WrongStake", "whoever is not the referrer", || Stage::open().refuses(|stage| {
        stage.post_call(|_| ()).with_account("referrer_stake", stake(&stage.operator.owner))
    })),
    case("WrongParticipant", "another's record", || Stage::open().refuses(|stage| {
        stage.post_call(|_| ()).with_account("participant", participant(&stage.operator.owner))
    })),
    case("GpusOutOfRange", "none", || post(|terms| terms.gpus = 0)),
    case("GpusOutOfRange", "10,001", || post(|terms| terms.gpus = 10_001)),
    case("GpusOutOfRange", "as many as there are numbers", || post(|terms| terms.gpus = u32::MAX)),
    case("GranuleOutOfRange", "none", || post(|terms| terms.granule = 0)),
    case("GranuleOutOfRange", "17", || post(|terms| terms.granule = 17)),
    case("GranuleOutOfRange", "the greatest", || post(|terms| terms.granule = u16::MAX)),
    case("GranuleDoesNotDivide", "three GPUs in pairs", || post(|terms| {
        terms.gpus = 3;
        terms.granule = 2;
    })),
    case("GranuleDoesNotDivide", "more on a host than in all", || post(|terms| terms.granule = 16)),
    case("SecondsOutOfRange", "none", || post(|terms| terms.seconds = 0)),
    case("SecondsOutOfRange", "599", || post(|terms| terms.seconds = 599)),
    case("SecondsOutOfRange", "30 days and a second", || post(|terms| terms.seconds = 2_592_001)),
    case("SecondsOutOfRange", "the greatest", || post(|terms| terms.seconds = u32::MAX)),
    case("ClaimDeadlineOutOfRange", "now", || post(|terms| terms.claim_deadline -= 3_600)),
    case("ClaimDeadlineOutOfRange", "299 seconds", || post(|terms| terms.claim_deadline -= 3_301)),
    case("ClaimDeadlineOutOfRange", "7 days and a second", || {
        post(|terms| terms.claim_deadline += 7 * 86_400 - 3_599)
    }),
    case("ClaimDeadlineOutOfRange", "the least", || post(|terms| terms.claim_deadline = i64::MIN)),
    case("ClaimDeadlineOutOfRange", "the greatest", || post(|terms| terms.claim_deadline = i64::MAX)),
    case("StartSecondsOutOfRange", "none", || post(|terms| terms.start_seconds = 0)),
    case("StartSecondsOutOfRange", "599", || post(|terms| terms.start_seconds = 599)),
    case("StartSecondsOutOfRange", "a day and a second", || post(|terms| terms.start_seconds = 86_401)),
    case("StartSecondsOutOfRange", "the greatest", || post(|terms| terms.start_seconds = u32::MAX)),
    case("UnknownVerification", "the fourth", || post(|terms| terms.verification = 3)),
    case("UnknownVerification", "the last of all", || post(|terms| terms.verification = u8::MAX)),
    case("ReplicasOutOfRange", "none", || post(|terms| terms.replicas = 0)),
    case("ReplicasOutOfRange", "three without comparing", || post(|terms| terms.replicas = 3)),
    case("ReplicasOutOfRange", "three with an audit", || post(|terms| {
        terms.verification = 2;
        terms.replicas = 3;
    })),
    case("ReplicasOutOfRange", "one to compare", || replicas(1)),
    case("ReplicasOutOfRange", "six", || replicas(6)),
    case("ReplicasOutOfRange", "the greatest", || replicas(u8::MAX)),
    case("UnknownPartialFill", "the fourth", || post(|terms| terms.partial_fill = 3)),
    case("UnknownPartialFill", "the last of all", || post(|terms| terms.partial_fill = u8::MAX)),
    case("ReplicasNeedAll", "keep", || post(|terms| {
        replicated(terms);
        terms.partial_fill = 0;
    })),
    case("ReplicasNeedAll", "wait", || post(|terms| {
        replicated(terms);
        terms.partial_fill = 1;
    })),
    case("AuditNeedsDeterministic", "an audit of chance", || post(|terms| {
        terms.verification = 2;
        terms.deterministic = 0;
    })),
    case("UnknownDeterministic", "2", || post(|terms| terms.deterministic = 2)),
    case("UnknownDeterministic", "the last of all", || post(|terms| terms.deterministic = u8::MAX)),
    case("FiltersOutOfRange", "VRAM", || filters(|filters| filters.min_vram_mib = 16_777_217)),
    case("FiltersOutOfRange", "the greatest VRAM", || filters(|filters| filters.min_vram_mib = u32::MAX)),
    case("FiltersOutOfRange", "connectivity", || filters(|filters| filters.min_connectivity = 5)),
    case("FiltersOutOfRange", "latency", || filters(|filters| filters.min_latency = 5)),
    case("FiltersOutOfRange", "security", || filters(|filters| filters.min_security = u8::MAX)),
    case("FiltersOutOfRange", "purposes", || filters(|filters| filters.purposes = 8)),
    case("FiltersOutOfRange", "reputation", || filters(|filters| filters.min_operator_reputation = 10_001)),
    case("ClassUnknown", "for nothing", || priced(0)),
    case("DepositTooSmall", "two GPUs for a dime a day", || priced(1)),
    case("DepositTooLarge", "the greatest price", || priced(u64::MAX)),
    case("Overflow", "a price that its multiplier carries over 64 bits", || {
        let stage = Stage::open().with(|stage| {
            let book = stage.market.class_book;
            stage.patch(book, CLASS_AT, &u64::MAX.to_le_bytes());
            stage.patch(book, CLASS_AT + 60, &20_000_u16.to_le_bytes());
        });
        stage.refuses(|stage| stage.post_call(|terms| terms.max_rate = u64::MAX))
    }),
    case("Overflow", "the number after the last", || {
        let stage = Stage::open().with(|stage| {
            let record = participant(&stage.market.client);
            stage.market.world.chain.rewrite::<Participant>(&record, |record| record.jobs_posted = u64::MAX);
        });
        stage.refuses(|stage| {
            let terms = stage.market.terms(DOLLAR_MINT, 2);
            let with = stage.market.post_accounts(DOLLAR_MINT);
            escrow::post(stage.market.client, u64::MAX, &terms, &with)
        })
    }),
];

fn post(change: impl FnOnce(&mut JobTerms)) -> Outcome {
    Stage::open().refuses(|stage| stage.post_call(change))
}

fn replicas(number: u8) -> Outcome {
    post(|terms| {
        replicated(terms);
        terms.replicas = number;
    })
}

fn filters(change: impl FnOnce(&mut Filters)) -> Outcome {
    post(|terms| change(&mut terms.filters))
}

/// With other bytes in the class's entry of the book.
fn with_book(offset: usize, bytes: &[u8]) -> Outcome {
    let stage = Stage::open();
    let stage = stage.with(|stage| stage.patch(stage.market.class_book, CLASS_AT + offset, bytes));
    stage.refuses(|stage| stage.post_call(|_| ()))
}

/// At another price of the class, which the client accepts.
fn priced(price: u64) -> Outcome {
    let stage = Stage::open().with(|stage| {
        let _ = stage.market.world.chain.write_class_book(&[(CLASS, price)]);
    });
    stage.refuses(|stage| stage.post_call(|terms| terms.max_rate = u64::MAX))
}
