//! What a transaction would change, before anybody signs it.

use solana_account::Account;
use solana_address::Address;
use solana_instruction::Instruction;
use spl_token_interface::state::Account as TokenAccount;

use super::{Simulation, TransactionSender};
use crate::compute::Table;
use crate::error::ClientError;

/// Most accounts that one request may ask for.
const ACCOUNTS_PER_REQUEST: usize = 100;

/// What every signature costs, lamports.
const LAMPORTS_PER_SIGNATURE: u64 = 5_000;

/// Millionths of a lamport in a lamport.
const MICRO_LAMPORTS: u128 = 1_000_000;

/// What a transaction would cost and change, by a simulation at the present state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Units and logs.
    pub simulation: Simulation,
    /// What the payer pays for signatures and priority, lamports.
    pub fee: u64,
    /// The writable accounts that would change.
    pub changes: Vec<Change>,
}

/// One account, before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its address.
    pub address: Address,
    /// `None` when it does not exist yet.
    pub before: Option<Account>,
    /// `None` when it would be gone.
    pub after: Option<Account>,
}

/// A token account's part of a [`Change`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenChange {
    /// Which token.
    pub mint: Address,
    /// Whose account.
    pub owner: Address,
    /// Base units before.
    pub before: u64,
    /// Base units after.
    pub after: u64,
}

impl Change {
    /// Lamports that the account would be made with; `None` when it exists already.
    pub fn new_account_rent(&self) -> Option<u64> {
        match (&self.before, &self.after) {
            (None, Some(after)) => Some(after.lamports),
            _ => None,
        }
    }

    /// Lamports that become free because the account is closed; `None` when it is not.
    pub fn freed_rent(&self) -> Option<u64> {
        match (&self.before, &self.after) {
            (Some(before), None) => Some(before.lamports),
            _ => None,
        }
    }

    /// What happens to the tokens in it; `None` when it is no token account.
    pub fn token(&self) -> Option<TokenChange> {
        let token = |account: &Option<Account>| {
            let account = account.as_ref()?;
            (account.owner == spl_token_interface::ID)
                .then(|| <TokenAccount as solana_program_pack::Pack>::unpack(&account.data).ok())
                .flatten()
        };
        let (before, after) = (token(&self.before), token(&self.after));
        let either = after.or(before)?;
        Some(TokenChange {
            mint: either.mint,
            owner: either.owner,
            before: before.map_or(0, |account| account.amount),
            after: after.map_or(0, |account| account.amount),
        })
    }
}

impl TransactionSender {
    /// Simulates the transaction without signatures, and compares its writable accounts with the
    /// chain's.
    ///
    /// # Errors
    /// As [`Self::simulate`].
    pub async fn preview(
        &self,
        instructions: &[Instruction],
        payer: &Address,
    ) -> Result<Preview, ClientError> {
        let observed = writable(instructions, payer);
        let before = self.accounts(&observed).await?;
        let (simulation, after) = self
            .simulate_observing(instructions, payer, &observed)
            .await?;
        let signatures = self.signatures(instructions, payer)?;
        let limit = Table::built_in().limit(instructions, simulation.units);
        let changes = observed
            .into_iter()
            .zip(before.into_iter().zip(after))
            .map(|(address, (before, after))| Change {
                address,
                before,
                after: after.filter(exists),
            })
            .filter(|change| change.before != change.after)
            .collect();
        Ok(Preview {
            fee: self.fee(signatures, limit),
            simulation,
            changes,
        })
    }

    /// What a transaction with so many signatures and such a limit costs, lamports.
    fn fee(&self, signatures: u64, limit: u32) -> u64 {
        let price = u128::from(self.priority_fee.unwrap_or_default());
        let priority = price.saturating_mul(limit.into()).div_ceil(MICRO_LAMPORTS);
        u64::try_from(priority)
            .unwrap_or(u64::MAX)
            .saturating_add(signatures.saturating_mul(LAMPORTS_PER_SIGNATURE))
    }

    async fn accounts(&self, addresses: &[Address]) -> Result<Vec<Option<Account>>, ClientError> {
        let mut all = Vec::with_capacity(addresses.len());
        for some in addresses.chunks(ACCOUNTS_PER_REQUEST) {
            let found = self
                .rpc
                .get_multiple_accounts_with_commitment(some, self.rpc.commitment())
                .await
                .map_err(|error| self.rpc_error(error))?;
            all.extend(
                found
                    .value
                    .into_iter()
                    .map(|account| account.filter(exists)),
            );
        }
        Ok(all)
    }
}

/// Each writable account once.
fn writable(instructions: &[Instruction], payer: &Address) -> Vec<Address> {
    let mut addresses = vec![*payer];
    let accounts = instructions
        .iter()
        .flat_map(|instruction| &instruction.accounts);
    for account in accounts.filter(|account| account.is_writable) {
        if !addresses.contains(&account.pubkey) {
            addresses.push(account.pubkey);
        }
    }
    addresses
}

/// Accounts without lamports do not exist for the chain.
fn exists(account: &Account) -> bool {
    account.lamports > 0
}
