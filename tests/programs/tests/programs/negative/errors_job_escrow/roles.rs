//! Errors of job-escrow: initialisation, roles, pause.

use super::{
    super::tables::{ErrorCase, error_case as case},
    stage::{Stage, seal},
};
use ionet_core::time::EPOCH_SECONDS;
use ionet_test_kit::{
    JOB_ESCROW, LOCAL_STAND_IN, Outcome,
    addresses::{ESCROW, STABLE, STAND_IN},
    market::EPOCHS_BEFORE,
    process::job_escrow::{self as escrow, ADMIN, GUARDIAN, Start, TREASURY},
    state::EscrowConfig,
};
use solana_account::Account;
use solana_address::Address;

#[rustfmt::skip]
pub const CASES: &[ErrorCase] = &[
    case("NotUpgradeAuthority", "initialize by anybody", || {
        let stage = fresh();
        let start = start(&stage);
        stage.refuses(|stage| escrow::initialize(stage.mallory(), STABLE.mint, &start))
    }),
    case("NotUpgradeAuthority", "initialize after it was given up", || {
        let mut stage = fresh();
        stage.market.world.chain.set_upgrade_authority(JOB_ESCROW.id, None);
        let start = start(&stage);
        stage.refuses(|stage| escrow::initialize(stage.admin(), STABLE.mint, &start))
    }),
    case("WrongProgramData", "another program's", || {
        let stage = fresh();
        let start = start(&stage);
        stage.refuses(|stage| {
            escrow::initialize(stage.admin(), STABLE.mint, &start)
                .with_account("program_data", STAND_IN.program_data)
        })
    }),
    case("RoleMissing", "no guardian", || initialize(|start| start.guardian = [0; 32])),
    case("RoleMissing", "no treasury", || initialize(|start| start.treasury = [0; 32])),
    case("RoleMissing", "no verifiers", || initialize(|start| start.verifiers = [0; 32])),
    case("ProgramMissing", "no staking", || initialize(|start| start.staking_program = [0; 32])),
    case("ProgramMissing", "no verification", || initialize(|start| start.verification_program = [0; 32])),
    case("ProgramMissing", "no prices", || initialize(|start| start.price_program = [0; 32])),
    case("UnknownCluster", "the first after public", || initialize(|start| start.cluster = 2)),
    case("UnknownCluster", "the last", || initialize(|start| start.cluster = u8::MAX)),
    case("StandInOnPublicCluster", "for both", || initialize(|start| start.cluster = 1)),
    case("StandInOnPublicCluster", "for staking", || initialize(|start| {
        start.cluster = 1;
        start.verification_program = [9; 32];
    })),
    case("StandInOnPublicCluster", "for verification", || initialize(|start| {
        start.cluster = 1;
        start.staking_program = [9; 32];
        start.verification_program = LOCAL_STAND_IN.id.to_bytes();
    })),
    case("EpochZeroNotPositive", "zero", || initialize(|start| start.epoch_zero = 0)),
    case("EpochZeroNotPositive", "the least", || initialize(|start| start.epoch_zero = i64::MIN)),
    case("WrongDecimals", "IOSD of eight", || {
        let mut stage = fresh();
        let admin = stage.admin();
        let mint = stage.market.world.chain.foreign_mint("eight decimals", &admin);
        let start = start(&stage);
        stage.refuses(|stage| escrow::initialize(stage.admin(), mint, &start))
    }),
    case("BeforeEpochZero", "post", || before_epoch_zero(Stage::open()).refuses(|stage| {
        stage.post_call(|_| ())
    })),
    case("BeforeEpochZero", "seal", || {
        before_epoch_zero(Stage::posted(|_| ())).refuses(seal)
    }),
    case("BeforeEpochZero", "claim", || {
        before_epoch_zero(Stage::free_for_all(|_| ())).refuses(|stage| stage.claim_call(2))
    }),
    case("BeforeEpochZero", "settle", || {
        before_epoch_zero(Stage::completed().after(900)).refuses(Stage::settle_call)
    }),
    case("NotAdmin", "set_parameters by the guardian", || Stage::open().refuses(|stage| {
        escrow::set_parameters(stage.market.world.guardian, escrow::Parameters::default())
    })),
    case("NotAdmin", "list_mint by anybody", || Stage::open().refuses(|stage| {
        let mint = stage.market.dollar_mint;
        let sink = stage.job.token_sink;
        escrow::list_mint(stage.mallory(), 1, mint, sink, [1; 32], true)
    })),
    case("NotAdmin", "propose_role by the treasury", || Stage::open().refuses(|stage| {
        escrow::propose_role(stage.market.treasury, TREASURY, stage.mallory())
    })),
    case("NotGuardianOrAdmin", "pause by anybody", || Stage::open().refuses(|stage| {
        escrow::pause(stage.mallory())
    })),
    case("NotGuardianOrAdmin", "unpause by the verifiers", || paused().refuses(|stage| {
        escrow::unpause(stage.market.verifiers)
    })),
    case("UnknownRole", "propose the fifth", || propose(4)),
    case("UnknownRole", "propose the last", || propose(u8::MAX)),
    case("UnknownRole", "accept the fifth", || Stage::open().refuses(|stage| {
        escrow::accept_role(stage.mallory(), 4)
    })),
    case("NothingProposed", "nothing ever", || Stage::open().refuses(|stage| {
        escrow::accept_role(stage.mallory(), GUARDIAN)
    })),
    case("NothingProposed", "another role is", || proposed().refuses(|stage| {
        escrow::accept_role(stage.mallory(), ADMIN)
    })),
    case("NothingProposed", "withdrawn", || {
        let withdrawn = proposed().and(|stage| {
            escrow::propose_role(stage.admin(), GUARDIAN, Address::default())
        });
        withdrawn.refuses(|stage| escrow::accept_role(stage.mallory(), GUARDIAN))
    }),
    case("NothingProposed", "accepted already", || {
        let accepted = proposed().and(|stage| escrow::accept_role(stage.mallory(), GUARDIAN));
        accepted.refuses(|stage| escrow::accept_role(stage.mallory(), GUARDIAN))
    }),
    case("NotProposed", "the present holder", || proposed().refuses(|stage| {
        escrow::accept_role(stage.market.world.guardian, GUARDIAN)
    })),
    case("Paused", "post", || paused().refuses(|stage| stage.post_call(|_| ()))),
    case("Paused", "claim", || {
        let paused = Stage::free_for_all(|_| ()).and(|stage| escrow::pause(stage.admin()));
        paused.refuses(|stage| stage.claim_call(2))
    }),
    case("Paused", "claim during the race", || {
        let paused = Stage::sealed(|_| ()).and(|stage| escrow::pause(stage.admin()));
        paused.refuses(|stage| stage.claim_call(2))
    }),
    case("Paused", "enlarge", || {
        let paused = Stage::half_claimed(|_| ()).and(|stage| escrow::pause(stage.admin()));
        paused.refuses(|stage| stage.enlarge_call(1))
    }),
    case("GuardianCoolingDown", "twice", || paused().refuses(|stage| {
        escrow::pause(stage.market.world.guardian)
    })),
    case("GuardianCoolingDown", "right after its pause ended", || {
        paused().after(7 * 86_400).refuses(|stage| escrow::pause(stage.market.world.guardian))
    }),
    case("NotPaused", "never", || Stage::open().refuses(|stage| escrow::unpause(stage.admin()))),
    case("NotPaused", "not any more", || {
        paused().after(7 * 86_400).refuses(|stage| escrow::unpause(stage.admin()))
    }),
    case("NotPaused", "twice", || {
        let lifted = paused().and(|stage| escrow::unpause(stage.admin()));
        lifted.refuses(|stage| escrow::unpause(stage.admin()))
    }),
];

/// The market before job-escrow was initialised.
pub fn fresh() -> Stage {
    Stage::open().with(|stage| {
        stage
            .market
            .world
            .chain
            .set_account(ESCROW.config, Account::default());
    })
}

pub fn start(stage: &Stage) -> Start {
    let since = stage.market.world.chain.now() - EPOCHS_BEFORE * EPOCH_SECONDS;
    stage.market.start(since)
}

pub fn initialize(change: impl FnOnce(&mut Start)) -> Outcome {
    let stage = fresh();
    let mut start = start(&stage);
    change(&mut start);
    stage.refuses(|stage| escrow::initialize(stage.admin(), STABLE.mint, &start))
}

fn before_epoch_zero(stage: Stage) -> Stage {
    stage.with(|stage| {
        let chain = &mut stage.market.world.chain;
        let soon = chain.now() + 1;
        chain.rewrite::<EscrowConfig>(&ESCROW.config, |config| config.epoch_zero = soon);
    })
}

fn paused() -> Stage {
    Stage::open().and(|stage| escrow::pause(stage.market.world.guardian))
}

fn proposed() -> Stage {
    Stage::open().and(|stage| escrow::propose_role(stage.admin(), GUARDIAN, stage.mallory()))
}

fn propose(role: u8) -> Outcome {
    Stage::open().refuses(|stage| escrow::propose_role(stage.admin(), role, stage.mallory()))
}
