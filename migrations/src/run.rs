//! Doing what is missing, step by step.

use ionet_client::TransactionSender;
use ionet_client::wallet;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;
use solana_signer::Signer;

use crate::chain;
use crate::error::MigrationError;
use crate::file::Start;
use crate::instructions::escrow::{
    add_class, initialize_escrow, initialize_registry, list_mint, open_shards,
};
use crate::instructions::market::initialize_iosd;
use crate::instructions::{allocate, initialize_emission, initialize_io_token, seal_genesis};
use crate::loader;
use crate::plan::{self, Step, WantedProgram};
use crate::resolve::Resolved;

/// "Now" for emission: far enough ahead that the transaction arrives before it.
const START_MARGIN_SECONDS: i64 = 5;

/// What a running migration tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// A step begins.
    Started {
        /// The step.
        step: Step,
        /// Its number, from 1.
        number: usize,
        /// How many there are, as far as is known.
        of: usize,
    },
    /// Part of a program is on the chain.
    Uploaded {
        /// The program.
        program: &'static str,
        /// Bytes so far.
        bytes: usize,
        /// Bytes in all.
        of: usize,
    },
    /// A step is confirmed.
    Done {
        /// The step.
        step: Step,
    },
}

impl Resolved {
    /// The address that signs and pays.
    pub fn admin(&self) -> Pubkey {
        self.admin.pubkey()
    }

    /// Reads the chain and tells what is missing, in order; empty when nothing is.
    ///
    /// # Errors
    /// [`MigrationError::Different`] when the chain was set up otherwise,
    /// [`MigrationError::Read`] when it cannot be read.
    pub async fn plan(&self, rpc: &RpcClient) -> Result<Vec<Step>, MigrationError> {
        let found = chain::read(rpc, &self.wanted).await?;
        plan::steps(&self.wanted, &found).map_err(|differences| MigrationError::Different {
            path: self.path.clone(),
            differences,
        })
    }

    /// Does everything that is missing and returns how many steps that took. The chain is read
    /// again before each step, so that an interrupted or repeated run does nothing twice.
    ///
    /// # Errors
    /// As [`Resolved::plan`], and what a step fails with. What was done stays.
    pub async fn run(
        &self,
        sender: &TransactionSender,
        observer: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<usize, MigrationError> {
        let mut done = 0;
        let mut previous: Option<Step> = None;
        loop {
            let steps = self.plan(sender.rpc()).await?;
            let Some(step) = steps.first() else {
                return Ok(done);
            };
            if previous.as_ref() == Some(step) {
                return Err(MigrationError::NoEffect {
                    step: step.to_string(),
                });
            }
            observer(Progress::Started {
                step: step.clone(),
                number: done + 1,
                of: done + steps.len(),
            });
            self.execute(step, sender, observer).await?;
            observer(Progress::Done { step: step.clone() });
            previous = Some(step.clone());
            done += 1;
        }
    }

    async fn execute(
        &self,
        step: &Step,
        sender: &TransactionSender,
        observer: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<(), MigrationError> {
        let instructions = match step {
            Step::Deploy { program, .. } => return self.deploy(program, sender, observer).await,
            Step::InitializeIoToken => vec![initialize_io_token(&self.wanted)],
            Step::Allocate { indices, .. } => allocate(&self.wanted, indices.clone()),
            Step::SealGenesis => vec![seal_genesis(&self.wanted)],
            Step::CreateFeed { feed } => return self.create_feed(step, feed, sender).await,
            Step::PublishPrice { feed, price } => {
                return self.publish_price(step, feed, *price, sender).await;
            }
            Step::InitializeIosd => vec![initialize_iosd(&self.wanted)],
            Step::CreateDollar { name } => return self.create_dollar(step, name, sender).await,
            Step::ListVault { name } => return self.list_vault(step, name, sender).await,
            Step::InitializeRegistry => {
                let epoch_zero = self.epoch_zero(step, sender.rpc()).await?;
                vec![initialize_registry(&self.wanted, epoch_zero)]
            }
            Step::AddClass { id, .. } => {
                let mut classes = self.wanted.classes.iter();
                let class = classes.find(|class| class.id == *id);
                let add = class.map(|class| add_class(&self.wanted, class));
                add.into_iter().collect()
            }
            Step::InitializeEscrow => {
                let epoch_zero = self.epoch_zero(step, sender.rpc()).await?;
                vec![initialize_escrow(&self.wanted, epoch_zero)]
            }
            Step::ListMint { index, name } => {
                vec![list_mint(&self.wanted, *index, self.dollar(step, name)?)]
            }
            Step::OpenShards {
                index,
                name,
                numbers,
            } => {
                let mut mints = self.wanted.mints();
                let mint = mints.find(|(known, _)| known == name).map(|(_, mint)| mint);
                open_shards(&self.wanted, *index, mint.unwrap_or_default(), numbers)
            }
            Step::CreateLookupTable => self.create_lookup_table(sender.rpc()).await?,
            Step::ExtendLookupTable { addresses } => {
                return self.extend_lookup_table(step, addresses, sender).await;
            }
            Step::InitializeEmission { start, .. } => {
                vec![initialize_emission(
                    &self.wanted,
                    start_time(*start, sender.rpc()).await?,
                )]
            }
        };
        self.send(step, &instructions, &[], sender).await
    }

    pub(crate) async fn send(
        &self,
        step: &Step,
        instructions: &[Instruction],
        signers: &[&Keypair],
        sender: &TransactionSender,
    ) -> Result<(), MigrationError> {
        sender
            .send(instructions, &self.admin, signers)
            .await
            .map(drop)
            .map_err(|source| MigrationError::Send {
                step: step.to_string(),
                source: Box::new(source),
            })
    }

    async fn deploy(
        &self,
        name: &str,
        sender: &TransactionSender,
        observer: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<(), MigrationError> {
        for program in self
            .wanted
            .programs
            .iter()
            .filter(|program| program.name == name)
        {
            let key = self.program_key(program)?;
            let (name, of) = (program.name, program.elf.len());
            let mut uploaded = |bytes| {
                observer(Progress::Uploaded {
                    program: name,
                    bytes,
                    of,
                });
            };
            loader::deploy(sender, &self.admin, program, &key, &mut uploaded).await?;
        }
        Ok(())
    }

    fn program_key(&self, program: &WantedProgram) -> Result<Keypair, MigrationError> {
        let path = self
            .program_keys
            .join(format!("{}-keypair.json", program.name));
        let wrong = |reason: String| MigrationError::ProgramKey {
            name: program.name,
            id: program.id,
            reason,
        };
        if !path.exists() {
            return Err(wrong(format!(
                "its keypair {} does not exist. Make keypairs of your own with `cargo xtask keys`, then build \
                 everything again",
                path.display()
            )));
        }
        let key = wallet::read(&path).map_err(|error| wrong(error.to_string()))?;
        if key.pubkey() != program.id {
            return Err(wrong(format!(
                "{} is the keypair of {}. Run `cargo xtask keys` with that folder, then build everything again",
                path.display(),
                key.pubkey()
            )));
        }
        Ok(key)
    }
}

async fn start_time(start: Start, rpc: &RpcClient) -> Result<i64, MigrationError> {
    match start {
        Start::At(at) => Ok(at),
        Start::Now => Ok(chain::time(rpc).await?.saturating_add(START_MARGIN_SECONDS)),
    }
}
