//! Lives of jobs by hand, every invariant checked after every step and from every state a drain:
//! what is checked on random sequences is sound on known ones.

use super::{act::Act, drain::drain, invariants, people::People, snapshot::Snapshot};
use ionet_core::job::{REVEAL_SECONDS, VERDICT_SECONDS};
use ionet_test_kit::{
    Call,
    addresses::{class_total, feed},
    market::{CLASS, DOLLAR_FEED, DOLLAR_MINT, IOSD_MINT, Operator, RATE},
    process::{
        job_escrow::{self as escrow, JobAt, JobTerms, SettleAccounts},
        local_stand_in as stand_in,
    },
};

const SALT: [u8; 32] = [0x5a; 32];

/// A market under watch.
pub struct Scene {
    pub people: People,
    pub state: Snapshot,
    pub job: JobAt,
    /// The last step.
    pub last: Act,
}

impl Scene {
    /// One job of the first client, which everybody may claim.
    pub fn posted(terms: impl FnOnce(JobTerms) -> JobTerms, mint: u8) -> Self {
        let people = People::open();
        let mut scene = Self {
            state: Snapshot::take(&people),
            job: people.market.job(0, mint),
            last: Act::idle("the opening".to_owned()),
            people,
        };
        scene.prices();
        let market = &scene.people.market;
        let terms = terms(market.terms(mint, 2));
        let with = market.post_accounts(mint);
        scene.people.jobs.push(scene.job.address);
        scene.sends(escrow::post(scene.people.clients[0], 0, &terms, &with));
        scene.passes(4);
        scene.people.chain_mut().list_slots();
        scene.sends(escrow::seal(&scene.job, class_total(CLASS)));
        scene.people.chain_mut().pass_slots(40);
        scene.prices();
        scene
    }

    pub fn operator(&self, number: usize) -> Operator {
        self.people.operators[number]
    }

    /// Sends `call`, which must succeed, and checks everything.
    pub fn sends(&mut self, call: Call) {
        let signing = call.raw.accounts.iter().filter(|account| account.is_signer);
        let signers = signing.map(|account| account.pubkey).collect();
        let outcome = self.people.chain_mut().send(call.clone()).ok();
        self.look(Act {
            sent: Some((call, outcome)),
            signers,
            what: "scene".to_owned(),
        });
    }

    /// Time passes.
    pub fn passes(&mut self, seconds: i64) {
        self.people.chain_mut().warp(seconds);
        self.look(Act::idle(format!("{seconds} s pass")));
    }

    /// Prices of now.
    pub fn prices(&mut self) {
        self.people.market.refresh_prices();
        self.state = self.state.next(&self.people);
    }

    fn look(&mut self, act: Act) {
        let next = self.state.next(&self.people);
        if let Err(broken) = invariants::check(&self.state, &next, &act) {
            panic!("{broken}\nafter {act}");
        }
        self.state = next;
        self.last = act;
    }

    pub fn claims(&mut self, number: usize) {
        let operator = self.operator(number);
        let with = self.people.market.claim_accounts(&operator);
        let claim = self.job.claim(&operator.owner);
        self.people.claims.push(claim);
        self.sends(escrow::claim_slots(&self.job, &with, 2, 86_400));
    }

    pub fn starts(&mut self, number: usize) {
        let operator = self.operator(number);
        let (key, device) = (operator.device_key, operator.device);
        let start = escrow::start_host(&self.job, &operator.owner, key, device, None, 2);
        self.sends(start);
    }

    pub fn runs(&mut self, number: usize) {
        self.claims(number);
        self.starts(number);
    }

    pub fn beats(&mut self, number: usize, alive: u32) {
        let operator = self.operator(number);
        let (key, device) = (operator.device_key, operator.device);
        let owner = operator.owner;
        self.sends(escrow::heartbeat(&self.job, &owner, key, device, alive));
    }

    pub fn completes(&mut self, number: usize) {
        let operator = self.operator(number);
        let (key, device) = (operator.device_key, operator.device);
        let owner = operator.owner;
        self.sends(escrow::complete(&self.job, &owner, key, device, 2, [7; 32]));
    }

    pub fn settles(&mut self, number: usize) {
        self.prices();
        let with = SettleAccounts {
            price: Some(feed(&DOLLAR_FEED)),
            ..SettleAccounts::default()
        };
        let owner = self.operator(number).owner;
        self.sends(escrow::settle(&self.job, &owner, &with));
    }

    pub fn disputes(&mut self, number: usize) {
        let source = self.people.market.client_dollars;
        let owner = self.operator(number).owner;
        self.sends(escrow::dispute(&self.job, &owner, source));
    }

    pub fn verdict(&mut self, upheld: bool, on: solana_address::Address, result: u8) {
        let admin = self.people.market.world.admin;
        self.sends(stand_in::set_verdict(admin, on, upheld, [result; 32]));
    }

    pub fn drains(&self) {
        if let Err(broken) = drain(&self.people) {
            panic!("{broken}");
        }
    }
}

/// Two GPUs for two hours with a heartbeat every quarter, settled in between, completed.
pub fn worked(mint: u8) -> Scene {
    let hours = |terms| JobTerms {
        seconds: 4 * 3_600,
        ..terms
    };
    let mut scene = Scene::posted(hours, mint);
    scene.drains();
    scene.runs(0);
    scene.drains();
    for quarter in 0..8 {
        scene.passes(900);
        scene.beats(0, 2 - quarter % 2);
    }
    scene.settles(0);
    scene.drains();
    scene.passes(1_000);
    scene.completes(0);
    scene
}

#[test]
fn a_job_that_is_done() {
    for mint in [DOLLAR_MINT, IOSD_MINT] {
        let mut scene = worked(mint);
        scene.drains();
        scene.passes(900);
        scene.settles(0);
        scene.sends(escrow::end_job(&scene.job));
        scene.drains();
        let account = match mint {
            IOSD_MINT => scene.people.market.client_iosd,
            _ => scene.people.market.client_dollars,
        };
        scene.sends(escrow::refund(&scene.job, account));
        let operator = scene.operator(0);
        let (owner, key) = (operator.owner, operator.device_key);
        scene.sends(escrow::close_claim(&scene.job, &owner, key));
        let keeper = scene.people.outsiders[1];
        scene.sends(escrow::close_job(keeper, &scene.job));
        let account = if mint == IOSD_MINT {
            operator.iosd
        } else {
            operator.dollars
        };
        let shard = scene.job.shard();
        scene.sends(escrow::withdraw(owner, mint, shard, account, u64::MAX));
        scene.drains();
    }
}

#[test]
fn a_job_that_is_cancelled() {
    let mut scene = Scene::posted(|terms| JobTerms { gpus: 4, ..terms }, DOLLAR_MINT);
    scene.runs(0);
    scene.claims(1);
    scene.passes(900);
    scene.beats(0, 2);
    scene.passes(300);
    scene.sends(escrow::cancel(&scene.job));
    scene.drains();
    scene.sends(escrow::refund(
        &scene.job,
        scene.people.market.client_dollars,
    ));
    scene.passes(60);
    scene.beats(0, 2);
    scene.drains();
}

#[test]
fn operators_that_do_not_serve() {
    let mut scene = Scene::posted(|terms| JobTerms { gpus: 4, ..terms }, DOLLAR_MINT);
    scene.runs(0);
    scene.claims(1);
    scene.passes(901);
    let expired = escrow::finish(&scene.job, &scene.operator(1).owner);
    scene.sends(expired);
    scene.passes(1_000);
    let reaped = escrow::finish(&scene.job, &scene.operator(0).owner);
    scene.sends(reaped);
    scene.drains();
}

#[test]
fn a_job_that_fails_for_want_of_claims() {
    let all = |terms| JobTerms {
        gpus: 4,
        partial_fill: 2,
        ..terms
    };
    let mut scene = Scene::posted(all, DOLLAR_MINT);
    scene.claims(0);
    scene.passes(3_600);
    scene.drains();
    scene.sends(escrow::refund(
        &scene.job,
        scene.people.market.client_dollars,
    ));
    scene.sends(escrow::end_job(&scene.job));
    scene.drains();
}

#[test]
fn a_job_that_is_extended() {
    let mut scene = Scene::posted(|terms| terms, DOLLAR_MINT);
    scene.runs(0);
    let with = scene.people.market.post_accounts(DOLLAR_MINT);
    scene.sends(escrow::extend(
        &scene.job,
        with.class_book,
        with.source,
        1_800,
        RATE,
    ));
    scene.drains();
}

/// Completed after a quarter, and disputed.
pub fn disputed(verification: u8) -> Scene {
    let mut scene = Scene::posted(
        |terms| JobTerms {
            verification,
            ..terms
        },
        DOLLAR_MINT,
    );
    scene.runs(0);
    scene.passes(900);
    scene.completes(0);
    if verification == 0 {
        scene.disputes(0);
    }
    scene
}

#[test]
fn disputes_by_verdict_and_by_deadline() {
    for upheld in [true, false] {
        let mut scene = disputed(0);
        let owner = scene.operator(0).owner;
        let claim = scene.job.claim(&owner);
        scene.drains();
        scene.verdict(upheld, claim, 7);
        let verifiers = scene.people.market.verifiers;
        scene.sends(escrow::resolve(&scene.job, &owner, &verifiers));
        scene.drains();
    }
}

#[test]
fn a_dispute_of_the_verifiers() {
    let mut scene = disputed(2);
    let owner = scene.operator(0).owner;
    scene.verdict(true, scene.job.claim(&owner), 7);
    scene.sends(escrow::dispute_by_verdict(&scene.job, &owner));
    scene.drains();
}

/// Three replicas that revealed these results.
pub fn replicas(results: [u8; 3]) -> Scene {
    let terms = |terms| JobTerms {
        verification: 1,
        replicas: 3,
        partial_fill: 2,
        ..terms
    };
    let mut scene = Scene::posted(terms, DOLLAR_MINT);
    (0..3).for_each(|number| scene.claims(number));
    (0..3).for_each(|number| scene.starts(number));
    scene.passes(900);
    for (number, result) in results.into_iter().enumerate() {
        let operator = scene.operator(number);
        let commitment = escrow::commitment(&[result; 32], &operator.owner, &SALT);
        let (key, device) = (operator.device_key, operator.device);
        let owner = operator.owner;
        scene.sends(escrow::commit(
            &scene.job, &owner, key, device, 2, commitment,
        ));
    }
    scene.drains();
    for (number, result) in results.into_iter().enumerate() {
        let owner = scene.operator(number).owner;
        scene.sends(escrow::reveal(&scene.job, &owner, [result; 32], SALT));
    }
    scene
}

#[test]
fn replicas_by_majority_verdict_and_deadline() {
    let mut scene = replicas([1, 1, 2]);
    scene.drains();
    for number in 0..3 {
        let owner = scene.operator(number).owner;
        scene.sends(escrow::decide(&scene.job, &owner));
    }
    scene.drains();

    let mut scene = replicas([1, 2, 3]);
    scene.drains();
    scene.passes(REVEAL_SECONDS);
    scene.verdict(false, scene.job.address, 2);
    for number in 0..3 {
        let owner = scene.operator(number).owner;
        scene.sends(escrow::decide(&scene.job, &owner));
    }
    scene.passes(VERDICT_SECONDS);
    scene.drains();
}

/// What a dispute took stays taken: the client cannot buy it back for the operator with the
/// money of the job's other claims.
#[test]
fn a_job_that_is_extended_after_a_dispute() {
    let mut scene = Scene::posted(|terms| JobTerms { gpus: 4, ..terms }, DOLLAR_MINT);
    scene.runs(0);
    scene.runs(1);
    for _ in 0..4 {
        scene.passes(900);
        scene.beats(0, 2);
        scene.beats(1, 2);
    }
    let owner = scene.operator(0).owner;
    scene.sends(escrow::finish(&scene.job, &owner));
    scene.disputes(0);
    scene.verdict(true, scene.job.claim(&owner), 7);
    let verifiers = scene.people.market.verifiers;
    scene.sends(escrow::resolve(&scene.job, &owner, &verifiers));
    let with = scene.people.market.post_accounts(DOLLAR_MINT);
    let extend = escrow::extend(&scene.job, with.class_book, with.source, 36_000, RATE);
    scene.sends(extend);
    scene.passes(3_600);
    scene.drains();
}
