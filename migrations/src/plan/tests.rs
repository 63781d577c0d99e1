use ionet_core::classes::GpuClass;
use ionet_core::emission::MAX_START_DELAY_SECONDS;
use ionet_core::emission::{EmissionParameters, Preset};
use ionet_core::genesis::{Category, GenesisPlan};
use ionet_core::iosd::IosdParameters;
use ionet_core::oracle::PriceRules;
use ionet_core::race::{PriorityParameters, WeightParameters};
use ionet_core::vesting::VestingTerms;
use ionet_core::wash::JointParameters;
use solana_hash::Hash;
use solana_pubkey::Pubkey;

use super::*;
use crate::file::{Class, ClusterTag, EmissionStart, Start};
use crate::loader::Deployed;

const ADMIN: Pubkey = Pubkey::new_from_array([1; 32]);
const GUARDIAN: Pubkey = Pubkey::new_from_array([2; 32]);
const STRANGER: Pubkey = Pubkey::new_from_array([9; 32]);
const ORACLE: Pubkey = Pubkey::new_from_array([3; 32]);
const PUBLISHER: Pubkey = Pubkey::new_from_array([4; 32]);
const MANAGER: Pubkey = Pubkey::new_from_array([5; 32]);
const TREASURY: Pubkey = Pubkey::new_from_array([6; 32]);
const VERIFIERS: Pubkey = Pubkey::new_from_array([7; 32]);
const STAND_IN: Pubkey = Pubkey::new_from_array([8; 32]);
const ELF: &[u8] = &[0x7f, b'E', b'L', b'F', 1, 2, 3];

/// Twenty grants of a twentieth of each category's amount, four per category.
fn grants() -> Vec<Grant> {
    let mut grants = Vec::new();
    for category in Category::ALL {
        for part in 0..4 {
            let amount = GenesisPlan::OFFICIAL.category(category).amount / 4;
            let beneficiary = Pubkey::new_from_array([10 * category.index() + part + 3; 32]);
            grants.push(Grant {
                category,
                beneficiary,
                amount,
            });
        }
    }
    grants
}

fn wanted() -> Wanted {
    let program = |name, byte| WantedProgram {
        name,
        id: Pubkey::new_from_array([byte; 32]),
        elf: ELF.to_vec(),
    };
    Wanted {
        tag: ClusterTag::Local,
        programs: vec![program("io_token", 100), program("emission", 101)],
        admin: ADMIN,
        guardian: GUARDIAN,
        plan: GenesisPlan::OFFICIAL,
        grants: grants(),
        emission: EmissionStart {
            start: Start::Now,
            preset: Preset::Official,
            parameters: EmissionParameters::DEFAULT,
        },
        oracle: WantedOracle {
            owner: ORACLE,
            publisher: Some(PUBLISHER),
            io: feed("oracle.io", 1),
        },
        iosd: IosdParameters::DEFAULT,
        dollars: vec![WantedDollar {
            name: "usd".to_owned(),
            mint: Pubkey::new_from_array([60; 32]),
            issuer: Some(Pubkey::new_from_array([61; 32])),
            feed: feed("feed of usd", 2),
        }],
        price_manager: MANAGER,
        capacity_reporter: ADMIN,
        classes: vec![class(1), class(2)],
        escrow: WantedEscrow {
            treasury: TREASURY,
            verifiers: VERIFIERS,
            staking_program: STAND_IN,
            verification_program: STAND_IN,
            rules: RULES,
        },
        fixed_addresses: addresses(30),
    }
}

const RULES: EscrowRules = EscrowRules {
    price: PriceRules::DEFAULT,
    weights: WeightParameters::DEFAULT,
    priority: PriorityParameters::DEFAULT,
    joint: JointParameters::DEFAULT,
};

fn class(id: u16) -> Class {
    Class {
        id,
        name: *b"RTX 4090\0\0\0\0\0\0\0\0",
        terms: GpuClass {
            multiplier_bps: 10_000,
            speed: 660_000,
            vram_mib: 24_576,
        },
        price: 420_000,
        min_price: 100_000,
        max_price: 2_000_000,
    }
}

fn registry() -> FoundRegistry {
    FoundRegistry {
        tag: ClusterTag::Local,
        epoch_zero: 1_000,
        roles: [ADMIN, GUARDIAN, MANAGER, ADMIN],
        classes: vec![(1, class(1).terms), (2, class(2).terms)],
    }
}

fn escrow() -> FoundEscrow {
    FoundEscrow {
        tag: ClusterTag::Local,
        epoch_zero: 1_000,
        roles: [ADMIN, GUARDIAN, TREASURY, VERIFIERS],
        staking_program: STAND_IN,
        verification_program: STAND_IN,
        price_program: ORACLE,
        io_feed_id: [1; 32],
        rules: RULES,
        mints: wanted().mints().map(|(_, mint)| mint).collect(),
    }
}

fn feed(field: &str, byte: u8) -> WantedFeed {
    WantedFeed {
        field: field.to_owned(),
        id: [byte; 32],
        account: Pubkey::new_from_array([byte + 50; 32]),
        first_price: Some(2_500_000),
    }
}

fn found_feed() -> FoundFeed {
    FoundFeed {
        publisher: PUBLISHER,
        published: true,
    }
}

fn iosd() -> FoundIosd {
    FoundIosd {
        admin: ADMIN,
        guardian: GUARDIAN,
        parameters: IosdParameters::DEFAULT,
        feed_owner: ORACLE,
        feed_id: [1; 32],
    }
}

/// Addresses that differ.
fn addresses(count: u16) -> Vec<Pubkey> {
    let address = |number: u16| {
        let mut bytes = [7; 32];
        bytes[..2].copy_from_slice(&number.to_le_bytes());
        Pubkey::new_from_array(bytes)
    };
    (0..count).map(address).collect()
}

fn deployed() -> Deployed {
    Deployed {
        upgrade_authority: Some(ADMIN),
        bytes: ELF.to_vec(),
    }
}

fn config(allocated: usize, sealed: bool) -> FoundConfig {
    FoundConfig {
        admin: ADMIN,
        guardian: GUARDIAN,
        plan: GenesisPlan::OFFICIAL,
        sealed,
        grants: grants().into_iter().take(allocated).map(Some).collect(),
    }
}

fn emission() -> FoundEmission {
    FoundEmission {
        admin: ADMIN,
        start_time: 1_000,
        preset: Preset::Official,
        parameters: EmissionParameters::DEFAULT,
    }
}

fn complete() -> Found {
    Found {
        genesis_hash: Hash::default(),
        programs: vec![Some(deployed()), Some(deployed())],
        config: Some(config(20, true)),
        emission: Some(emission()),
        feeds: vec![Some(found_feed()); 2],
        iosd: Some(iosd()),
        dollars: vec![FoundDollar {
            mint: true,
            vault: true,
        }],
        registry: Some(registry()),
        escrow: Some(escrow()),
        shards: vec![[true; SHARDS as usize]; 2],
        lookup_table: Some(FoundTable {
            addresses: addresses(30),
        }),
        time: 5_000,
    }
}

fn texts(steps: &[Step]) -> Vec<String> {
    steps.iter().map(ToString::to_string).collect()
}

fn differences(found: &Found) -> Vec<String> {
    let differences = steps(&wanted(), found).expect_err("a difference");
    differences
        .into_iter()
        .map(|difference| difference.field)
        .collect()
}

#[test]
fn an_empty_chain_needs_every_step_in_order() {
    let found = Found {
        programs: vec![None, None],
        config: None,
        emission: None,
        feeds: vec![None, None],
        iosd: None,
        dollars: vec![FoundDollar {
            mint: false,
            vault: false,
        }],
        registry: None,
        escrow: None,
        shards: vec![[false; SHARDS as usize]; 2],
        lookup_table: None,
        ..complete()
    };
    let steps = steps(&wanted(), &found).unwrap();
    let ids = wanted()
        .programs
        .iter()
        .map(|program| program.id)
        .collect::<Vec<_>>();
    assert_eq!(
        texts(&steps),
        [
            format!("deploy io_token (7 bytes) at {}", ids[0]),
            format!("deploy emission (7 bytes) at {}", ids[1]),
            "create the IO mint, its config and the vesting vault".to_owned(),
            "allocate grants 1 to 8 of 20 (181,600,000 IO)".to_owned(),
            "allocate grants 9 to 16 of 20 (218,400,000 IO)".to_owned(),
            "allocate grants 17 to 20 of 20 (100,000,000 IO)".to_owned(),
            "seal the genesis, which mints 500,000,000 IO".to_owned(),
            "start emission, schedule official, now".to_owned(),
            "make the price account of oracle.io".to_owned(),
            "publish the first price of oracle.io, 2.5 dollars".to_owned(),
            "make the price account of feed of usd".to_owned(),
            "publish the first price of feed of usd, 2.5 dollars".to_owned(),
            "create IOSD".to_owned(),
            "make the mint usd".to_owned(),
            "open the buy-and-burn vault of usd".to_owned(),
            "create the registry and its class book".to_owned(),
            "add GPU class 1, RTX 4090, at 0.42 dollars an hour".to_owned(),
            "add GPU class 2, RTX 4090, at 0.42 dollars an hour".to_owned(),
            "create job-escrow's config".to_owned(),
            "open shards 0, 1, 2, 3 of IOSD".to_owned(),
            "open shards 4, 5, 6, 7 of IOSD".to_owned(),
            "open shards 8, 9, 10, 11 of IOSD".to_owned(),
            "open shards 12, 13, 14, 15 of IOSD".to_owned(),
            "list usd as mint 1".to_owned(),
            "open shards 0, 1, 2, 3 of usd".to_owned(),
            "open shards 4, 5, 6, 7 of usd".to_owned(),
            "open shards 8, 9, 10, 11 of usd".to_owned(),
            "open shards 12, 13, 14, 15 of usd".to_owned(),
            "make the address lookup table".to_owned(),
            "put 24 addresses into the lookup table".to_owned(),
            "put 6 addresses into the lookup table".to_owned(),
        ]
    );
}

#[test]
fn a_complete_chain_needs_nothing() {
    assert_eq!(steps(&wanted(), &complete()), Ok(Vec::new()));
}

#[test]
fn genesis_continues_at_any_allocation() {
    for allocated in 0..=20 {
        let found = Found {
            config: Some(config(allocated, false)),
            emission: None,
            ..complete()
        };
        let steps = steps(&wanted(), &found).unwrap();
        let mut next = allocated;
        for step in &steps {
            if let Step::Allocate { indices, .. } = step {
                assert_eq!(indices.start, next);
                assert!(indices.len() <= ALLOCATIONS_PER_TRANSACTION);
                next = indices.end;
            }
        }
        assert_eq!(next, 20);
        assert_eq!(steps[steps.len() - 2], Step::SealGenesis);
    }
}

#[test]
fn another_build_on_the_chain_is_a_difference() {
    let mut found = complete();
    found.programs[1] = Some(Deployed {
        upgrade_authority: Some(ADMIN),
        bytes: vec![0x7f, b'E', b'L', b'F', 4],
    });
    assert_eq!(differences(&found), ["programs.emission.path"]);
}

#[test]
fn a_program_that_somebody_else_deployed_cannot_be_initialised() {
    let mut found = complete();
    found.programs[0] = Some(Deployed {
        upgrade_authority: Some(STRANGER),
        bytes: ELF.to_vec(),
    });
    assert_eq!(
        steps(&wanted(), &found),
        Ok(Vec::new()),
        "already initialised: no matter"
    );
    found.config = None;
    found.emission = None;
    assert_eq!(
        differences(&found),
        ["roles.admin (upgrade authority of io_token)"]
    );
    found.programs[0] = Some(Deployed {
        upgrade_authority: None,
        bytes: ELF.to_vec(),
    });
    let text = steps(&wanted(), &found).unwrap_err()[0].to_string();
    assert!(text.contains("the chain nobody"), "{text}");
}

#[test]
fn every_field_of_the_config_is_compared() {
    let with = |change: fn(&mut FoundConfig)| {
        let mut found = complete();
        change(found.config.as_mut().unwrap());
        differences(&found)
    };
    assert_eq!(with(|config| config.admin = STRANGER), ["roles.admin"]);
    assert_eq!(
        with(|config| config.guardian = STRANGER),
        ["roles.guardian"]
    );
    let other_terms = VestingTerms {
        upfront_bps: 0,
        cliff_months: 12,
        parts: 25,
    };
    let mut found = complete();
    found.config.as_mut().unwrap().plan.categories[1].terms = other_terms;
    assert_eq!(differences(&found), ["genesis.categories.series_a"]);
    assert_eq!(
        with(|config| config.grants.truncate(19)),
        ["number of genesis.allocations"],
        "sealed with fewer grants"
    );
    assert_eq!(
        with(|config| config.grants.push(None)),
        ["number of genesis.allocations"]
    );
    assert_eq!(
        with(|config| config.grants[3].as_mut().unwrap().amount += 1),
        ["genesis.allocations[3]"]
    );
}

#[test]
fn hand_overs_and_closed_grants_after_sealing_are_no_difference() {
    let mut found = complete();
    let config = found.config.as_mut().unwrap();
    config.grants[0].as_mut().unwrap().beneficiary = STRANGER;
    config.grants[1] = None;
    assert_eq!(steps(&wanted(), &found), Ok(Vec::new()));
    found.config.as_mut().unwrap().sealed = false;
    assert_eq!(differences(&found), ["genesis.allocations[0]"]);
}

#[test]
fn every_field_of_emission_is_compared() {
    let with = |change: fn(&mut FoundEmission)| {
        let mut found = complete();
        change(found.emission.as_mut().unwrap());
        differences(&found)
    };
    assert_eq!(
        with(|state| state.admin = STRANGER),
        ["roles.admin (of emission)"]
    );
    assert_eq!(
        with(|state| state.preset = Preset::Literal),
        ["emission.preset"]
    );
    let shares = with(|state| state.parameters.availability_bps = 6_000);
    assert_eq!(shares, ["emission.availability_bps"]);
    let window = with(|state| state.parameters.claim_window_epochs = 48);
    assert_eq!(window, ["emission.claim_window_epochs"]);
    let mut wanted = wanted();
    wanted.emission.start = Start::At(1_001);
    let differences = steps(&wanted, &complete()).unwrap_err();
    assert_eq!(differences[0].field, "emission.start");
}

#[test]
fn a_start_must_lie_ahead_and_within_a_year() {
    let found = Found {
        emission: None,
        ..complete()
    };
    for (at, accepted) in [
        (4_999, false),
        (5_000, true),
        (5_000 + MAX_START_DELAY_SECONDS, true),
        (5_001 + MAX_START_DELAY_SECONDS, false),
    ] {
        let mut wanted = wanted();
        wanted.emission.start = Start::At(at);
        assert_eq!(steps(&wanted, &found).is_ok(), accepted, "{at}");
    }
}

fn under_public_rules(mut found: Found) -> Found {
    found.registry.as_mut().unwrap().tag = ClusterTag::Public;
    found.escrow.as_mut().unwrap().tag = ClusterTag::Public;
    found
}

#[test]
fn a_local_deployment_is_refused_on_public_clusters() {
    for (hash, name) in [
        (
            "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d",
            "mainnet-beta",
        ),
        ("4uhcVJyU9pJkvQyS88uRDiswHXSCkY3zQawwpjk2NsNY", "testnet"),
        ("EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG", "devnet"),
    ] {
        let found = Found {
            genesis_hash: hash.parse().unwrap(),
            ..complete()
        };
        let refused = steps(&wanted(), &found).unwrap_err();
        assert_eq!(refused[0].field, "cluster.tag");
        assert!(refused[0].to_string().contains(name), "{}", refused[0]);
        let public = Wanted {
            tag: ClusterTag::Public,
            ..wanted()
        };
        assert_eq!(steps(&public, &under_public_rules(found)), Ok(Vec::new()));
    }
}

#[test]
fn the_lookup_table_gets_what_it_lacks_and_no_more_than_it_holds() {
    let with = |present: Vec<Pubkey>| Found {
        lookup_table: Some(FoundTable { addresses: present }),
        ..complete()
    };
    let some: Vec<Pubkey> = addresses(40).into_iter().skip(12).collect();
    let missing = Step::ExtendLookupTable {
        addresses: addresses(12),
    };
    assert_eq!(steps(&wanted(), &with(some)), Ok(vec![missing]));
    let others = addresses(30 + 226).split_off(30);
    assert!(steps(&wanted(), &with(others)).is_ok(), "256 in all");
    let others = addresses(30 + 227).split_off(30);
    assert_eq!(differences(&with(others)), ["number of fixed addresses"]);
}

#[test]
fn a_price_account_without_a_price_gets_one() {
    let mut found = complete();
    found.feeds[1] = Some(FoundFeed {
        published: false,
        ..found_feed()
    });
    let publish = Step::PublishPrice {
        feed: "feed of usd".to_owned(),
        price: 2_500_000,
    };
    assert_eq!(steps(&wanted(), &found), Ok(vec![publish]));
    found.feeds[1] = Some(FoundFeed {
        publisher: STRANGER,
        published: true,
    });
    assert_eq!(differences(&found), ["oracle.publisher (of feed of usd)"]);
}

#[test]
fn on_a_public_cluster_prices_and_mints_are_there_or_named() {
    let mut public = Wanted {
        tag: ClusterTag::Public,
        ..wanted()
    };
    public.oracle.publisher = None;
    public.oracle.io.first_price = None;
    public.dollars[0].feed.first_price = None;
    public.dollars[0].issuer = None;
    let complete = || under_public_rules(complete());
    assert_eq!(steps(&public, &complete()), Ok(Vec::new()));
    let mut found = complete();
    found.feeds = vec![None, None];
    found.dollars[0].mint = false;
    let differences = steps(&public, &found).unwrap_err();
    let fields: Vec<_> = differences.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "oracle.io.price_account",
            "feed of usd.price_account",
            "mint of usd"
        ]
    );
}

#[test]
fn every_field_of_iosd_is_compared() {
    let with = |change: fn(&mut FoundIosd)| {
        let mut found = complete();
        change(found.iosd.as_mut().unwrap());
        differences(&found)
    };
    assert_eq!(
        with(|state| state.admin = STRANGER),
        ["roles.admin (of iosd)"]
    );
    let guardian = with(|state| state.guardian = STRANGER);
    assert_eq!(guardian, ["roles.guardian (of iosd)"]);
    let owner = with(|state| state.feed_owner = STRANGER);
    assert_eq!(owner, ["oracle.owner (of iosd)"]);
    let feed = with(|state| state.feed_id = [9; 32]);
    assert_eq!(feed, ["oracle.io.feed_id (of iosd)"]);
    let cap = with(|state| state.parameters.window_cap += 1);
    assert_eq!(cap, ["iosd.window_cap, in micro-dollars"]);
    let spread = with(|state| state.parameters.spread_bps += 1);
    assert_eq!(spread, ["iosd.spread_bps"]);
    let age = with(|state| state.parameters.price.max_age_seconds -= 1);
    assert_eq!(age, ["iosd.max_age_seconds"]);
    let confidence = with(|state| state.parameters.price.max_confidence_bps -= 1);
    assert_eq!(confidence, ["iosd.max_confidence_bps"]);
}

#[test]
fn classes_that_are_missing_are_added_and_their_prices_are_left_alone() {
    let mut found = complete();
    found.registry.as_mut().unwrap().classes.remove(0);
    let add = Step::AddClass {
        id: 1,
        name: "RTX 4090".to_owned(),
        price: 420_000,
    };
    assert_eq!(steps(&wanted(), &found), Ok(vec![add]));
    let mut wanted = wanted();
    wanted.classes[0].price += 1;
    assert_eq!(steps(&wanted, &complete()), Ok(Vec::new()));
}

#[test]
fn every_field_of_registry_is_compared() {
    let with = |change: fn(&mut FoundRegistry)| {
        let mut found = complete();
        change(found.registry.as_mut().unwrap());
        differences(&found)
    };
    let tag = with(|config| config.tag = ClusterTag::Public);
    assert_eq!(tag, ["cluster.tag (of registry)"]);
    for (role, field) in [
        "roles.admin (of registry)",
        "roles.guardian (of registry)",
        "registry.price_manager",
        "registry.capacity_reporter",
    ]
    .into_iter()
    .enumerate()
    {
        let mut found = complete();
        found.registry.as_mut().unwrap().roles[role] = STRANGER;
        assert_eq!(differences(&found), [field]);
    }
    let terms = with(|config| {
        let terms = &mut config.classes[1].1;
        terms.multiplier_bps += 1;
        terms.speed += 1;
        terms.vram_mib += 1;
    });
    assert_eq!(
        terms,
        [
            "multiplier_bps of class 2",
            "speed of class 2",
            "vram_mib of class 2"
        ]
    );
}

#[test]
fn epochs_are_counted_from_emissions_start() {
    for (registry, escrow, field) in [
        (999, 1_000, "epoch_zero of registry"),
        (1_000, 1_001, "epoch_zero of job-escrow"),
    ] {
        let mut found = complete();
        found.registry.as_mut().unwrap().epoch_zero = registry;
        found.escrow.as_mut().unwrap().epoch_zero = escrow;
        assert_eq!(differences(&found), [field]);
    }
    let mut found = complete();
    found.escrow.as_mut().unwrap().epoch_zero = 4_600;
    let text = steps(&wanted(), &found).unwrap_err()[0].to_string();
    let both = "the file has emission's start, 1000, the chain 4600. It was not initialised by a migration";
    assert!(text.contains(both), "{text}");
}

#[test]
fn mints_are_listed_and_shards_opened_where_they_are_missing() {
    let mut found = complete();
    found.shards[1][9] = false;
    let open = |numbers: &[u8]| Step::OpenShards {
        index: 1,
        name: "usd".to_owned(),
        numbers: numbers.to_vec(),
    };
    assert_eq!(steps(&wanted(), &found), Ok(vec![open(&[9])]));
    found.escrow.as_mut().unwrap().mints.pop();
    let list = Step::ListMint {
        index: 1,
        name: "usd".to_owned(),
    };
    assert_eq!(steps(&wanted(), &found), Ok(vec![list, open(&[9])]));
}

/// Makes one field differ.
type Change = fn(&mut FoundEscrow);

#[test]
fn every_field_of_job_escrow_is_compared() {
    let with = |change: fn(&mut FoundEscrow)| {
        let mut found = complete();
        change(found.escrow.as_mut().unwrap());
        differences(&found)
    };
    for (role, field) in [
        "roles.admin (of job-escrow)",
        "roles.guardian (of job-escrow)",
        "escrow.treasury",
        "escrow.verifiers",
    ]
    .into_iter()
    .enumerate()
    {
        let mut found = complete();
        found.escrow.as_mut().unwrap().roles[role] = STRANGER;
        assert_eq!(differences(&found), [field]);
    }
    let table: [(Change, &str); 9] = [
        (
            |config| config.tag = ClusterTag::Public,
            "cluster.tag (of job-escrow)",
        ),
        (
            |config| config.staking_program = STRANGER,
            "escrow.staking_program",
        ),
        (
            |config| config.verification_program = STRANGER,
            "escrow.verification_program",
        ),
        (
            |config| config.price_program = STRANGER,
            "oracle.owner (of job-escrow)",
        ),
        (
            |config| config.io_feed_id = [9; 32],
            "oracle.io.feed_id (of job-escrow)",
        ),
        (
            |config| config.rules.price.max_age_seconds -= 1,
            "escrow.max_age_seconds or max_confidence_bps",
        ),
        (
            |config| config.rules.priority.wait_slots += 1,
            "escrow.race",
        ),
        (
            |config| config.rules.joint.settlement.fee_bps += 1,
            "escrow.split",
        ),
        (
            |config| config.mints[1] = STRANGER,
            "mint 1 of job-escrow (usd)",
        ),
    ];
    for (change, field) in table {
        assert_eq!(with(change), [field]);
    }
    let more = with(|config| config.mints.push(STRANGER));
    assert_eq!(more, ["number of dollars"]);
}
