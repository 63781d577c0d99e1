//! Who takes part.

use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::Network;

/// All wallets of the scenario. Client, operators and devices are new each time, so that it can be
/// played again on the same chain.
pub(super) struct Cast {
    pub(super) admin: Keypair,
    pub(super) keeper: Keypair,
    pub(super) community: Keypair,
    pub(super) issuer: Keypair,
    pub(super) treasury: Keypair,
    pub(super) verifiers: Keypair,
    pub(super) client: Keypair,
    pub(super) operators: [Operator; 2],
}

/// An operator with one GPU.
pub(super) struct Operator {
    /// The owner's wallet.
    pub(super) owner: Keypair,
    /// The device's key.
    pub(super) device: Keypair,
    /// What it takes of its part in the deposit's mint, basis points.
    pub(super) usd_bps: u16,
}

impl Cast {
    /// Finds the network's wallets, makes the others, and gives all of them SOL.
    pub(super) async fn assemble(network: &Network) -> Self {
        let operator = |usd_bps| Operator {
            owner: Keypair::new(),
            device: Keypair::new(),
            usd_bps,
        };
        let cast = Self {
            admin: network.wallet("admin"),
            keeper: network.wallet("keeper"),
            community: network.wallet("community"),
            issuer: network.wallet("dollar-issuer"),
            treasury: network.wallet("treasury"),
            verifiers: network.wallet("verifiers"),
            client: Keypair::new(),
            operators: [operator(7_000), operator(3_000)],
        };
        for (_, wallet) in cast.wallets() {
            network.fund(&wallet.pubkey()).await;
        }
        cast
    }

    /// Every wallet with its name.
    pub(super) fn wallets(&self) -> Vec<(&'static str, &Keypair)> {
        let [first, second] = &self.operators;
        vec![
            ("client", &self.client),
            ("operator 1", &first.owner),
            ("device 1", &first.device),
            ("operator 2", &second.owner),
            ("device 2", &second.device),
            ("treasury", &self.treasury),
            ("verifiers", &self.verifiers),
            ("keeper", &self.keeper),
            ("admin", &self.admin),
            ("community", &self.community),
            ("dollar issuer", &self.issuer),
        ]
    }
}
