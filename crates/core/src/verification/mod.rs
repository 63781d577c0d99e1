//! Verification: from what each verifier measured to what each operator may claim.
//!
//! ```text
//! draws ─▶ device score ─▶ a verifier's vector ─commit, publish─▶ medians ─▶ pay ─▶ leaves ─▶ root
//!                                                              root ─quorum, delay, no veto─▶ claims
//! ```
//!
//! | module | rule |
//! | --- | --- |
//! | `reason` | the fixed list of why an hour earned nothing |
//! | `history` | pass rate and streak of a device |
//! | `score` | class, speed, pass rate and reputation as one number; the self-stake it needs |
//! | `vector` | what a verifier publishes, and the commitment before it |
//! | `median` | what more than half of the publishing stake vouches for |
//! | `pay` | an epoch's pool by score, with a cap per class |
//! | `leaf` | what a root says of an operator and of a class |
//! | `merkle` | trees and proofs |
//! | `root` | the root as a pure function of the published vectors |
//! | `verifiers` | who counts in the denominator, and the quorums |
//! | `book` | posted roots: pending, vetoed, final; claims |
//! | `error` | why something is refused |
//!
//! Hashes are SHA-256. This crate has none: whoever calls passes one in, the chain's own on chain.

mod book;
mod error;
mod history;
mod leaf;
mod median;
mod merkle;
mod pay;
mod reason;
mod root;
mod score;
mod vector;
mod verifiers;

pub use book::{ClaimOutcome, ClaimRecord, PENDING_ROOTS, PostedRoot, RootBook, VETO_SECONDS};
pub use error::VerificationError;
pub use history::{DRAWS, DrawHistory, DrawResult, Standing};
pub use leaf::{CLASS_LEAF_DOMAIN, ClassLeaf, OPERATOR_LEAF_DOMAIN, OperatorLeaf};
pub use median::{MAX_VERIFIERS, Medians, vouched_for};
pub use merkle::{Hash, MAX_PROOF, NODE_DOMAIN, TreeBuilder, check_proof, prove};
pub use pay::{EpochTerms, IDLE_PAY_CAP_BPS};
pub use reason::MissReason;
pub use root::{RootSummary, build_root};
pub use score::{DeviceScore, STAKE_PER_GPU, performance_bps, self_stake_ceil};
pub use vector::{
    COMMIT_SECONDS, COMMITMENT_DOMAIN, Entry, PUBLISH_SECONDS, Vector, check_commit_time,
    check_publish_time, commitment_preimage, vector_digest,
};
pub use verifiers::{
    SILENT_EPOCHS, Verifier, VerifierSet, check_post_quorum, check_veto_quorum, min_total_stake,
};
