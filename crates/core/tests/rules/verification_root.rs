//! Vectors, medians, pay and roots by example.

use ionet_core::hiring::ClassGpus;
use ionet_core::oracle::DollarPrice;
use ionet_core::supply::IO_UNIT;
use ionet_core::verification::{
    COMMIT_SECONDS, ClassLeaf, Entry, EpochTerms, MAX_VERIFIERS, Medians, OperatorLeaf,
    PUBLISH_SECONDS, RootSummary, Vector, VerificationError, build_root, check_commit_time,
    check_publish_time, commitment_preimage, vector_digest, vouched_for,
};

use crate::verification_fixtures::{entry, leaf, root_of, sha256};

fn terms(pool: u64) -> EpochTerms {
    EpochTerms {
        epoch: 7,
        pool,
        // A dollar.
        io_price_upper: Some(DollarPrice::from_pico_dollars(1_000_000_000_000).unwrap()),
        // $2 and $1 an hour: at most 0.6 and 0.3 IO an idle hour.
        class_prices: std::array::from_fn(|class| if class == 0 { 2_000_000 } else { 1_000_000 }),
    }
}

fn build(
    previous: &[OperatorLeaf],
    vectors: &[Vector<'_>],
    terms: &EpochTerms,
) -> (Vec<OperatorLeaf>, RootSummary) {
    let mut leaves = Vec::new();
    let summary = build_root(previous, vectors, terms, &sha256, |leaf| leaves.push(*leaf));
    (leaves, summary.unwrap())
}

#[test]
fn a_median_is_what_more_than_half_of_the_stake_vouches_for() {
    let cases: [(&[(u64, u64)], u64); 9] = [
        (&[(5, 1)], 5),
        (&[(5, 1), (7, 1), (9, 1)], 7),
        (&[(5, 1), (7, 1)], 5),
        (&[(5, 10), (1_000, 9)], 5),
        (&[(5, 9), (1_000, 10)], 1_000),
        (&[(5, 10), (1_000, 10)], 5),
        (&[(0, 10), (5, 9)], 0),
        (&[(3, u64::MAX / 2), (4, u64::MAX / 2)], 3),
        (&[], 0),
    ];
    for (reports, median) in cases {
        let total = reports.iter().map(|(_, stake)| stake).sum();
        let mut reports = reports.to_vec();
        assert_eq!(vouched_for(&mut reports, total), median, "{reports:?}");
    }
}

#[test]
fn a_minority_neither_invents_nor_hides_an_operator() {
    let honest = [entry(1, 0, 8, 4, 400), entry(2, 3, 2, 2, 20)];
    let liar = [entry(1, 0, 800, 800, 1), entry(9, 0, 50, 50, 9_000)];
    let vectors = [
        Vector {
            stake: 34,
            entries: &honest,
        },
        Vector {
            stake: 33,
            entries: &honest,
        },
        Vector {
            stake: 33,
            entries: &liar,
        },
    ];
    let medians: Vec<Entry> = Medians::new(&vectors).unwrap().collect();
    assert_eq!(medians, honest);
    let silent = [
        Vector {
            stake: 67,
            entries: &honest,
        },
        Vector {
            stake: 33,
            entries: &[],
        },
    ];
    assert_eq!(Medians::new(&silent).unwrap().collect::<Vec<_>>(), honest);
    let too_many = [Vector {
        stake: 1,
        entries: &honest,
    }; MAX_VERIFIERS + 1];
    assert!(Medians::new(&too_many[1..]).is_ok());
    let refused = Medians::new(&too_many).err();
    assert_eq!(refused, Some(VerificationError::TooManyVectors));
}

#[test]
fn pay_follows_score_below_the_cap_of_each_class() {
    let entries = [
        entry(1, 0, 8, 4, 600),
        entry(1, 1, 1, 1, 100),
        entry(2, 0, 3, 3, 300),
    ];
    let vectors = [Vector {
        stake: 1,
        entries: &entries,
    }];
    // Pool of 1 IO: all below their caps of 2.4, 0.3 and 1.8 IO.
    let (leaves, summary) = build(&[], &vectors, &terms(IO_UNIT));
    let paid = [70_000_000, 30_000_000];
    assert_eq!(
        leaves.iter().map(|leaf| leaf.lifetime).collect::<Vec<_>>(),
        paid
    );
    assert_eq!((summary.paid, summary.lifetime), (IO_UNIT, IO_UNIT));
    // Of 100 IO everybody gets his caps, and the rest is nobody's.
    let (leaves, summary) = build(&[], &vectors, &terms(100 * IO_UNIT));
    let capped = [270_000_000, 180_000_000];
    assert_eq!(
        leaves.iter().map(|leaf| leaf.lifetime).collect::<Vec<_>>(),
        capped
    );
    assert_eq!(summary.paid, 450_000_000);
    // IO at ten dollars: a tenth. Without a price: nothing.
    let dear = DollarPrice::from_pico_dollars(10_000_000_000_000).unwrap();
    let dear = EpochTerms {
        io_price_upper: Some(dear),
        ..terms(100 * IO_UNIT)
    };
    assert_eq!(build(&[], &vectors, &dear).1.paid, 45_000_000);
    let unknown = EpochTerms {
        io_price_upper: None,
        ..dear
    };
    assert_eq!(build(&[], &vectors, &unknown).1.paid, 0);
}

#[test]
fn a_root_has_classes_then_operators_and_keeps_everybody() {
    let previous = [leaf(1, 50), leaf(3, 70)];
    let entries = [entry(2, 31, 5, 5, 10), entry(3, 4, 9, 0, 0)];
    let vectors = [Vector {
        stake: 1,
        entries: &entries,
    }];
    let (leaves, summary) = build(&previous, &vectors, &terms(1_000));
    let mut second = leaf(2, 1_000);
    second.verified[0] = ClassGpus { class: 31, gpus: 5 };
    let mut third = leaf(3, 70);
    third.verified[0] = ClassGpus { class: 4, gpus: 9 };
    assert_eq!(leaves, [leaf(1, 50), second, third]);
    assert_eq!((summary.epoch, summary.leaves), (7, 35));
    assert_eq!((summary.paid, summary.lifetime), (1_000, 1_120));
    assert_eq!(
        summary.classes[31],
        ClassLeaf {
            verified: 5,
            idle: 5
        }
    );
    assert_eq!(
        summary.classes[4],
        ClassLeaf {
            verified: 9,
            idle: 0
        }
    );
    let classes = (0_u8..)
        .zip(&summary.classes)
        .map(|(class, leaf)| leaf.hash(class, &sha256));
    let hashes: Vec<[u8; 32]> = classes
        .chain(leaves.iter().map(|leaf| leaf.hash(&sha256)))
        .collect();
    assert_eq!(summary.root, root_of(&hashes));
    // An hour later nobody vouches for anyone: what was earned stays, the capacity does not.
    let (later, summary) = build(&leaves, &[], &terms(1_000));
    assert_eq!(later, [leaf(1, 50), leaf(2, 1_000), leaf(3, 70)]);
    assert_eq!((summary.paid, summary.lifetime), (0, 1_120));
}

#[test]
fn previous_leaves_come_in_order() {
    for previous in [[leaf(3, 1), leaf(1, 1)], [leaf(2, 1), leaf(2, 1)]] {
        let built = build_root(&previous, &[], &terms(1), &sha256, |_| {});
        assert_eq!(built, Err(VerificationError::LeavesUnsorted));
    }
}

#[test]
fn a_vector_is_checked_before_it_counts() {
    let good = [
        entry(1, 0, 2, 1, 9),
        entry(1, 1, 2, 2, 9),
        entry(2, 0, 0, 0, 0),
    ];
    let digest = vector_digest(&good, &sha256).unwrap();
    assert_eq!(vector_digest(&[], &sha256), Ok([0; 32]));
    let cases: [(&[Entry], VerificationError); 4] = [
        (&[good[1], good[0]], VerificationError::EntriesUnsorted),
        (&[good[0], good[0]], VerificationError::EntriesUnsorted),
        (&[entry(1, 32, 1, 1, 1)], VerificationError::UnknownClass),
        (
            &[entry(1, 0, 1, 2, 1)],
            VerificationError::IdleAboveVerified,
        ),
    ];
    for (entries, error) in cases {
        assert_eq!(vector_digest(entries, &sha256), Err(error));
    }
    let mut others = vec![good; 4];
    others[0][0].verified = 3;
    others[1][0].idle = 2;
    others[2][0].score = 8;
    others[3][2].operator[31] = 3;
    for other in others {
        assert_ne!(vector_digest(&other, &sha256), Ok(digest));
    }
}

/// A verifier that measured nothing and waits for another's publication has no commitment that
/// it could open with it, whether it committed something of its own or the other's hash.
#[test]
fn a_score_copied_from_anothers_publication() {
    let (epoch, salt) = (7_u64.to_le_bytes(), [9; 32]);
    let digest = vector_digest(&[entry(1, 0, 2, 1, 9)], &sha256).unwrap();
    let commit = |verifier: u8, epoch: &[u8; 8], salt: &[u8; 32]| {
        sha256(&commitment_preimage(&[verifier; 32], epoch, salt, &digest))
    };
    let honest = commit(1, &epoch, &salt);
    assert_ne!(
        honest,
        commit(2, &epoch, &salt),
        "the copier's own key is in it"
    );
    assert_ne!(honest, commit(1, &8_u64.to_le_bytes(), &salt));
    assert_ne!(honest, commit(1, &epoch, &[8; 32]));
    // And nothing is published while commitments are taken.
    let end = 1_000 + 8 * 3_600;
    for (now, commits, publishes) in [
        (end - 1, false, false),
        (end, true, false),
        (end + COMMIT_SECONDS - 1, true, false),
        (end + COMMIT_SECONDS, false, true),
        (end + COMMIT_SECONDS + PUBLISH_SECONDS - 1, false, true),
        (end + COMMIT_SECONDS + PUBLISH_SECONDS, false, false),
    ] {
        assert_eq!(check_commit_time(7, 1_000, now).is_ok(), commits, "{now}");
        assert_eq!(
            check_publish_time(7, 1_000, now).is_ok(),
            publishes,
            "{now}"
        );
    }
    let beyond = check_commit_time(u64::MAX, 0, 0);
    assert_eq!(beyond, Err(VerificationError::Overflow));
}
