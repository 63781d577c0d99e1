use ionet_agent::{Journal, JournalError, Lease, Progress};
use tempfile::tempdir;

fn lease(claim: u8) -> Lease {
    Lease {
        claim: [claim; 32],
        job: [2; 32],
        spec: [3; 32],
        gpus: 4,
        progress: Progress::Wanted,
    }
}

#[test]
fn what_was_written_is_there_after_a_restart() {
    let folder = tempdir().expect("a folder");
    let path = folder.path().join("agent.db");
    let collected = Progress::Collected {
        result: [8; 32],
        salt: [255; 32],
    };
    {
        let journal = Journal::open(&path).expect("a journal");
        journal.want(&lease(1)).expect("wanted");
        journal.want(&lease(2)).expect("wanted");
        journal.want(&lease(3)).expect("wanted");
        journal.advance(&[2; 32], &collected).expect("advanced");
        journal.forget(&[3; 32]).expect("forgotten");
        journal.forget(&[3; 32]).expect("again");
    }
    let journal = Journal::open(&path).expect("a journal");
    let leases = journal.leases().expect("leases");
    let second = Lease {
        progress: collected.clone(),
        ..lease(2)
    };
    assert_eq!(leases, [lease(1), second]);
    assert_eq!(journal.progress(&[2; 32]).expect("read"), Some(collected));
    assert_eq!(journal.progress(&[3; 32]).expect("read"), None);
}

#[test]
fn wanting_again_does_not_forget_how_far_a_lease_is() {
    let folder = tempdir().expect("a folder");
    let journal = Journal::open(&folder.path().join("agent.db")).expect("a journal");
    journal.want(&lease(1)).expect("wanted");
    journal
        .advance(&[1; 32], &Progress::Prepared)
        .expect("advanced");
    journal.want(&lease(1)).expect("again");
    assert_eq!(
        journal.progress(&[1; 32]).expect("read"),
        Some(Progress::Prepared)
    );
}

#[test]
fn an_unknown_lease_cannot_advance() {
    let folder = tempdir().expect("a folder");
    let journal = Journal::open(&folder.path().join("agent.db")).expect("a journal");
    let error = journal
        .advance(&[1; 32], &Progress::Held)
        .expect_err("unknown");
    assert!(matches!(error, JournalError::Unknown), "{error}");
}

#[test]
fn a_newer_journal_is_left_alone() {
    let folder = tempdir().expect("a folder");
    let path = folder.path().join("agent.db");
    let newer = rusqlite::Connection::open(&path).expect("a file");
    newer
        .pragma_update(None, "user_version", 2)
        .expect("written");
    drop(newer);
    let Err(error) = Journal::open(&path) else {
        panic!("opened")
    };
    assert!(error.to_string().contains("update ionet"), "{error}");
}

#[test]
fn one_agent_at_a_time_holds_the_journal() {
    let folder = tempdir().expect("a folder");
    let path = folder.path().join("agent.db");
    let first = Journal::open(&path).expect("a journal");
    let Err(error) = Journal::open(&path) else {
        panic!("opened twice")
    };
    assert!(matches!(error, JournalError::Sqlite(_)), "{error}");
    drop(first);
    Journal::open(&path).expect("free again");
}
