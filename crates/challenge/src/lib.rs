//! The challenge that measures a GPU.
//!
//! ```text
//! seed ─▶ A, B ─▶ C = A·B ─▶ 16×16 tiles ─▶ hashes ─▶ root ── later beacon ─▶ openings ─▶ verify
//! ```
//!
//! A prover multiplies two matrices of small integers that only the seed determines. Sums are
//! exact, so tensor cores, `dp4a` and a CPU agree bit for bit. It answers with one hash, the root
//! over all tiles of the product, before it is known which tiles it has to show: those are picked
//! by a beacon drawn afterwards. A verifier computes the picked tiles itself. A prover that
//! computed a fraction `f` of the tiles passes `k` openings with probability about `f^k`.
//!
//! What memory a card has is shown by [`Residency`]: reads that each depend on the one before,
//! over a data set that is much slower to compute than to keep.
//!
//! What a root does not show: that the card is near, is nobody else's, or is not a faster model.
//! That follows from the time the answer took, which verifiers measure, and from challenging all
//! devices at once (design §3.7).
//!
//! | module | rule |
//! | --- | --- |
//! | `seed` | what a challenge is bound to |
//! | `product` | the size of a product; its tiles |
//! | `expand` | from the seed to the rows of both factors |
//! | `tile` | the kernel: one tile of the product, and its hash |
//! | `residency` | the data set, and walks over it |
//! | `tree` | the root over hashes, and paths to it |
//! | `opening` | which leaves are opened; verification |
//! | `backend`, `cpu` | who computes: the trait, and the CPU |

mod backend;
mod cpu;
mod expand;
mod opening;
mod product;
mod residency;
mod seed;
mod tile;
mod tree;

pub use backend::{Backend, BackendError};
pub use cpu::Cpu;
pub use opening::{Fault, MAX_OPENINGS, Opening, Work, open, picks, verify};
pub use product::{MAX_SIDE, Product, SIDE_STEP, SizeError};
pub use residency::{MAX_WALKS, Residency, STEPS};
pub use seed::{Beacon, Binding, Seed};
pub use tile::TILE_SIDE;
pub use tree::{Hash, Tree};
