//! emission: the schedule.

use ionet_core::emission::MAX_START_DELAY_SECONDS;

use super::step::preset_name;
use super::{HANDED_OVER, OTHER_CLUSTER, Planner, Step};
use crate::error::Difference;
use crate::file::{EmissionStart, Start};

impl Planner<'_> {
    /// Starts emission.
    pub(super) fn emission(&mut self) {
        let EmissionStart {
            start,
            preset,
            parameters,
        } = self.wanted.emission;
        let Some(state) = &self.found.emission else {
            self.check_start(start);
            self.steps.push(Step::InitializeEmission { start, preset });
            return;
        };
        self.same(
            "roles.admin (of emission)",
            &self.wanted.admin,
            &state.admin,
            HANDED_OVER,
        );
        let (file, chain) = (preset_name(preset), preset_name(state.preset));
        self.same("emission.preset", &file, &chain, OTHER_CLUSTER);
        if let Start::At(at) = start {
            self.same("emission.start", &at, &state.start_time, OTHER_CLUSTER);
        }
        let field = "emission.availability_bps";
        self.same(
            field,
            &parameters.availability_bps,
            &state.parameters.availability_bps,
            HANDED_OVER,
        );
        let (file, chain) = (
            parameters.claim_window_epochs,
            state.parameters.claim_window_epochs,
        );
        self.same("emission.claim_window_epochs", &file, &chain, HANDED_OVER);
    }

    /// Whoever initialises a program by hand can count epochs from anywhere. Points and outcomes
    /// would then be booked in other epochs than emission pays for, and nothing would say so.
    pub(super) fn epochs(&mut self, program: &str, epoch_zero: i64) {
        let Some(state) = &self.found.emission else {
            return;
        };
        if epoch_zero != state.start_time {
            self.differences.push(Difference {
                field: format!("epoch_zero of {program}"),
                file: format!("emission's start, {}", state.start_time),
                chain: epoch_zero.to_string(),
                remedy: "It was not initialised by a migration and cannot be changed: deploy it under another id.",
            });
        }
    }

    fn check_start(&mut self, start: Start) {
        let now = self.found.time;
        let latest = now.saturating_add(MAX_START_DELAY_SECONDS);
        if let Start::At(at) = start
            && !(now..=latest).contains(&at)
        {
            self.differences.push(Difference {
                field: "emission.start".to_owned(),
                file: at.to_string(),
                chain: format!("is at {now} (unix seconds)"),
                remedy: "Name a time from the chain's present to 366 days later, or \"now\".",
            });
        }
    }
}
