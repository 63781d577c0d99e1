//! Turns that lives of jobs take, read from events: sequences must have seen them all.

use ionet_client::generated::{Event, job_escrow::events::JobEscrowEvent as Escrow};

/// Every turn there is.
pub const ALL: [&str; 26] = [
    "a claim committed",
    "a claim was completed",
    "a claim was cancelled",
    "a claim used up its seconds",
    "a claim was reaped",
    "a claim expired",
    "a claim failed",
    "a job finished",
    "a job was cancelled",
    "a job failed",
    "a replica was paid",
    "a replica was not paid",
    "a replica was proved wrong",
    "a dispute was lost by the operator",
    "a dispute was lost by the client",
    "a dispute had no verdict",
    "a claim was settled in full",
    "a claim was settled while it ran",
    "a client's referrer was paid",
    "an operator's referrer was paid",
    "a token share was burned or routed",
    "a job was sealed",
    "a job was posted anew instead of sealed",
    "a bond was forfeited",
    "points were forfeited",
    "a dispute of the verifiers was upheld",
];

/// The turns that an event stands for.
pub fn of(event: &Event) -> Vec<&'static str> {
    let Event::JobEscrow(event) = event else {
        return Vec::new();
    };
    match event {
        Escrow::Committed(_) => vec![ALL[0]],
        Escrow::ClaimEnded(ended) => ALL
            .get(usize::from(ended.reason))
            .copied()
            .into_iter()
            .collect(),
        Escrow::JobEnded(ended) => vec![ALL[6 + usize::from(ended.end)]],
        Escrow::Decided(decided) => match (decided.stays_earned, decided.proved_wrong) {
            (_, 1) => vec![ALL[12]],
            (0, _) => vec![ALL[11]],
            _ => vec![ALL[10]],
        },
        Escrow::Resolved(resolved) => match (resolved.stays_earned, resolved.charged_io) {
            (0, 0) if resolved.bond_to_client == 0 => vec![ALL[25]],
            (0, 0) => vec![ALL[15]],
            (0, _) => vec![ALL[13]],
            _ => vec![ALL[14]],
        },
        Escrow::Settled(settled) => [
            (settled.finished == 1, ALL[16]),
            (settled.finished == 0, ALL[17]),
            (settled.client_referral > 0, ALL[18]),
            (settled.operator_referral > 0, ALL[19]),
            (settled.token > 0, ALL[20]),
        ]
        .into_iter()
        .filter_map(|(so, turn)| so.then_some(turn))
        .collect(),
        Escrow::Sealed(sealed) if sealed.sealed == 1 => vec![ALL[21]],
        Escrow::Sealed(_) => vec![ALL[22]],
        Escrow::Forfeited(_) => vec![ALL[23]],
        Escrow::PointsForfeited(_) => vec![ALL[24]],
        _ => Vec::new(),
    }
}
