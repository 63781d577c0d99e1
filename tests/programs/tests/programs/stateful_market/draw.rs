//! Drawing a sequence from a seed.

use super::action::{Action, Twist, Verb};
use rand::{Rng, SeedableRng, rngs::StdRng};

/// How often each verb is drawn, per 1,000 or so.
#[rustfmt::skip]
const WEIGHTS: [(u32, Verb); 76] = [
    (430, Verb::Next), (36, Verb::Post), (5, Verb::Seal), (8, Verb::Claim),
    (5, Verb::StartHost), (8, Verb::Heartbeat), (4, Verb::Complete), (4, Verb::Commit),
    (4, Verb::Reveal), (4, Verb::Decide), (4, Verb::Dispute), (3, Verb::DisputeByVerdict),
    (4, Verb::Resolve), (6, Verb::Extend), (4, Verb::Cancel), (6, Verb::EndJob),
    (8, Verb::Finish), (8, Verb::Refund), (10, Verb::Settle), (6, Verb::CloseClaim),
    (6, Verb::CloseJob), (24, Verb::Withdraw), (8, Verb::WithdrawFees),
    (4, Verb::OpenParticipant), (4, Verb::OpenShard), (4, Verb::EscrowParameters),
    (4, Verb::ListMint), (2, Verb::Pause), (14, Verb::Unpause), (6, Verb::Propose),
    (10, Verb::Accept), (4, Verb::RegisterOperator), (4, Verb::RegisterClient),
    (5, Verb::UpdateOperator), (5, Verb::SetDraining), (6, Verb::RegisterDevice),
    (6, Verb::UpdateDevice), (3, Verb::RotateDevice), (1, Verb::RevokeDevice),
    (5, Verb::FoldOperator), (5, Verb::FoldClient), (2, Verb::AddClass), (3, Verb::SetClass),
    (3, Verb::SetClassBounds), (5, Verb::MovePrice), (6, Verb::ReportUtilisation),
    (3, Verb::OpenMinter), (4, Verb::CloseMinter), (12, Verb::Mint), (8, Verb::SellIosd),
    (8, Verb::SellIo), (3, Verb::ListVault), (3, Verb::IosdParameters), (30, Verb::Publish),
    (2, Verb::CreateFeed), (2, Verb::SetPublisher), (8, Verb::SetStake), (8, Verb::SetCapacity),
    (4, Verb::SetClassTotal), (6, Verb::SetVerdict), (6, Verb::Advance), (3, Verb::RollOver),
    (3, Verb::EmissionParameters), (3, Verb::ClaimVested), (3, Verb::BurnIo),
    (110, Verb::Warp), (4, Verb::PassSlots), (4, Verb::SkipSlots), (8, Verb::Donate),
    (3, Verb::DonateLamports), (4, Verb::Freeze), (10, Verb::Thaw), (4, Verb::CloseTokens),
    (10, Verb::OpenTokens), (5, Verb::Transfer), (3, Verb::BurnOutside),
];

/// The sequence of a seed.
pub fn sequence(seed: u64, steps: usize) -> Vec<Action> {
    let mut rng = StdRng::seed_from_u64(seed);
    (0..steps).map(|_| action(&mut rng)).collect()
}

fn action(rng: &mut StdRng) -> Action {
    let total = WEIGHTS.iter().map(|(weight, _)| weight).sum();
    let mut drawn = rng.random_range(0..total);
    let (_, verb) = WEIGHTS
        .iter()
        .find(|(weight, _)| {
            let found = drawn < *weight;
            drawn = drawn.saturating_sub(*weight);
            found
        })
        .expect("less than the sum of weights");
    Action(*verb, [(); 4].map(|()| choice(rng)), twist(rng))
}

/// A choice; half of the time a small one, where the edges are.
fn choice(rng: &mut StdRng) -> u8 {
    if rng.random_bool(0.5) {
        rng.random_range(0..8)
    } else {
        rng.random()
    }
}

fn twist(rng: &mut StdRng) -> Twist {
    if rng.random_bool(0.82) {
        return Twist::Plain;
    }
    let (first, second) = (rng.random(), rng.random());
    match rng.random_range(0..9) {
        0..3 => Twist::Replay(first),
        3 | 4 => Twist::Swap(first, second),
        5 => Twist::Exchange(first, second),
        6 => Twist::Signer(first, second),
        7 => Twist::Flag(first, second < 128),
        _ => Twist::Byte(first, second),
    }
}
