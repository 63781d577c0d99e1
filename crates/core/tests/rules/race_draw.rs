//! The logarithm, the preimages and the arrivals by example.

use ionet_core::race::{
    DRAW_DOMAIN, Draw, RANDOM_ARRIVALS, SEED_DOMAIN, draw_preimage, neg_ln_q32, seed_preimage,
};

const ONE: u64 = 1 << 32;

#[test]
fn logarithms_of_known_numbers() {
    let cases = [
        // (h, −ln ((h + 1) / 2^64) × 2^32, rounded)
        (u64::MAX, 0),
        (u64::MAX - 1, 0),
        (u64::MAX - (1 << 31), 1),
        (u64::MAX - (1 << 32), 1),
        (u64::MAX >> 1, 2_977_044_472),
        (u64::MAX >> 2, 5_954_088_944),
        ((1 << 32) - 1, 95_265_423_098),
        (0, 190_530_846_196),
        // u = 1/e and e^-10.
        (6_786_177_901_268_885_274, 4_294_967_296),
        (837_480_885_292_946, 42_949_672_960),
        // √2 and its neighbours, where the series changes sides.
        (13_043_817_825_332_782_211, 1_488_522_236),
    ];
    for (h, expected) in cases {
        assert_eq!(neg_ln_q32(h), expected, "{h}");
    }
}

#[test]
fn what_is_hashed() {
    let (seed, operator) = ([1; 32], [2; 32]);
    let draw = draw_preimage(&seed, &operator).concat();
    assert_eq!(
        draw,
        [b"ionet:race:draw:v1".as_slice(), &seed, &operator].concat()
    );
    let (job, slot_hash) = ([3; 32], [4; 32]);
    let seed = seed_preimage(&job, &slot_hash).concat();
    assert_eq!(
        seed,
        [b"ionet:race:seed:v1".as_slice(), &job, &slot_hash].concat()
    );
    assert_ne!(DRAW_DOMAIN, SEED_DOMAIN);
}

/// First `h` = 2^63 − 1 (u = 1/2), all gaps u = 1/2 but the last, which is 1, and an offset of a
/// quarter.
#[test]
fn a_hash_becomes_arrivals() {
    let mut hash = [0xff; 32];
    hash[7] = 0x7f;
    for gap in 0..6 {
        hash[8 + 3 * gap + 2] = 0x7f;
    }
    hash[29..].copy_from_slice(&[0, 0, 0x40]);
    let draw = Draw::from_hash(hash);
    let ln_2 = 2_977_044_471.82;
    for number in 1..=7u32 {
        let exact = f64::from(number) * ln_2;
        let distance = exact - f64_of(draw.arrival_q32(number));
        assert!(
            distance.abs() < 0.8,
            "arrival {number} is off by {distance}"
        );
    }
    let eighth = draw.arrival_q32(RANDOM_ARRIVALS);
    assert_eq!(eighth, draw.arrival_q32(7), "a gap of −ln 1");
    assert_eq!(draw.arrival_q32(9), eighth + ONE / 4);
    assert_eq!(draw.arrival_q32(10), eighth + ONE / 4 + ONE);
    assert_eq!(draw.arrival_q32(100_000), eighth + ONE / 4 + 99_991 * ONE);
}

fn f64_of(value: u64) -> f64 {
    let high = u32::try_from(value >> 32).unwrap();
    f64::from(high) * 4_294_967_296.0 + f64::from(u32::try_from(value % ONE).unwrap())
}

#[test]
fn the_extreme_hashes() {
    let latest = Draw::from_hash([0; 32]);
    let earliest = Draw::from_hash([0xff; 32]);
    assert_eq!(latest.arrival_q32(0), 0);
    assert_eq!(latest.arrival_q32(1), 190_530_846_196);
    // (64 + 7 × 24) × ln 2.
    assert_eq!(latest.arrival_q32(8), 690_674_317_462);
    assert_eq!(latest.arrival_q32(9), latest.arrival_q32(8));
    for number in 0..=8 {
        assert_eq!(earliest.arrival_q32(number), 0);
    }
    assert_eq!(earliest.arrival_q32(9), ONE - (1 << 8));
}
