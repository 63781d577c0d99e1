//! What a local chain is started with.

use std::path::PathBuf;

/// Port of JSON-RPC over HTTP, the same as every Solana tool's default.
pub const DEFAULT_RPC_PORT: u16 = 8899;
/// Port of the WebSocket; Solana clients derive it as the RPC port plus one.
pub const DEFAULT_WS_PORT: u16 = 8900;
/// Length of a slot in milliseconds, as on mainnet.
pub const SLOT_MILLISECONDS: u64 = 400;
/// Free space, in bytes, that a state folder's disk must have at start.
pub const DEFAULT_MIN_FREE_BYTES: u64 = 256 * 1024 * 1024;

/// What a local chain is started with. `LocalnetConfig::default()` is the
/// chain of `ionet localnet`; [`LocalnetConfig::on_free_ports`] is for tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalnetConfig {
    /// TCP port of JSON-RPC on 127.0.0.1; 0 picks a free one.
    pub rpc_port: u16,
    /// TCP port of the WebSocket on 127.0.0.1; 0 picks a free one, next to the
    /// RPC port where both are picked.
    pub ws_port: u16,
    /// Folder that keeps the chain over graceful stops; `None` keeps it in
    /// memory. Created when missing; one process at a time.
    pub state_dir: Option<PathBuf>,
    /// Free bytes that the disk of `state_dir` must have at start.
    pub min_free_bytes: u64,
}

impl Default for LocalnetConfig {
    fn default() -> Self {
        Self {
            rpc_port: DEFAULT_RPC_PORT,
            ws_port: DEFAULT_WS_PORT,
            state_dir: None,
            min_free_bytes: DEFAULT_MIN_FREE_BYTES,
        }
    }
}

impl LocalnetConfig {
    /// A chain in memory on two free ports: any number of them can run side by
    /// side.
    pub fn on_free_ports() -> Self {
        Self {
            rpc_port: 0,
            ws_port: 0,
            ..Self::default()
        }
    }

    /// The same chain, kept in `state_dir` over graceful stops.
    #[must_use]
    pub fn with_state_dir(mut self, state_dir: impl Into<PathBuf>) -> Self {
        self.state_dir = Some(state_dir.into());
        self
    }
}
