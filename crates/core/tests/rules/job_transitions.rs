//! The table of a claim's states, against a list written by hand.

use std::collections::BTreeSet;

use ionet_core::job::{ClaimEvent, ClaimState, EndReason, Entitlement, JobEnd, JobError};

use ClaimEvent::{
    Close, Commit, Decide, Dispute, End, Enlarge, Resolve, Reveal, Settle, StartHost, StartLastHost,
};
use ClaimState::{
    Claimed, Closed, Committed, Disputed, Ended, Resolved, Revealed, Running, Settled, Starting,
};
use EndReason::{Cancelled, Completed, Expired, Failed, Reaped, UsedUp};

const ALLOWED: [(ClaimState, ClaimEvent, ClaimState); 25] = [
    (Claimed, Enlarge, Claimed),
    (Claimed, StartHost, Starting),
    (Claimed, StartLastHost, Running),
    (Claimed, End(Cancelled), Ended),
    (Claimed, End(Expired), Ended),
    (Claimed, End(Failed), Ended),
    (Starting, StartHost, Starting),
    (Starting, StartLastHost, Running),
    (Starting, End(Cancelled), Ended),
    (Starting, End(Expired), Ended),
    (Starting, End(Failed), Ended),
    (Running, End(Completed), Ended),
    (Running, End(Cancelled), Ended),
    (Running, End(UsedUp), Ended),
    (Running, End(Reaped), Ended),
    (Running, Commit, Committed),
    (Committed, Reveal, Revealed),
    (Committed, Decide, Resolved),
    (Revealed, Decide, Resolved),
    (Ended, Decide, Resolved),
    (Ended, Dispute, Disputed),
    (Ended, Settle, Settled),
    (Disputed, Resolve, Resolved),
    (Resolved, Settle, Settled),
    (Settled, Close, Closed),
];

fn all_events() -> Vec<ClaimEvent> {
    let mut events = vec![
        Enlarge,
        StartHost,
        StartLastHost,
        Commit,
        Reveal,
        Decide,
        Dispute,
        Resolve,
        Settle,
        Close,
    ];
    events.extend(EndReason::ALL.map(End));
    events
}

#[test]
fn every_pair_is_in_the_list_or_refused() {
    let mut allowed = 0;
    for state in ClaimState::ALL {
        for event in all_events() {
            let listed = ALLOWED
                .iter()
                .find(|(from, on, _)| (*from, *on) == (state, event));
            match listed {
                Some((_, _, to)) => {
                    assert_eq!(state.after(event), Ok(*to), "{state:?} {event:?}");
                    allowed += 1;
                }
                None => assert_eq!(
                    state.after(event),
                    Err(JobError::WrongState),
                    "{state:?} {event:?}"
                ),
            }
        }
    }
    assert_eq!(allowed, ALLOWED.len());
}

/// I8 on the table alone: whoever made the states, the events that anyone may trigger close
/// them.
#[test]
fn events_that_anyone_may_trigger_close_every_state() {
    let by_anyone = [
        End(Cancelled),
        End(UsedUp),
        End(Reaped),
        End(Expired),
        End(Failed),
        Decide,
        Resolve,
        Settle,
        Close,
    ];
    for state in ClaimState::ALL {
        let mut reached = BTreeSet::from([state.code()]);
        loop {
            let states = reached
                .iter()
                .map(|code| ClaimState::from_code(*code).unwrap());
            let next: BTreeSet<u8> = states
                .flat_map(|state| by_anyone.map(|event| state.after(event)))
                .flatten()
                .map(ClaimState::code)
                .chain(reached.iter().copied())
                .collect();
            if next == reached {
                break;
            }
            reached = next;
        }
        assert!(reached.contains(&Closed.code()), "{state:?} is stuck");
    }
}

#[test]
fn a_claim_holds_gpus_until_it_ends() {
    for state in ClaimState::ALL {
        assert_eq!(
            state.is_open(),
            matches!(state, Claimed | Starting | Running)
        );
    }
}

#[test]
fn stored_codes() {
    for (code, state) in (1u8..).zip(ClaimState::ALL) {
        assert_eq!(state.code(), code);
        assert_eq!(ClaimState::from_code(code), Ok(state));
    }
    for code in [0, 11, 255] {
        assert_eq!(ClaimState::from_code(code), Err(JobError::UnknownState));
    }
    for (code, reason) in (1u8..).zip(EndReason::ALL) {
        assert_eq!(reason.code(), code);
        assert_eq!(EndReason::from_code(code), Ok(Some(reason)));
    }
    assert_eq!(EndReason::from_code(0), Ok(None));
    assert_eq!(EndReason::from_code(7), Err(JobError::UnknownReason));
    for code in 0..4 {
        assert_eq!(JobEnd::from_code(code).unwrap().code(), code);
    }
    assert_eq!(JobEnd::from_code(4), Err(JobError::UnknownJobEnd));
    for code in 0..3 {
        assert_eq!(Entitlement::from_code(code).unwrap().code(), code);
    }
    assert_eq!(Entitlement::from_code(3), Err(JobError::UnknownEntitlement));
}
