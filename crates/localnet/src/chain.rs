//! A running local chain.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use solana_pubkey::Pubkey;
use surfpool_core::surfnet::svm::SurfnetSvm;

use crate::{
    LocalnetConfig, Placement,
    error::LocalnetError,
    ports::{self, Ports},
    programs,
    runloop::{Runloop, machine},
    state_dir::{StateDir, is_disk_full},
};

/// How long the servers may take to give their ports back.
const RELEASE_PATIENCE: Duration = Duration::from_secs(5);

/// Starts of one process come one after the other, so that two of them never
/// pick the same free port.
static STARTING: Mutex<()> = Mutex::new(());

/// A local chain running in this process. Dropping it stops it like
/// [`Localnet::stop`], without telling errors.
///
/// One thread of Surfpool (its clock) outlives the chain and sleeps; it ends
/// with the process.
pub struct Localnet {
    ports: Ports,
    runloop: Runloop,
    /// Declared after the run loop: its marker goes after the store is closed.
    state: Option<StateDir>,
}

impl Localnet {
    /// Starts a chain and returns when its servers answer, usually after 0.3 s.
    /// Callable from any thread; it blocks.
    ///
    /// # Errors
    /// A port in use or refused, a state folder that is torn, in use, foreign,
    /// unwritable or on a full disk, or Surfpool's own failure to start.
    pub fn start(config: &LocalnetConfig) -> Result<Self, LocalnetError> {
        let _starting = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
        let ports = ports::choose(config)?;
        let state = match &config.state_dir {
            Some(dir) => Some(StateDir::open(dir, config.min_free_bytes)?),
            None => None,
        };
        match start_machine(ports, state.as_ref()) {
            Ok(runloop) => Ok(Self {
                ports,
                runloop,
                state,
            }),
            Err(error) => {
                if let Some(state) = state {
                    state.abandon();
                }
                Err(error)
            }
        }
    }

    /// Address of JSON-RPC over HTTP.
    pub fn rpc_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.ports.rpc)
    }

    /// Address of the WebSocket.
    pub fn ws_url(&self) -> String {
        format!("ws://127.0.0.1:{}", self.ports.ws)
    }

    /// Port of JSON-RPC over HTTP.
    pub fn rpc_port(&self) -> u16 {
        self.ports.rpc
    }

    /// Port of the WebSocket.
    pub fn ws_port(&self) -> u16 {
        self.ports.ws
    }

    /// The folder that keeps the chain; `None` when it lives in memory.
    pub fn state_dir(&self) -> Option<&Path> {
        self.state.as_ref().map(StateDir::path)
    }

    /// Puts the program `elf` (the bytes of its `.so`) at `id`, upgradeable by
    /// `upgrade_authority`. Placing the same again changes nothing; placing
    /// another one replaces it and keeps all accounts that it owns.
    ///
    /// # Errors
    /// When the loader refuses the program, or the chain has stopped.
    pub fn place_program(
        &self,
        id: Pubkey,
        elf: Vec<u8>,
        upgrade_authority: Pubkey,
    ) -> Result<Placement, LocalnetError> {
        let placed = self
            .runloop
            .with_machine(move |svm| programs::place(svm, id, &elf, upgrade_authority))?;
        placed.map_err(|reason| LocalnetError::Program {
            program: id.to_string(),
            reason,
        })
    }

    /// Asks whether the chain still runs. It ends by itself when its store
    /// cannot be written.
    ///
    /// # Errors
    /// [`LocalnetError::NoDiskSpace`] or [`LocalnetError::Stopped`] when it has ended.
    pub fn check(&self) -> Result<(), LocalnetError> {
        self.runloop
            .failure()
            .map_or(Ok(()), |reason| Err(self.stopped(reason)))
    }

    /// Stops the chain: nothing is executed any more, the store (if any) is
    /// written and closed, the ports are free. Blocks for some milliseconds.
    ///
    /// # Errors
    /// When the chain had ended by itself, or the state could not be written:
    /// the folder is then left marked as torn.
    pub fn stop(mut self) -> Result<(), LocalnetError> {
        self.shut_down()
    }

    fn shut_down(&mut self) -> Result<(), LocalnetError> {
        let before = self.runloop.failure();
        if self.state.is_some() && before.is_none() {
            self.tidy_store()?;
        }
        let Some(ended) = self.runloop.terminate() else {
            return Ok(());
        };
        let released = ports::wait_released(self.ports, RELEASE_PATIENCE);
        if let Some(reason) = before.or(ended.failure) {
            return Err(self.stopped(reason));
        }
        if !released {
            tracing::warn!(target: "ionet_localnet", "ports {:?} are still being released", self.ports);
        }
        self.state
            .take()
            .map_or(Ok(()), |state| state.close(ended.chain_time_ms))
    }

    /// Surfpool notes the slot once a minute; a restart must not go back. It also
    /// stores its built-in interface descriptions once more at each start, so
    /// that every start would take longer than the one before.
    fn tidy_store(&self) -> Result<(), LocalnetError> {
        let saved = self.runloop.with_machine(|svm| {
            let slot = svm.latest_epoch_info.absolute_slot;
            svm.slot_checkpoint.store("latest_slot".to_owned(), slot)?;
            svm.registered_idls.clear()
        })?;
        saved.map_err(|error| self.stopped(error.to_string()))
    }

    fn stopped(&self, reason: String) -> LocalnetError {
        match self.state_dir() {
            Some(dir) if is_disk_full(&reason) => LocalnetError::NoDiskSpace {
                dir: dir.to_owned(),
                reason,
            },
            _ => LocalnetError::Stopped(reason),
        }
    }
}

impl Drop for Localnet {
    fn drop(&mut self) {
        if let Err(error) = self.shut_down() {
            tracing::error!(target: "ionet_localnet", "{error}");
        }
    }
}

fn start_machine(ports: Ports, state: Option<&StateDir>) -> Result<Runloop, LocalnetError> {
    let url = state.map(StateDir::store_url).transpose()?;
    let dir = state.map_or_else(PathBuf::new, |state| state.path().to_owned());
    let opened = SurfnetSvm::new_with_db(url.as_deref(), machine());
    let (mut svm, events, geyser) = opened.map_err(|error| store_error(dir, error.to_string()))?;
    if let Some(stopped_at_ms) = state.and_then(|state| state.stopped_at_ms) {
        continue_clock(&mut svm, stopped_at_ms);
    }
    Runloop::start(svm, events, geyser, ports)
}

/// Surfpool restarts at the host's time. A chain that was warped ahead must go
/// on from where it was: its programs have seen that time.
fn continue_clock(svm: &mut SurfnetSvm, stopped_at_ms: u64) {
    svm.updated_at = svm.updated_at.max(stopped_at_ms);
    let slots = svm
        .latest_epoch_info
        .absolute_slot
        .saturating_sub(svm.genesis_slot);
    svm.genesis_updated_at = svm
        .updated_at
        .saturating_sub(slots.saturating_mul(svm.slot_time));
    svm.reconstruct_sysvars();
}

fn store_error(dir: PathBuf, reason: String) -> LocalnetError {
    if dir.as_os_str().is_empty() {
        LocalnetError::Start(reason)
    } else if is_disk_full(&reason) {
        LocalnetError::NoDiskSpace { dir, reason }
    } else {
        LocalnetError::Store { dir, reason }
    }
}
