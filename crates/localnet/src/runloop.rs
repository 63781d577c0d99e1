//! Surfpool's threads: the run loop that executes and the reader of its events.

use std::{
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
    time::Duration,
};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded, unbounded};
use surfpool_core::{
    runloops::start_local_surfnet_runloop,
    surfnet::{
        GeyserEvent,
        locker::SurfnetSvmLocker,
        svm::{SurfnetSvm, SurfnetSvmConfig},
    },
};
use surfpool_types::{
    BlockProductionMode, RpcConfig, SerialVmMutationResult, SerialVmMutationTask, SimnetCommand,
    SimnetConfig, SimnetEvent, SurfpoolConfig,
};

use crate::{
    config::SLOT_MILLISECONDS, error::LocalnetError, ports::Ports, state_dir::is_store_failure,
};

/// How long the chain may take to come up. 0.3 s is usual; opening a store of
/// many transactions on a busy machine takes longer.
const START_PATIENCE: Duration = Duration::from_mins(2);

/// How a run loop ended.
pub(crate) struct Ended {
    /// The chain's clock when it ended, milliseconds of unix time.
    pub chain_time_ms: u64,
    /// Why, when nobody asked for it.
    pub failure: Option<String>,
}

/// A running chain's threads and the ways to talk to it.
pub(crate) struct Runloop {
    commands: Sender<SimnetCommand>,
    locker: Option<SurfnetSvmLocker>,
    thread: Option<JoinHandle<Ended>>,
    events: Option<JoinHandle<()>>,
    fatal: Arc<Mutex<Option<String>>>,
}

/// The settings of the machine, without those of the servers.
pub(crate) fn machine() -> SurfnetSvmConfig {
    SurfnetSvmConfig {
        slot_time: SLOT_MILLISECONDS,
        // Profiling re-executes every instruction of every transaction.
        instruction_profiling_enabled: false,
        ..SurfnetSvmConfig::default()
    }
}

impl Runloop {
    /// Starts the threads and waits until the servers answer.
    pub fn start(
        svm: SurfnetSvm,
        events: Receiver<SimnetEvent>,
        geyser: Receiver<GeyserEvent>,
        ports: Ports,
    ) -> Result<Self, LocalnetError> {
        let locker = SurfnetSvmLocker::new(svm);
        let (commands, received) = unbounded();
        let fatal = Arc::new(Mutex::new(None));
        let (ready, started) = bounded(1);
        let reader = EventReader {
            commands: commands.clone(),
            fatal: Arc::clone(&fatal),
            ready,
        };
        let events = spawn("localnet-events", move || reader.read(&events))?;
        let (loop_locker, loop_fatal) = (locker.clone(), Arc::clone(&fatal));
        let sender = commands.clone();
        let thread = spawn("localnet-chain", move || {
            run(&loop_locker, &loop_fatal, ports, sender, received, geyser)
        })?;
        let mut runloop = Self {
            commands,
            locker: Some(locker),
            thread: Some(thread),
            events: Some(events),
            fatal,
        };
        match runloop.wait_started(&started) {
            Ok(()) => Ok(runloop),
            Err(error) => {
                runloop.terminate();
                Err(error)
            }
        }
    }

    /// Runs `task` on the machine, alone: no transaction and no block beside it.
    pub fn with_machine<T: Send + 'static>(
        &self,
        task: impl FnOnce(&mut SurfnetSvm) -> T + Send + Sync + 'static,
    ) -> Result<T, LocalnetError> {
        let (reply, answer) = bounded(1);
        let locker = self.locker.clone().ok_or_else(|| self.stopped())?;
        let mutation = SerialVmMutationTask::new(move || {
            Box::pin(async move {
                // Nobody waits any more when the receiver is gone.
                drop(reply.send(locker.with_svm_writer(task)));
                SerialVmMutationResult::NoBlock
            })
        });
        self.commands
            .send(SimnetCommand::ProcessSerialVmMutation(mutation))
            .map_err(|_| self.stopped())?;
        answer.recv().map_err(|_| self.stopped())
    }

    /// Why the chain ended by itself, when it did.
    pub fn failure(&self) -> Option<String> {
        let ended = self.thread.as_ref().is_none_or(JoinHandle::is_finished);
        let fatal = self
            .fatal
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        fatal.or_else(|| ended.then(|| "its run loop has ended".to_owned()))
    }

    /// Ends the threads. Safe to call again.
    pub fn terminate(&mut self) -> Option<Ended> {
        // Fails only when the loop has ended already.
        drop(self.commands.send(SimnetCommand::Terminate(None)));
        let ended = self.thread.take().map(|thread| {
            thread.join().unwrap_or_else(|_| Ended {
                chain_time_ms: 0,
                failure: Some("its run loop has panicked".to_owned()),
            })
        });
        self.locker = None;
        // The reader ends when the last sender, held by the servers, is gone;
        // they close on their own thread, so it is not waited for.
        self.events = None;
        ended
    }

    fn wait_started(&self, started: &Receiver<()>) -> Result<(), LocalnetError> {
        let deadline = std::time::Instant::now() + START_PATIENCE;
        loop {
            match started.recv_timeout(Duration::from_millis(20)) {
                Ok(()) => return Ok(()),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(self.stopped()),
            }
            if let Some(reason) = self.failure() {
                return Err(LocalnetError::Start(reason));
            }
            if std::time::Instant::now() >= deadline {
                return Err(LocalnetError::Start(format!(
                    "it was not ready after {START_PATIENCE:?}"
                )));
            }
        }
    }

    fn stopped(&self) -> LocalnetError {
        LocalnetError::Stopped(
            self.failure()
                .unwrap_or_else(|| "it was stopped".to_owned()),
        )
    }
}

/// Reads Surfpool's events. They must be read: its lifecycle events block the
/// chain when the channel is full.
struct EventReader {
    commands: Sender<SimnetCommand>,
    fatal: Arc<Mutex<Option<String>>>,
    ready: Sender<()>,
}

impl EventReader {
    fn read(self, events: &Receiver<SimnetEvent>) {
        for event in events {
            match event {
                // Fails only when the starter has given up.
                SimnetEvent::CoreStarted(_) => drop(self.ready.send(())),
                SimnetEvent::Aborted(reason) => self.fail(reason),
                SimnetEvent::ErrorLog(_, message) if is_store_failure(&message) => {
                    self.fail(message);
                }
                SimnetEvent::ErrorLog(_, message) => {
                    tracing::error!(target: "ionet_localnet", "{message}");
                }
                SimnetEvent::WarnLog(_, message) => {
                    tracing::warn!(target: "ionet_localnet", "{message}");
                }
                SimnetEvent::InfoLog(_, message) => {
                    tracing::debug!(target: "ionet_localnet", "{message}");
                }
                _ => {}
            }
        }
    }

    /// A store that cannot be written any more must not go on executing.
    fn fail(&self, reason: String) {
        tracing::error!(target: "ionet_localnet", "{reason}");
        note(&self.fatal, reason);
        drop(self.commands.send(SimnetCommand::Terminate(None)));
    }
}

fn run(
    locker: &SurfnetSvmLocker,
    fatal: &Mutex<Option<String>>,
    ports: Ports,
    commands: Sender<SimnetCommand>,
    received: Receiver<SimnetCommand>,
    geyser: Receiver<GeyserEvent>,
) -> Ended {
    let result = match tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
    {
        Ok(runtime) => {
            let chain = start_local_surfnet_runloop(
                locker.clone(),
                servers(ports),
                commands,
                received,
                geyser,
            );
            runtime.block_on(chain).map_err(|error| error.to_string())
        }
        Err(error) => Err(format!("no threads for it: {error}")),
    };
    let failure = result.err();
    if let Some(reason) = &failure {
        note(fatal, reason.clone());
    }
    Ended {
        chain_time_ms: locker.0.blocking_read().updated_at,
        failure,
    }
}

/// Keeps the first reason: later ones follow from it.
fn note(fatal: &Mutex<Option<String>>, reason: String) {
    fatal
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .get_or_insert(reason);
}

fn servers(ports: Ports) -> SurfpoolConfig {
    SurfpoolConfig {
        simnets: vec![SimnetConfig {
            offline_mode: true,
            remote_rpc_url: None,
            slot_time: SLOT_MILLISECONDS,
            block_production_mode: BlockProductionMode::Clock,
            instruction_profiling_enabled: false,
            ..SimnetConfig::default()
        }],
        rpc: RpcConfig {
            bind_port: ports.rpc,
            ws_port: ports.ws,
            ..RpcConfig::default()
        },
        ..SurfpoolConfig::default()
    }
}

fn spawn<T: Send + 'static>(
    name: &str,
    body: impl FnOnce() -> T + Send + 'static,
) -> Result<JoinHandle<T>, LocalnetError> {
    let named = thread::Builder::new().name(name.to_owned());
    named
        .spawn(body)
        .map_err(|error| LocalnetError::Start(format!("no thread for it: {error}")))
}
