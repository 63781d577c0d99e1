//! I10: a pause stops entry and never an exit.

use super::super::{act::Act, people::People, snapshot::Snapshot};
use super::{Checked, holds};
use ionet_test_kit::{JOB_ESCROW, addresses::ESCROW, state::EscrowConfig};

/// What a pause of job-escrow stops.
const ENTRIES: [&str; 4] = ["post", "extend", "claim", "enlarge"];
/// What a pause of iosd stops.
const STABLE_ENTRIES: [&str; 2] = ["mint", "sell_io"];
/// The exits of a market that must not know of a pause.
const PROGRAMS: [(&str, &[&str]); 2] = [("job_escrow", &ENTRIES), ("iosd", &STABLE_ENTRIES)];

/// An exit that is refused while paused would be refused without the pause as well, for the same
/// reason. `people` is the market after the refusal, which changed nothing.
pub fn stops_no_exit(people: &People, act: &Act) -> Checked {
    let Some((call, outcome)) = &act.sent else {
        return Ok(());
    };
    let entry = ENTRIES.contains(&call.instruction);
    let config: EscrowConfig = people.chain().read(&ESCROW.config);
    let paused = people.chain().now() < config.paused_until;
    if call.program != JOB_ESCROW.name || entry || outcome.is_ok() || !paused {
        return Ok(());
    }
    let mut lifted = people.clone();
    let lift = |config: &mut EscrowConfig| config.paused_until = 0;
    lifted.chain_mut().rewrite(&ESCROW.config, lift);
    let without = lifted.chain_mut().send(call.clone());
    // These are about the pause itself.
    let of_pause = ["pause", "unpause"].contains(&call.instruction);
    let same = of_pause || without.result == outcome.result;
    holds(same, || {
        format!(
            "I10: {} is refused with {} while paused, otherwise with {}",
            call.instruction,
            outcome.failure(),
            without.failure()
        )
    })
}

/// While paused no job, claim or deposit is new; and only entries are refused for a pause.
pub fn stops_entry_only(before: &Snapshot, after: &Snapshot, act: &Act) -> Checked {
    if let Some((call, outcome)) = &act.sent {
        let paused = outcome.failure() == "Paused";
        let known = PROGRAMS
            .iter()
            .find(|(program, _)| *program == call.program);
        let entry = known.is_none_or(|(_, entries)| entries.contains(&call.instruction));
        holds(!paused || entry, || {
            format!("I10: a pause stopped {}.{}", call.program, call.instruction)
        })?;
    }
    let entered = after.jobs.iter().any(|(address, job)| {
        let old = before.jobs.get(address);
        old.is_none_or(|old| old.deposit < job.deposit || old.slots_claimed < job.slots_claimed)
    });
    let claimed = after
        .claims
        .keys()
        .any(|claim| !before.claims.contains_key(claim));
    holds(!before.paused(after.now) || !entered && !claimed, || {
        "I10: a job, a claim or a deposit entered while paused".to_owned()
    })?;
    let minted = before.iosd().minted_ever != after.iosd().minted_ever;
    let bought = before.dollar_vault().io_burned != after.dollar_vault().io_burned;
    let paused = after.now < before.iosd().paused_until;
    holds(!paused || !minted && !bought, || {
        "I10: IOSD was minted, or IO bought, while paused".to_owned()
    })
}
