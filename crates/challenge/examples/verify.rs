//! Times what a verifier spends on 64 openings, and what this machine's CPU needs for a product:
//! `cargo run --release -p ionet-challenge --example verify`.

use std::time::Instant;

use ionet_challenge::{
    Backend as _, Beacon, Binding, Cpu, Product, Residency, Seed, Work as _, open, picks, verify,
};

const OPENINGS: u32 = 64;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let seed = Seed::new(&Binding {
        instant: &[1; 32],
        epoch: 1,
        device: &[2; 32],
        gpu: 0,
    });
    println!("verification of {OPENINGS} tiles on one core, best and worst of 20:");
    for side in [8_192, 16_384, 32_768, 65_536, 131_072] {
        let product = Product::new(seed, side)?;
        let picked = picks(&[3; 32], Beacon([4; 32]), product.leaves(), OPENINGS);
        let mut times: Vec<_> = (0..20)
            .map(|_| {
                let start = Instant::now();
                std::hint::black_box(product.hashes(&picked));
                start.elapsed()
            })
            .collect();
        times.sort_unstable();
        println!("  n = {side:>7}: {:>6.1?} to {:>6.1?}", times[0], times[19]);
    }
    let product = Product::new(seed, 2_048)?;
    let start = Instant::now();
    let tree = Cpu.multiply(&product)?;
    let elapsed = start.elapsed();
    let billions = f64::from(u32::try_from(product.operations() / 1_000_000_000)?);
    let rate = billions / elapsed.as_secs_f64();
    println!(
        "product of n = 2048 on {}: {elapsed:.1?}, {rate:.0} billion operations a second",
        Cpu.name()
    );
    let beacon = Beacon([5; 32]);
    verify(
        &product,
        &tree.root(),
        beacon,
        OPENINGS,
        &open(&tree, beacon, OPENINGS),
    )?;

    let residency = Residency::new(seed, 64 << 20, 1 << 16);
    let start = Instant::now();
    let tree = Cpu.read(&residency)?;
    println!(
        "data set of 64 MiB and 65,536 walks on {}: {:.1?}",
        Cpu.name(),
        start.elapsed()
    );
    let openings = open(&tree, beacon, 16);
    let start = Instant::now();
    verify(&residency, &tree.root(), beacon, 16, &openings)?;
    println!(
        "verification of 16 walks on one core: {:.1?}",
        start.elapsed()
    );
    Ok(())
}
