//! Transactions of job-escrow.

use ionet_client::instructions::create_token_account;
use ionet_client::instructions::job_escrow::{self, Claimant, JobAt, Poster};
use ionet_client::job_escrow::accounts::Claim;
use ionet_client::job_escrow::instructions::{
    CommitInstructionArgs, CompleteInstructionArgs, ExtendInstructionArgs,
    InitializeInstructionArgs, ListMintInstructionArgs, PostInstructionArgs, RevealInstructionArgs,
    WithdrawFeesInstructionArgs,
};
use ionet_client::job_escrow::types::{Filters, Parameters};
use ionet_client::program::ProgramAccount;

use crate::{Transaction, address};

/// How many shards a migration opens at once.
const SHARDS: u8 = 4;

pub fn transactions() -> Vec<Transaction> {
    [network(), job(), claim(), decisions(), ends()].concat()
}

fn job_at() -> JobAt {
    JobAt {
        address: address(10),
        client: address(11),
        mint: address(12),
        mint_index: 7,
    }
}

fn network() -> Vec<Transaction> {
    let (wallet, other, mint) = (address(1), address(2), address(3));
    let parameters: Parameters = parameters();
    let initialize = InitializeInstructionArgs {
        cluster: 1,
        epoch_zero: i64::MAX,
        guardian: other,
        treasury: other,
        verifiers: other,
        staking_program: other,
        verification_program: other,
        price_program: other,
        io_feed_id: [9; 32],
        parameters: parameters.clone(),
    };
    let list = ListMintInstructionArgs {
        mint_index: 7,
        feed_id: [9; 32],
        active: 1,
    };
    let shards = (0..SHARDS).map(|number| job_escrow::open_shard(wallet, mint, 7, number));
    vec![
        (
            "initialize",
            vec![job_escrow::initialize(wallet, initialize)],
        ),
        (
            "set parameters",
            vec![job_escrow::set_parameters(wallet, parameters)],
        ),
        (
            "list a mint",
            vec![job_escrow::list_mint(wallet, mint, list)],
        ),
        ("open shards", shards.collect()),
        (
            "propose a role",
            vec![job_escrow::propose_role(wallet, 1, other)],
        ),
        ("accept a role", vec![job_escrow::accept_role(wallet, 1)]),
        ("pause", vec![job_escrow::pause(wallet)]),
        ("unpause", vec![job_escrow::unpause(wallet)]),
    ]
}

/// Any values: all have one size.
fn parameters() -> Parameters {
    borsh::from_slice(&[9; 112]).unwrap()
}

fn job() -> Vec<Transaction> {
    let poster = Poster {
        client: address(11),
        number: u64::MAX,
        stake: Some(address(20)),
        referrer_stake: Some(address(21)),
    };
    let terms = PostInstructionArgs {
        mint_index: 7,
        verification: 1,
        replicas: 5,
        partial_fill: 2,
        deterministic: 1,
        gpus: u32::MAX,
        granule: u16::MAX,
        seconds: u32::MAX,
        claim_deadline: i64::MAX,
        start_seconds: u32::MAX,
        max_rate: u64::MAX,
        filters: Filters {
            class: 31,
            region: u16::MAX,
            min_vram_mib: u32::MAX,
            min_operator_reputation: u16::MAX,
            min_connectivity: 4,
            min_latency: 4,
            min_security: 4,
            purposes: 7,
            reserved: [0; 2],
        },
        spec_hash: [9; 32],
    };
    let first = vec![
        job_escrow::open_participant(poster.client, poster.client),
        job_escrow::post(&poster, address(12), terms),
    ];
    let job = job_at();
    vec![
        ("a client's first job", first),
        ("seal", vec![job_escrow::seal(&job, address(22))]),
        (
            "extend",
            vec![job_escrow::extend(
                &job,
                ExtendInstructionArgs {
                    seconds: u32::MAX,
                    max_rate: u64::MAX,
                },
            )],
        ),
        ("cancel", vec![job_escrow::cancel(&job)]),
        ("end a job", vec![job_escrow::end_job(&job)]),
        (
            "refund",
            vec![
                create_token_account(&address(23), &job.client, &job.mint),
                job_escrow::refund(&job),
            ],
        ),
        (
            "close a job",
            vec![job_escrow::close_job(address(23), &job)],
        ),
    ]
}

fn decisions() -> Vec<Transaction> {
    let (job, operator, key, verdict) = (job_at(), address(30), address(31), address(36));
    let commitment = CommitInstructionArgs {
        alive: u32::MAX,
        commitment: [9; 32],
    };
    let result = RevealInstructionArgs {
        result_hash: [9; 32],
        salt: [8; 32],
    };
    vec![
        (
            "commit",
            vec![job_escrow::commit(&job, &operator, key, commitment)],
        ),
        ("reveal", vec![job_escrow::reveal(&job, &operator, result)]),
        ("decide", vec![job_escrow::decide(&job, &operator, verdict)]),
        ("dispute", vec![job_escrow::dispute(&job, &operator)]),
        (
            "dispute by verdict",
            vec![job_escrow::dispute_by_verdict(&job, &operator, verdict)],
        ),
        (
            "resolve",
            vec![
                job_escrow::open_participant(address(23), address(37)),
                job_escrow::resolve(&job, &operator, verdict, &address(37)),
            ],
        ),
    ]
}

fn claim() -> Vec<Transaction> {
    let (job, operator, key) = (job_at(), address(30), address(31));
    let claimant = Claimant {
        operator,
        device_key: key,
        stake: address(32),
        capacity: address(33),
        price: address(34),
        referrer_stake: Some(address(35)),
    };
    let result = CompleteInstructionArgs {
        alive: u32::MAX,
        result_hash: [9; 32],
    };
    vec![
        (
            "seal and claim",
            vec![
                job_escrow::seal(&job, address(22)),
                job_escrow::claim(&job, &claimant, u32::MAX, u32::MAX),
            ],
        ),
        (
            "enlarge a claim",
            vec![job_escrow::enlarge(&job, &claimant, u32::MAX)],
        ),
        (
            "start a host",
            vec![job_escrow::start_host(
                &job,
                &operator,
                key,
                Some(address(36)),
                u32::MAX,
            )],
        ),
        (
            "heartbeat",
            vec![job_escrow::heartbeat(&job, &operator, key, u32::MAX)],
        ),
        (
            "complete",
            vec![job_escrow::complete(&job, &operator, key, result)],
        ),
        ("finish", vec![job_escrow::finish(&job, &operator)]),
    ]
}

fn ends() -> Vec<Transaction> {
    let (job, wallet, mint) = (job_at(), address(30), address(12));
    let zeros = vec![0; Claim::LEN];
    let claim = Claim {
        operator: wallet,
        payer: address(31),
        client_referrer: address(40),
        operator_referrer: address(41),
        ..Claim::decode_bytes(&zeros).unwrap()
    };
    let fees = WithdrawFeesInstructionArgs {
        role: 3,
        amount: u64::MAX,
    };
    vec![
        (
            "settle",
            vec![job_escrow::settle(
                &job,
                &claim,
                address(13),
                Some(address(42)),
            )],
        ),
        ("close a claim", vec![job_escrow::close_claim(&job, &claim)]),
        (
            "withdraw",
            vec![
                create_token_account(&wallet, &wallet, &mint),
                job_escrow::withdraw(wallet, &mint, 7, 15, u64::MAX),
            ],
        ),
        (
            "withdraw fees",
            vec![
                create_token_account(&wallet, &wallet, &mint),
                job_escrow::withdraw_fees(wallet, &mint, 7, 15, fees),
            ],
        ),
    ]
}
