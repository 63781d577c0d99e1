//! Compute units of replicas, disputes and extensions.

use ionet_test_kit::{
    Call,
    market::{CLASS, DOLLAR_MINT, Market, Operator, RATE},
    process::{
        job_escrow::{self as escrow, JobAt, JobTerms},
        local_stand_in as stand_in,
    },
};

const GPUS: u32 = 2;
const SALT: [u8; 32] = [0x5a; 32];

/// Figures of every case of `instruction`, the typical one first; none for other instructions.
pub fn cases(instruction: &str) -> Vec<u64> {
    match instruction {
        // All agree, and of five replicas every one differs.
        "commit" | "reveal" | "decide" => [(3, [7; 5]), (5, [1, 2, 3, 4, 5])]
            .into_iter()
            .flat_map(|(replicas, results)| replicated(instruction, replicas, results))
            .collect(),
        "dispute" => vec![disputed(0).1],
        "dispute_by_verdict" => vec![disputed(2).1],
        "resolve" => [Some(true), Some(false), None]
            .into_iter()
            .map(resolution)
            .collect(),
        "extend" => extensions(),
        _ => Vec::new(),
    }
}

fn send(market: &mut Market, call: Call) -> u64 {
    market.world.chain.send(call).ok().compute_units
}

/// Each replica's `instruction`, in a job that is committed, revealed and decided.
fn replicated(instruction: &str, replicas: u8, results: [u8; 5]) -> Vec<u64> {
    let mut market = Market::open();
    let operators: Vec<_> = (0..replicas)
        .map(|number| market.join(&format!("replica {number}")))
        .collect();
    let terms = JobTerms {
        verification: 1,
        replicas,
        partial_fill: 2,
        ..market.terms(DOLLAR_MINT, GPUS)
    };
    let job = market.posted(0, &terms);
    market.world.chain.pass_slots(40);
    market.refresh_prices();
    for operator in &operators {
        let _ = market.claim(&job, operator, GPUS).ok();
    }
    for operator in &operators {
        let _ = market.start_host(&job, operator, GPUS);
    }
    market.world.chain.warp(900);
    let calls = |call: &dyn Fn(&Operator, [u8; 32]) -> Call| -> Vec<Call> {
        let each = operators.iter().zip(results);
        each.map(|(operator, result)| call(operator, [result; 32]))
            .collect()
    };
    let mut measured = Vec::new();
    let commits = calls(&|operator, result| {
        let (key, device) = (operator.device_key, operator.device);
        let commitment = escrow::commitment(&result, &operator.owner, &SALT);
        escrow::commit(&job, &operator.owner, key, device, GPUS, commitment)
    });
    let reveals = calls(&|operator, result| escrow::reveal(&job, &operator.owner, result, SALT));
    let decisions = calls(&|operator, _| escrow::decide(&job, &operator.owner));
    for call in commits.into_iter().chain(reveals) {
        measured.push((call.instruction, send(&mut market, call)));
    }
    if results[0] != results[1] {
        market.world.chain.warp(3_600);
        let admin = market.world.admin;
        let verdict = stand_in::set_verdict(admin, job.address, false, [results[1]; 32]);
        send(&mut market, verdict);
    }
    for call in decisions {
        measured.push((call.instruction, send(&mut market, call)));
    }
    let of_instruction = measured
        .into_iter()
        .filter(|(name, _)| *name == instruction);
    of_instruction.map(|(_, units)| units).collect()
}

/// A claim that completed and is disputed: by the client, or in an audited job by a verdict.
fn disputed(verification: u8) -> ((Market, JobAt), u64) {
    let mut market = Market::open();
    let operator = market.operators[0];
    let (admin, verifiers) = (market.world.admin, market.verifiers);
    send(&mut market, escrow::open_participant(admin, verifiers));
    let terms = JobTerms {
        verification,
        ..market.terms(DOLLAR_MINT, GPUS)
    };
    let job = market.posted(0, &terms);
    market.running(&job, &operator, GPUS);
    market.world.chain.warp(900);
    let _ = market.complete(&job, &operator, GPUS);
    let call = if verification == 0 {
        escrow::dispute(&job, &operator.owner, market.client_dollars)
    } else {
        let claim = job.claim(&operator.owner);
        let verdict = stand_in::set_verdict(admin, claim, true, [9; 32]);
        send(&mut market, verdict);
        escrow::dispute_by_verdict(&job, &operator.owner)
    };
    let units = send(&mut market, call);
    ((market, job), units)
}

/// By a verdict that the operator was wrong or right, or by the deadline.
fn resolution(wrong: Option<bool>) -> u64 {
    let ((mut market, job), _) = disputed(0);
    let owner = market.operators[0].owner;
    match wrong {
        Some(wrong) => {
            let (admin, claim) = (market.world.admin, job.claim(&owner));
            let verdict = stand_in::set_verdict(admin, claim, wrong, [9; 32]);
            send(&mut market, verdict);
        }
        None => market.world.chain.warp(30 * 86_400),
    }
    let verifiers = market.verifiers;
    send(&mut market, escrow::resolve(&job, &owner, &verifiers))
}

/// At the same rate, then at three others.
fn extensions() -> Vec<u64> {
    let mut market = Market::open();
    let operator = market.operators[0];
    let job = market.posted(0, &market.terms(DOLLAR_MINT, GPUS));
    market.running(&job, &operator, GPUS);
    [RATE, RATE + 1, RATE + 2, RATE + 3]
        .map(|rate| {
            let book = market.world.chain.write_class_book(&[(CLASS, rate)]);
            let call = escrow::extend(&job, book, market.client_dollars, 3_600, rate);
            send(&mut market, call)
        })
        .to_vec()
}
