//! A chain in `LiteSVM` which looks like mainnet: clock, rent, slot hashes, programs.

use crate::{ProgramUnderTest, artefacts, call::Call, outcome::Outcome};
use borsh::{BorshDeserialize, BorshSerialize};
use litesvm::LiteSVM;
use sha2::{Digest, Sha256};
use solana_account::Account;
use solana_address::Address;
use solana_clock::Clock;
use solana_compute_budget_interface::ComputeBudgetInstruction;
use solana_hash::Hash;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_loader_v3_interface::{get_program_data_address, state::UpgradeableLoaderState};
use solana_message::{Message, VersionedMessage};
use solana_rent::Rent;
use solana_signature::Signature;
use solana_signer::Signer;
use solana_slot_hashes::SlotHashes;
use solana_system_interface::instruction::transfer;
use solana_transaction::versioned::VersionedTransaction;
use std::collections::HashSet;

/// Unix time at which every test chain starts: 2026-01-01T00:00:00Z.
pub const START_TIME: i64 = 1_767_225_600;
/// Rent of mainnet in lamports per byte (SIMD-0436, second step).
pub const LAMPORTS_PER_BYTE: u64 = 5_080;
/// Lamports each wallet is given: 1,000 SOL.
pub const WALLET_LAMPORTS: u64 = 1_000_000_000_000;
/// Slots per second of Solana, times ten, so that whole seconds stay whole.
const SLOTS_PER_TEN_SECONDS: u64 = 25;
/// Compute units which the compute-budget instruction itself takes.
const COMPUTE_BUDGET_UNITS: u64 = 150;
/// Slots kept in the `SlotHashes` sysvar at the start (the cluster keeps 512).
const SLOT_HASHES: u64 = 512;

/// One chain. Clone it to branch off a prepared state: a clone costs far less than a set-up.
///
/// Signatures are not computed. Instead the chain knows whose key it holds: a
/// transaction which needs the signature of an address that is neither a wallet of
/// this chain nor [impersonated](Chain::impersonate) is a mistake in the test.
#[derive(Clone)]
pub struct Chain {
    svm: LiteSVM,
    fee_payer: Address,
    keys: HashSet<Address>,
}

impl Chain {
    /// An empty chain with the runtime's and the token programs at [`START_TIME`].
    pub fn new() -> Self {
        let svm = LiteSVM::new()
            .with_sigverify(false)
            .with_blockhash_check(false)
            .with_transaction_history(0)
            .with_log_bytes_limit(None);
        let mut chain = Self {
            svm,
            fee_payer: Address::default(),
            keys: HashSet::new(),
        };
        chain.set_rent();
        chain.set_slot_hashes();
        chain.set_time(START_TIME);
        chain.fee_payer = chain.wallet("fee payer");
        chain
    }

    /// Places `program` at its declared id through the upgradeable loader, with a
    /// `ProgramData` account that names `upgrade_authority`.
    ///
    /// # Panics
    /// When the program was not built.
    pub fn deploy(&mut self, program: ProgramUnderTest, upgrade_authority: Address) {
        let executable = artefacts::read_program(program.name);
        self.svm
            .add_program(program.id, &executable)
            .unwrap_or_else(|error| {
                panic!("target/deploy/{}.so does not load: {error:?}", program.name)
            });
        self.set_upgrade_authority(program.id, Some(upgrade_authority));
    }

    /// Rewrites the upgrade authority in the `ProgramData` account of `program_id`.
    ///
    /// # Panics
    /// When the program is not deployed.
    pub fn set_upgrade_authority(&mut self, program_id: Address, authority: Option<Address>) {
        let address = get_program_data_address(&program_id);
        let mut account = self
            .account(&address)
            .expect("ProgramData of a deployed program");
        // Layout: u32 tag 3, u64 slot, Option tag, 32 bytes of authority.
        let metadata = UpgradeableLoaderState::size_of_programdata_metadata();
        account.data[12..metadata].fill(0);
        if let Some(authority) = authority {
            account.data[12] = 1;
            account.data[13..metadata].copy_from_slice(authority.as_ref());
        }
        self.set_account(address, account);
    }

    /// The funded wallet called `name`; the same name is the same address in every test.
    pub fn wallet(&mut self, name: &str) -> Address {
        let seed: [u8; 32] = Sha256::digest(format!("ionet test wallet {name}")).into();
        let address = Keypair::new_from_array(seed).pubkey();
        if self.keys.insert(address) {
            self.set_account(
                address,
                Account::new(WALLET_LAMPORTS, 0, &solana_sdk_ids::system_program::ID),
            );
        }
        address
    }

    /// Lets the chain accept the signature of `address` although nobody holds its key:
    /// for a program-derived signer when its program is what the test stands in for.
    pub fn impersonate(&mut self, address: Address) {
        self.keys.insert(address);
    }

    /// Sends one call in a transaction of its own.
    ///
    /// # Panics
    /// When it needs a signature of somebody whose key this chain does not hold.
    pub fn send(&mut self, call: Call) -> Outcome {
        let mut instructions = vec![call.raw];
        let mut overhead = 0;
        if let Some(units) = call.compute_limit {
            // Last, so that the call stays instruction 0 in errors.
            instructions.push(ComputeBudgetInstruction::set_compute_unit_limit(units));
            overhead = COMPUTE_BUDGET_UNITS;
        }
        let sent = self.svm.send_transaction(self.transaction(&instructions));
        Outcome::new(call.program, call.instruction, overhead, sent)
    }

    /// Sends instructions of other programs (system, token) which must succeed.
    ///
    /// # Panics
    /// When one fails: it is preparation, not what is tested.
    pub fn must(&mut self, instructions: &[Instruction]) {
        let transaction = self.transaction(instructions);
        if let Err(failed) = self.svm.send_transaction(transaction) {
            panic!(
                "preparation failed with {:?}\n{}",
                failed.err,
                failed.meta.logs.join("\n")
            );
        }
    }

    fn transaction(&self, instructions: &[Instruction]) -> VersionedTransaction {
        let blockhash = self.svm.latest_blockhash();
        let message = Message::new_with_blockhash(instructions, Some(&self.fee_payer), &blockhash);
        let signers = usize::from(message.header.num_required_signatures);
        for signer in &message.account_keys[..signers] {
            assert!(
                self.keys.contains(signer),
                "{signer} has to sign, but this chain holds no key of it: make it with \
                 chain.wallet(name), or state chain.impersonate(address)"
            );
        }
        VersionedTransaction {
            signatures: vec![Signature::default(); signers],
            message: VersionedMessage::Legacy(message),
        }
    }

    /// The account at `address`, if it exists.
    pub fn account(&self, address: &Address) -> Option<Account> {
        self.svm.get_account(address)
    }

    /// Puts `account` at `address`, for states which no transaction reaches.
    ///
    /// # Panics
    /// When the account is executable or a malformed sysvar.
    pub fn set_account(&mut self, address: Address, account: Account) {
        self.svm
            .set_account(address, account)
            .expect("an account that is no broken sysvar");
    }

    /// Decodes the account at `address` as `T`, all bytes.
    ///
    /// # Panics
    /// When it does not exist or has another layout.
    pub fn read<T: BorshDeserialize>(&self, address: &Address) -> T {
        let account = self
            .account(address)
            .unwrap_or_else(|| panic!("{address} does not exist on this chain"));
        T::try_from_slice(&account.data).unwrap_or_else(|error| {
            panic!("{address} is no {}: {error}", std::any::type_name::<T>())
        })
    }

    /// Changes fields of the account at `address`, for states which no transaction reaches.
    ///
    /// # Panics
    /// When it does not exist or has another layout.
    pub fn rewrite<T: BorshDeserialize + BorshSerialize>(
        &mut self,
        address: &Address,
        change: impl FnOnce(&mut T),
    ) {
        let mut account = self.account(address).expect("an account to change");
        let mut value = self.read(address);
        change(&mut value);
        account.data = borsh::to_vec(&value).expect("memory is never full");
        self.set_account(*address, account);
    }

    /// Lamports that make `size` bytes of data rent exempt.
    pub fn rent_exempt(&self, size: usize) -> u64 {
        self.svm.minimum_balance_for_rent_exemption(size)
    }

    /// The chain's unix time in seconds.
    pub fn now(&self) -> i64 {
        self.svm.get_sysvar::<Clock>().unix_timestamp
    }

    /// Moves time forward by `seconds`, slots included.
    ///
    /// # Panics
    /// When `seconds` is negative: a chain's clock does not run backwards.
    pub fn warp(&mut self, seconds: i64) {
        assert!(
            seconds >= 0,
            "cannot warp by {seconds} s; time goes forward only"
        );
        let now = self.now();
        self.set_time(now + seconds);
    }

    /// Moves the chain on by `slots`, in no time: for rules that count slots.
    pub fn pass_slots(&mut self, slots: u64) {
        let mut clock = self.svm.get_sysvar::<Clock>();
        clock.slot += slots;
        self.svm.set_sysvar(&clock);
    }

    /// Moves time on by `seconds`, in no slots: the clock catches up after a halt of the chain.
    pub fn catch_up(&mut self, seconds: i64) {
        let mut clock = self.svm.get_sysvar::<Clock>();
        clock.unix_timestamp += seconds;
        self.svm.set_sysvar(&clock);
    }

    /// Lamports at `address`; 0 when nothing is there.
    pub fn lamports(&self, address: &Address) -> u64 {
        self.account(address).map_or(0, |account| account.lamports)
    }

    /// Sends `lamports` from a wallet to any address.
    pub fn pay(&mut self, from: &Address, to: &Address, lamports: u64) {
        self.must(&[transfer(from, to, lamports)]);
    }

    /// Moves time forward to `unix_time`.
    ///
    /// # Panics
    /// When that is in the past.
    pub fn warp_to(&mut self, unix_time: i64) {
        self.warp(unix_time - self.now());
    }

    fn set_time(&mut self, unix_time: i64) {
        let mut clock = self.svm.get_sysvar::<Clock>();
        let elapsed = u64::try_from(unix_time - clock.unix_timestamp).unwrap_or_default();
        if clock.unix_timestamp >= START_TIME {
            clock.slot += elapsed * SLOTS_PER_TEN_SECONDS / 10;
        }
        clock.unix_timestamp = unix_time;
        self.svm.set_sysvar(&clock);
    }

    fn set_rent(&mut self) {
        let rent = Rent {
            lamports_per_byte: LAMPORTS_PER_BYTE,
            ..Rent::default()
        };
        self.svm.set_sysvar(&rent);
    }

    /// Lists the last 512 slots before the present one in the `SlotHashes` sysvar, none skipped,
    /// each with a hash that follows from its number.
    pub fn list_slots(&mut self) {
        self.set_slot_hashes();
    }

    /// Lists exactly `slots`, newest first, each with a hash that follows from its number.
    pub fn list_only(&mut self, slots: &[u64]) {
        let hashes: Vec<_> = slots.iter().map(|slot| (*slot, hash_of(*slot))).collect();
        self.svm.set_sysvar(&SlotHashes::new(&hashes));
    }

    /// The present slot.
    pub fn slot(&self) -> u64 {
        self.svm.get_sysvar::<Clock>().slot
    }

    fn set_slot_hashes(&mut self) {
        let slot = self.svm.get_sysvar::<Clock>().slot;
        let slots: Vec<_> = (1..=SLOT_HASHES).map(|age| slot - age).collect();
        self.list_only(&slots);
    }
}

/// The hash that a test chain gives a slot.
pub fn hash_of(slot: u64) -> Hash {
    let digest: [u8; 32] = Sha256::digest(slot.to_le_bytes()).into();
    Hash::new_from_array(digest)
}

impl Default for Chain {
    fn default() -> Self {
        Self::new()
    }
}
