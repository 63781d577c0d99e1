//! Prints the tables of `docs/economics/race.md`, in a minute:
//! `cargo run --release -p ionet-core --example race`.

#[path = "../tests/simulations/race_games.rs"]
mod race_games;
#[path = "../tests/simulations/race_market.rs"]
mod race_market;

use race_games::{
    Ownership, SHARES, owner_gets, pace, single_claims, weight_share_with_slots_capped,
};
use race_market::{Rule, Ties};

const RULES: [(Rule, &str); 2] = [
    (Rule::Accepted, "accepted"),
    (Rule::FirstDesigned, "first designed"),
];
const CLAIMED_ONCE: (Rule, &str) = (Rule::ClaimedOnce, "claimed once");
const IDENTITIES: [u32; 4] = [1, 2, 8, 32];

fn main() {
    println!("## One slot: {SINGLE_DRAWS} draws\n");
    single_claims_table();
    println!("\n## One owner under several keys: {OWNED_SLOTS} slots\n");
    let markets = [(50, 1), (50, 200), (20, 1), (20, 200)];
    identities_table(&RULES, &markets, &[8, 64, 256], 800, 1);
    println!("\n## The same with W 16 times what races\n");
    identities_table(&RULES, &markets, &[8, 64, 256], 800, 16);
    println!("\n## The same with two GPUs for each of the job's slots\n");
    identities_table(&RULES, &[(50, 8)], &[64, 256], 2, 1);
    println!("\n## The same if a key could claim once only\n");
    identities_table(&[CLAIMED_ONCE], &markets, &[8, 64, 256], 800, 1);
    println!("\n## Share of weight with g = min(idle GPUs, job's slots)\n");
    capped_weight_table();
    println!("\n## 100 operators, 20,000 jobs of 8 slots\n");
    pace_table();
    println!("\n## Markets of 10 to 10,000 operators\n");
    sizes_table();
}

const SINGLE_DRAWS: u32 = 1_000_000;
const OWNED_SLOTS: u32 = 400_000;

fn single_claims_table() {
    let shares = SHARES.map(|share| format!("{share} %")).join(" | ");
    println!("| rule | W ÷ racing | in one slot | {shares} |");
    println!("|{}", " --- |".repeat(3 + SHARES.len()));
    for (rule, name) in RULES {
        for dilution in [1, 16, 256] {
            for (ties, order) in [
                (Ties::Random, "any order"),
                (Ties::FirstOperator, "40 % first"),
            ] {
                let won = single_claims(rule, ties, SINGLE_DRAWS, dilution);
                let cells = won.map(|won| format!("{won:.2}")).join(" | ");
                println!("| {name} | {dilution} | {order} | {cells} |");
            }
        }
    }
}

fn identities_table(
    rules: &[(Rule, &str)],
    markets: &[(u32, u32)],
    jobs: &[u32],
    capacity: u32,
    dilution: u64,
) {
    println!("| rule | weight | rivals | job's slots | 1 key | 2 | 8 | 32 |");
    println!("|{}", " --- |".repeat(8));
    for &(rule, name) in rules {
        for &(share, rivals) in markets {
            for &slots in jobs {
                let cells = IDENTITIES.map(|identities| {
                    let market = Ownership {
                        share,
                        identities,
                        rivals,
                        slots,
                        capacity,
                        dilution,
                    };
                    let got = owner_gets(rule, market, OWNED_SLOTS / slots);
                    format!("{:.1} ± {:.1}", got.value, got.error)
                });
                let cells = cells.join(" | ");
                println!("| {name} | {share} % | {rivals} | {slots} | {cells} |");
            }
        }
    }
}

fn capped_weight_table() {
    println!("| job's slots | 1 key | 2 | 8 | 32 |");
    println!("|{}", " --- |".repeat(5));
    for slots in [8, 64, 256] {
        let shares = IDENTITIES.map(|identities| {
            let share = weight_share_with_slots_capped(256, identities, slots);
            format!("{share:.1} %")
        });
        println!("| {slots} | {} |", shares.join(" | "));
    }
}

fn pace_table() {
    println!("| rule | W ÷ racing | first claim | full | decided late |");
    println!("|{}", " --- |".repeat(5));
    for (rule, name) in RULES {
        for dilution in [1, 4, 16, 64, 256, 1_024] {
            let pace = pace(rule, 100, 8, dilution, 20_000);
            let (first, full, undecided) = (pace.first, pace.full, pace.undecided);
            println!("| {name} | {dilution} | {first:.1} | {full:.1} | {undecided:.1} % |");
        }
    }
}

fn sizes_table() {
    println!("| rule | operators | GPUs | job's slots | first claim | full | decided late |");
    println!("|{}", " --- |".repeat(7));
    let sizes = [
        (10, 1, 20_000),
        (10, 8, 20_000),
        (10, 64, 20_000),
        (10, 80, 20_000),
        (1_000, 1, 2_000),
        (1_000, 8, 2_000),
        (1_000, 256, 2_000),
        (1_000, 8_000, 200),
        (10_000, 1, 500),
        (10_000, 8, 500),
        (10_000, 256, 500),
        (10_000, 10_000, 100),
        (10_000, 80_000, 50),
    ];
    for (rule, name) in RULES {
        for (operators, slots, jobs) in sizes {
            let pace = pace(rule, operators, slots, 1, jobs);
            let (first, full, undecided) = (pace.first, pace.full, pace.undecided);
            let gpus = 8 * operators;
            println!(
                "| {name} | {operators} | {gpus} | {slots} | {first:.1} | {full:.1} | {undecided:.1} % |"
            );
        }
    }
}
