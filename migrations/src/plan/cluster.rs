//! Which cluster this is.

use super::Planner;
use crate::error::Difference;
use crate::file::ClusterTag;

/// Hashes of the first blocks of the clusters whose tokens may be worth something, or be taken for
/// such.
const PUBLIC_CLUSTERS: [(&str, &str); 3] = [
    (
        "mainnet-beta",
        "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d",
    ),
    ("testnet", "4uhcVJyU9pJkvQyS88uRDiswHXSCkY3zQawwpjk2NsNY"),
    ("devnet", "EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG"),
];

impl Planner<'_> {
    /// A local deployment trusts one key with prices, stakes and verdicts: never where that matters.
    pub(super) fn cluster(&mut self) {
        let genesis = self.found.genesis_hash.to_string();
        let public = PUBLIC_CLUSTERS
            .into_iter()
            .find(|(_, hash)| *hash == genesis);
        if let (ClusterTag::Local, Some((name, _))) = (self.wanted.tag, public) {
            self.differences.push(Difference {
                field: "cluster.tag".to_owned(),
                file: ClusterTag::Local.to_string(),
                chain: format!("is {name}"),
                remedy: "Write \"public\", and leave out what only a local chain has.",
            });
        }
    }
}
