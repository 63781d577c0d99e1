//! What sequences did, so that none can pass by doing nothing.

use super::{act::Act, turns};
use std::{collections::BTreeMap, fmt};

/// Calls that succeeded and that were refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Succeeded.
    pub succeeded: u64,
    /// Refused.
    pub refused: u64,
}

/// Counts by program and instruction, and steps without a call.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// By program and instruction.
    pub calls: BTreeMap<(&'static str, &'static str), Counts>,
    /// Warps, donations and the like.
    pub others: u64,
    /// Turns that lives of jobs took.
    pub turns: BTreeMap<&'static str, u64>,
}

impl Tally {
    /// Counts a step.
    pub fn count(&mut self, act: &Act) {
        let Some((call, outcome)) = &act.sent else {
            self.others += 1;
            return;
        };
        let counts = self
            .calls
            .entry((call.program, call.instruction))
            .or_default();
        if outcome.is_ok() {
            counts.succeeded += 1;
            for turn in outcome.events.iter().flat_map(turns::of) {
                *self.turns.entry(turn).or_default() += 1;
            }
        } else {
            counts.refused += 1;
        }
    }

    /// Adds what another sequence did.
    pub fn add(&mut self, other: &Self) {
        for (name, counts) in &other.calls {
            let sum = self.calls.entry(*name).or_default();
            sum.succeeded += counts.succeeded;
            sum.refused += counts.refused;
        }
        self.others += other.others;
        for (turn, number) in &other.turns {
            *self.turns.entry(*turn).or_default() += number;
        }
    }

    /// All calls.
    pub fn total(&self) -> Counts {
        self.calls
            .values()
            .fold(Counts::default(), |sum, counts| Counts {
                succeeded: sum.succeeded + counts.succeeded,
                refused: sum.refused + counts.refused,
            })
    }

    /// Steps in all.
    pub fn steps(&self) -> u64 {
        let Counts { succeeded, refused } = self.total();
        succeeded + refused + self.others
    }

    /// Whether an instruction succeeded at least once.
    pub fn succeeded(&self, program: &str, instruction: &str) -> bool {
        self.calls
            .iter()
            .any(|(name, counts)| *name == (program, instruction) && counts.succeeded > 0)
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counts { succeeded, refused } = self.total();
        writeln!(
            f,
            "{} steps: {succeeded} calls succeeded, {refused} were refused, {} steps without a call",
            self.steps(),
            self.others
        )?;
        for ((program, instruction), counts) in &self.calls {
            let Counts { succeeded, refused } = counts;
            writeln!(
                f,
                "  {program}.{instruction}: {succeeded} succeeded, {refused} refused"
            )?;
        }
        for (turn, number) in &self.turns {
            writeln!(f, "  {number} times {turn}")?;
        }
        Ok(())
    }
}
