//! iosd: parameters and pinned feed.

use super::{HANDED_OVER, OTHER_CLUSTER, Planner, Step};
use crate::format::hex;

impl Planner<'_> {
    /// Creates IOSD.
    pub(super) fn iosd(&mut self) {
        let wanted = self.wanted;
        let Some(state) = &self.found.iosd else {
            self.steps.push(Step::InitializeIosd);
            return;
        };
        self.same(
            "roles.admin (of iosd)",
            &wanted.admin,
            &state.admin,
            HANDED_OVER,
        );
        let field = "roles.guardian (of iosd)";
        self.same(field, &wanted.guardian, &state.guardian, HANDED_OVER);
        let (oracle, owner) = (&wanted.oracle, &state.feed_owner);
        self.same(
            "oracle.owner (of iosd)",
            &oracle.owner,
            owner,
            OTHER_CLUSTER,
        );
        let (file, chain) = (hex(&oracle.io.id), hex(&state.feed_id));
        self.same("oracle.io.feed_id (of iosd)", &file, &chain, OTHER_CLUSTER);
        let (file, chain) = (&wanted.iosd, &state.parameters);
        let field = "iosd.window_cap, in micro-dollars";
        self.same(field, &file.window_cap, &chain.window_cap, HANDED_OVER);
        self.same(
            "iosd.spread_bps",
            &file.spread_bps,
            &chain.spread_bps,
            HANDED_OVER,
        );
        let (file, chain) = (&file.price, &chain.price);
        let field = "iosd.max_age_seconds";
        self.same(
            field,
            &file.max_age_seconds,
            &chain.max_age_seconds,
            HANDED_OVER,
        );
        let field = "iosd.max_confidence_bps";
        self.same(
            field,
            &file.max_confidence_bps,
            &chain.max_confidence_bps,
            HANDED_OVER,
        );
    }
}
