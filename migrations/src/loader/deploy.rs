//! From an executable to a program that can be called.

use std::time::Duration;

use ionet_client::{ClientError, TransactionSender};
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_loader_v3_interface::instruction::{
    close, create_buffer, deploy_with_max_program_len, write,
};
use solana_loader_v3_interface::state::UpgradeableLoaderState;
use solana_pubkey::Pubkey;
use solana_sdk_ids::bpf_loader_upgradeable;
use solana_signer::Signer;
use solana_system_interface::instruction::create_account_with_seed;

use super::Buffer;
use super::upload::{PART_BYTES, upload};
use crate::chain::{account, read_error};
use crate::error::MigrationError;
use crate::plan::WantedProgram;

/// What a signature costs, lamports.
const SIGNATURE_FEE: u64 = 5_000;
/// Transactions besides the parts, generously.
const OTHER_TRANSACTIONS: u64 = 20;

/// How often to ask for the slot.
const SLOT_POLL: Duration = Duration::from_millis(200);

/// One program being deployed by `admin`, who pays and becomes its upgrade authority.
pub(super) struct Deployment<'a> {
    pub(super) sender: &'a TransactionSender,
    pub(super) admin: &'a Keypair,
    pub(super) program: &'a WantedProgram,
    pub(super) buffer: Pubkey,
}

/// Deploys `program` with its keypair. Tells `progress` how many bytes are uploaded.
///
/// # Errors
/// As the steps say; what was uploaded stays and is found again.
pub(crate) async fn deploy(
    sender: &TransactionSender,
    admin: &Keypair,
    program: &WantedProgram,
    program_key: &Keypair,
    progress: &mut (dyn FnMut(usize) + Send),
) -> Result<(), MigrationError> {
    let buffer =
        Pubkey::create_with_seed(&admin.pubkey(), &seed(program), &bpf_loader_upgradeable::ID)
            .map_err(|error| unbuildable(program, error.to_string()))?;
    let deployment = Deployment {
        sender,
        admin,
        program,
        buffer,
    };
    deployment.check_funds().await?;
    deployment.prepare_buffer().await?;
    upload(&deployment, progress).await?;
    deployment.finish(program_key).await
}

/// The name alone: a new build replaces what an interrupted upload of an older one left.
fn seed(program: &WantedProgram) -> String {
    format!("deploy-{}", program.name)
}

fn unbuildable(program: &WantedProgram, reason: String) -> MigrationError {
    MigrationError::Artefact {
        name: program.name,
        reason,
    }
}

impl Deployment<'_> {
    /// Refuses before anything is paid when the admin cannot pay for all of it.
    async fn check_funds(&self) -> Result<(), MigrationError> {
        let length = self.program.elf.len();
        let in_buffer = self
            .buffer_account()
            .await?
            .map_or(0, |account| account.lamports);
        let parts = u64::try_from(length.div_ceil(PART_BYTES)).unwrap_or(u64::MAX);
        let fees = (parts.saturating_add(OTHER_TRANSACTIONS)).saturating_mul(SIGNATURE_FEE);
        let needed = self
            .rent(UpgradeableLoaderState::size_of_programdata(length))
            .await?
            .saturating_add(self.rent(UpgradeableLoaderState::size_of_program()).await?)
            .saturating_add(fees)
            .saturating_sub(in_buffer);
        let admin = self.admin.pubkey();
        let balance = account(self.sender.rpc(), &admin, "reading the admin's balance")
            .await?
            .map_or(0, |account| account.lamports);
        if balance < needed {
            return Err(MigrationError::Funds {
                admin,
                balance,
                needed,
            });
        }
        Ok(())
    }

    /// Leaves an empty or partly written buffer of the right size.
    async fn prepare_buffer(&self) -> Result<(), MigrationError> {
        if let Some(account) = self.buffer_account().await? {
            let buffer = Buffer::read(&account)
                .filter(|buffer| buffer.authority == Some(self.admin.pubkey()))
                .ok_or(MigrationError::ForeignBuffer {
                    program: self.program.name,
                    buffer: self.buffer,
                    admin: self.admin.pubkey(),
                })?;
            if buffer.bytes.len() == self.program.elf.len() {
                return Ok(());
            }
            // Of an earlier build of another size.
            let admin = self.admin.pubkey();
            self.send(
                "closing the old buffer",
                &[close(&self.buffer, &admin, &admin, false)],
                &[],
            )
            .await?;
        }
        let instructions = self.create_buffer().await?;
        self.send("creating the buffer", &instructions, &[]).await
    }

    /// Creates the buffer at its derived address and initialises it in the same transaction,
    /// without which somebody else could.
    async fn create_buffer(&self) -> Result<[Instruction; 2], MigrationError> {
        let admin = self.admin.pubkey();
        let length = self.program.elf.len();
        let size = UpgradeableLoaderState::size_of_buffer(length);
        let lamports = self.rent(size).await?;
        let initialize = create_buffer(&admin, &self.buffer, &admin, lamports, length)
            .map_err(|error| unbuildable(self.program, error.to_string()))?
            .pop()
            .ok_or_else(|| unbuildable(self.program, "no instruction to initialise".to_owned()))?;
        let create = create_account_with_seed(
            &admin,
            &self.buffer,
            &admin,
            &seed(self.program),
            lamports,
            u64::try_from(size).unwrap_or(u64::MAX),
            &bpf_loader_upgradeable::ID,
        );
        Ok([create, initialize])
    }

    /// The instruction that writes part `index`.
    pub(super) fn write_part(&self, index: usize) -> Option<Instruction> {
        let start = index.checked_mul(PART_BYTES)?;
        let end = self.program.elf.len().min(start.checked_add(PART_BYTES)?);
        let bytes = self.program.elf.get(start..end)?.to_vec();
        let offset = u32::try_from(start).ok()?;
        Some(write(&self.buffer, &self.admin.pubkey(), offset, bytes))
    }

    /// Deploys from the buffer, then waits for the slot in which the program can be called.
    async fn finish(&self, program_key: &Keypair) -> Result<(), MigrationError> {
        let admin = self.admin.pubkey();
        let lamports = self.rent(UpgradeableLoaderState::size_of_program()).await?;
        let instructions = deploy_with_max_program_len(
            &admin,
            &self.program.id,
            &self.buffer,
            &admin,
            lamports,
            self.program.elf.len(),
            true,
        )
        .map_err(|error| unbuildable(self.program, error.to_string()))?;
        self.send("deploying", &instructions, &[program_key])
            .await?;
        let deployed_in = self.slot().await?;
        while self.slot().await? <= deployed_in {
            tokio::time::sleep(SLOT_POLL).await;
        }
        Ok(())
    }

    /// The buffer account, if there is one.
    pub(super) async fn buffer_account(
        &self,
    ) -> Result<Option<solana_account::Account>, MigrationError> {
        account(self.sender.rpc(), &self.buffer, "reading the buffer").await
    }

    async fn rent(&self, bytes: usize) -> Result<u64, MigrationError> {
        let rpc = self.sender.rpc();
        rpc.get_minimum_balance_for_rent_exemption(bytes)
            .await
            .map_err(|error| {
                read_error(
                    "asking for the rent",
                    ClientError::from_rpc(&rpc.url(), error),
                )
            })
    }

    async fn slot(&self) -> Result<u64, MigrationError> {
        let rpc = self.sender.rpc();
        rpc.get_slot().await.map_err(|error| {
            read_error(
                "asking for the slot",
                ClientError::from_rpc(&rpc.url(), error),
            )
        })
    }

    async fn send(
        &self,
        doing: &str,
        instructions: &[Instruction],
        signers: &[&Keypair],
    ) -> Result<(), MigrationError> {
        match self.sender.send(instructions, self.admin, signers).await {
            Ok(_) => Ok(()),
            Err(source) => Err(MigrationError::Send {
                step: format!("{doing} of {}", self.program.name),
                source: Box::new(source),
            }),
        }
    }
}
