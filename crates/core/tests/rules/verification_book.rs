//! Posting, veto, claims, and the denominator of quorums, by example.

use ionet_core::verification::{
    ClaimRecord, MAX_PROOF, OperatorLeaf, PostedRoot, RootBook, SILENT_EPOCHS, VETO_SECONDS,
    VerificationError, Verifier, VerifierSet, check_post_quorum, check_veto_quorum, prove,
};

use crate::verification_fixtures::{leaf, root_of, sha256};

/// A root over three operators' leaves, posted at the start of the epoch after its own.
struct Posted {
    leaves: Vec<OperatorLeaf>,
    root: PostedRoot,
}

impl Posted {
    fn of(epoch: u64, lifetimes: [u64; 3]) -> Self {
        let leaves: Vec<_> = (1..4).zip(lifetimes).map(|(n, sum)| leaf(n, sum)).collect();
        let hashes: Vec<_> = leaves.iter().map(|leaf| leaf.hash(&sha256)).collect();
        let root = PostedRoot {
            epoch,
            posted_at: i64::try_from(epoch + 1).unwrap() * 3_600,
            lifetime: lifetimes.iter().sum(),
            leaves: 3,
            root: root_of(&hashes),
        };
        Self { leaves, root }
    }

    fn claim(
        &self,
        book: &RootBook,
        record: &ClaimRecord,
        who: usize,
    ) -> Result<(u64, ClaimRecord, RootBook), VerificationError> {
        let hashes: Vec<_> = self.leaves.iter().map(|leaf| leaf.hash(&sha256)).collect();
        let mut proof = [[0; 32]; MAX_PROOF];
        let length = prove(&hashes, who, &mut proof, &sha256).unwrap();
        let (epoch, index) = (self.root.epoch, u32::try_from(who).unwrap());
        let leaf = &self.leaves[who];
        let claimed = book.claim(record, epoch, leaf, index, &proof[..length], &sha256)?;
        Ok((claimed.amount, claimed.record_after, claimed.book_after))
    }
}

#[test]
fn a_root_is_final_after_two_hours() {
    let posted = Posted::of(5, [10, 20, 30]);
    let book = RootBook::default().post(&posted.root, 60).unwrap();
    let record = ClaimRecord::default();
    let early = posted.claim(&book, &record, 0);
    assert_eq!(early.unwrap_err(), VerificationError::NotFinal);
    let over = posted.root.posted_at + VETO_SECONDS;
    assert_eq!(book.settled(over - 1), book);
    let (amount, record, book) = posted.claim(&book.settled(over), &record, 1).unwrap();
    assert_eq!((amount, book.claimed), (20, 20));
    assert_eq!(
        record,
        ClaimRecord {
            claimed: 20,
            root_epoch: 5
        }
    );
}

#[test]
fn nobody_claims_twice() {
    let (first, second) = (Posted::of(5, [10, 20, 30]), Posted::of(6, [15, 20, 30]));
    let book = RootBook::default().post(&first.root, 60).unwrap();
    let book = book.post(&second.root, 5).unwrap().settled(i64::MAX);
    let (amount, record, book) = first.claim(&book, &ClaimRecord::default(), 0).unwrap();
    assert_eq!(amount, 10);
    let again = first.claim(&book, &record, 0);
    assert_eq!(again.unwrap_err(), VerificationError::NothingNew);
    let (amount, record, book) = second.claim(&book, &record, 0).unwrap();
    assert_eq!((amount, record.claimed, record.root_epoch), (5, 15, 6));
    // The older root owes a record that is ahead nothing, and takes no capacity back.
    let older = first.claim(&book, &record, 0);
    assert_eq!(older.unwrap_err(), VerificationError::NothingNew);
    // Who was paid everything can still refresh its capacity, once.
    let paid = ClaimRecord {
        claimed: 20,
        root_epoch: 5,
    };
    let (amount, record, book) = second.claim(&book, &paid, 1).unwrap();
    assert_eq!((amount, record.root_epoch), (0, 6));
    assert!(second.claim(&book, &record, 1).is_err());
}

#[test]
fn another_leafs_proof_and_a_changed_leaf_fail() {
    let posted = Posted::of(5, [10, 20, 30]);
    let book = RootBook::default()
        .post(&posted.root, 60)
        .unwrap()
        .settled(i64::MAX);
    let hashes: Vec<_> = posted
        .leaves
        .iter()
        .map(|leaf| leaf.hash(&sha256))
        .collect();
    let mut proof = [[0; 32]; MAX_PROOF];
    let length = prove(&hashes, 0, &mut proof, &sha256).unwrap();
    let claim = |leaf: &OperatorLeaf, index| {
        let claimed = book.claim(
            &ClaimRecord::default(),
            5,
            leaf,
            index,
            &proof[..length],
            &sha256,
        );
        claimed.map(|claimed| claimed.amount)
    };
    assert_eq!(claim(&posted.leaves[0], 0), Ok(10));
    let more = OperatorLeaf {
        lifetime: 11,
        ..posted.leaves[0]
    };
    for (leaf, index) in [(&posted.leaves[1], 0), (&posted.leaves[0], 1), (&more, 0)] {
        assert_eq!(claim(leaf, index), Err(VerificationError::WrongProof));
    }
}

#[test]
fn a_root_over_the_cap_is_refused_at_posting_and_at_every_claim() {
    let posted = Posted::of(5, [10, 20, 30]);
    let refused = RootBook::default().post(&posted.root, 59);
    let available = 59;
    assert_eq!(refused, Err(VerificationError::AbovePool { available }));
    // Leaves that add up to more than the root says: the first claims are paid, no more.
    let false_root = PostedRoot {
        lifetime: 45,
        ..posted.root
    };
    let book = RootBook::default()
        .post(&false_root, 45)
        .unwrap()
        .settled(i64::MAX);
    let none = ClaimRecord::default();
    let (_, _, book) = posted.claim(&book, &none, 0).unwrap();
    let (_, _, book) = posted.claim(&book, &none, 2).unwrap();
    assert_eq!(book.claimed, 40);
    let above = posted.claim(&book, &none, 1);
    assert_eq!(above.unwrap_err(), VerificationError::AboveRoot);
}

#[test]
fn roots_rise_and_eight_wait() {
    let first = Posted::of(5, [10, 20, 30]).root;
    let book = RootBook::default().post(&first, 60).unwrap();
    let after = 5;
    for epoch in [4, 5] {
        let again = book.post(&PostedRoot { epoch, ..first }, 0);
        assert_eq!(again, Err(VerificationError::RootNotNewer { after }));
    }
    let fell = book.post(
        &PostedRoot {
            epoch: 6,
            lifetime: 59,
            ..first
        },
        0,
    );
    assert_eq!(fell, Err(VerificationError::LifetimeFell));
    let empty = book.post(
        &PostedRoot {
            epoch: 6,
            leaves: 0,
            ..first
        },
        0,
    );
    assert_eq!(empty, Err(VerificationError::NoLeaves));
    let mut book = book;
    for epoch in 6..13 {
        book = book.post(&PostedRoot { epoch, ..first }, 0).unwrap();
    }
    let ninth = book.post(&PostedRoot { epoch: 13, ..first }, 0);
    assert_eq!(ninth, Err(VerificationError::TooManyPending));
    // Once they are over, posting makes room by itself, and the two last ones can be claimed from.
    let later = first.posted_at + VETO_SECONDS;
    let book = book
        .post(
            &PostedRoot {
                epoch: 13,
                posted_at: later,
                ..first
            },
            0,
        )
        .unwrap();
    assert_eq!(book.finals.map(|root| root.epoch), [12, 11]);
    assert_eq!(book.newest().epoch, 13);
}

#[test]
fn a_veto_takes_the_root_and_those_built_on_it() {
    let roots = [5, 6, 7].map(|epoch| Posted::of(epoch, [10 * epoch, 0, 0]).root);
    let mut book = RootBook::default();
    for root in &roots {
        book = book.post(root, 60).unwrap();
    }
    // The first is final by now.
    let now = roots[0].posted_at + VETO_SECONDS;
    let late = book.veto(5, now).unwrap_err();
    assert_eq!(late, VerificationError::NotPending);
    assert_eq!(book.veto(8, now), Err(VerificationError::NotPending));
    let vetoed = book.veto(6, now).unwrap();
    assert_eq!(vetoed.newest(), roots[0]);
    assert_eq!(vetoed.finals[0], roots[0]);
    // The epoch can be posted again, built on the one that stands.
    let again = Posted::of(6, [51, 0, 0]).root;
    assert_eq!(vetoed.post(&again, 1).unwrap().newest(), again);
    let last = book.veto(7, now).unwrap();
    assert_eq!(last.newest(), roots[1]);
}

#[test]
fn more_than_two_thirds_post_and_more_than_one_third_veto() {
    let cases = [
        // (stake, of, posts, vetoes)
        (0, 0, false, false),
        (100, 300, false, false),
        (101, 300, false, true),
        (200, 300, false, true),
        (201, 300, true, true),
        (301, 300, false, false),
        (u64::MAX, u64::MAX, true, true),
    ];
    for (stake, of, posts, vetoes) in cases {
        assert_eq!(
            check_post_quorum(stake, of).is_ok(),
            posts,
            "{stake} of {of}"
        );
        assert_eq!(
            check_veto_quorum(stake, of).is_ok(),
            vetoes,
            "{stake} of {of}"
        );
    }
}

#[test]
fn the_silent_leave_the_denominator_after_a_day_and_come_back() {
    let (set, one) = VerifierSet::default()
        .count(&Verifier::default(), 60, 10)
        .unwrap();
    let (set, two) = set.count(&Verifier::default(), 40, 10).unwrap();
    assert_eq!(set.active_stake, 100);
    // A change of stake counts with the next vector.
    let (set, two) = set.count(&two, 50, 11).unwrap();
    assert_eq!(set.active_stake, 110);
    assert_eq!(set.count(&two, 0, 12), Err(VerificationError::NoStake));
    assert_eq!(set.count(&two, 50, 10), Err(VerificationError::EpochInPast));
    let after = 10 + SILENT_EPOCHS;
    let early = set.retire(&one, 60, after);
    assert_eq!(early, Err(VerificationError::NotSilent { after }));
    let (set, one) = set.retire(&one, 60, after + 1).unwrap();
    assert_eq!(set.active_stake, 50);
    let again = set.retire(&one, 60, after + 2);
    assert_eq!(again, Err(VerificationError::NotCounted));
    let (set, _) = set.count(&one, 70, after + 3).unwrap();
    assert_eq!(set.active_stake, 120);
    // Whose stake is gone leaves at once.
    let (set, _) = set.retire(&two, 0, 12).unwrap();
    assert_eq!(set.active_stake, 70);
}

#[test]
fn all_verifiers_together_have_a_month_of_emission_at_stake() {
    let set = VerifierSet { active_stake: 719 };
    let least = 720;
    assert_eq!(
        set.check_size(1),
        Err(VerificationError::SetTooSmall { least })
    );
    assert_eq!(VerifierSet { active_stake: 720 }.check_size(1), Ok(()));
}
