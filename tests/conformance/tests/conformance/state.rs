//! A Slab with 128-bit state, optional accounts and realloc: every byte as the host computes it.

use ionet_conformance_cases::ledger::Entry;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use solana_address::{Address, address};
use solana_instruction::error::InstructionError;
use solana_instruction::{AccountMeta, Instruction};
use solana_transaction_error::TransactionError;

use crate::ledger::{Model, Refusal, discriminator};
use crate::svm::Svm;

const PROGRAM: Address = address!("8p24oR9wKmryYg7KjvoFFJ4RQH6VTM6AWWuAehbJknSL");
const STEPS: usize = 3_000;
const LARGEST: u32 = 96;

fn instruction(name: &str, accounts: &[AccountMeta], arguments: &[u8]) -> Instruction {
    let mut data = discriminator("global", name).to_vec();
    data.extend(arguments);
    Instruction {
        program_id: PROGRAM,
        accounts: accounts.to_vec(),
        data,
    }
}

/// One owner's accounts on the chain, and the model of them.
struct Subject {
    chain: Svm,
    owner: Address,
    ledger: Address,
    scale: Address,
    model: Model,
}

impl Subject {
    fn new(divisor: u128) -> Self {
        let chain = Svm::with_program("state_conformance", PROGRAM);
        let owner = chain.payer;
        let pda = |seed: &[u8]| Address::find_program_address(&[seed, owner.as_ref()], &PROGRAM).0;
        let (ledger, scale) = (pda(b"ledger"), pda(b"scale"));
        let mut subject = Self {
            chain,
            owner,
            ledger,
            scale,
            model: Model::new(owner),
        };
        let system = AccountMeta::new_readonly(solana_sdk_ids::system_program::ID, false);
        let accounts = vec![
            AccountMeta::new(owner, true),
            AccountMeta::new(ledger, false),
            system.clone(),
        ];
        subject.chain.must(instruction("create", &accounts, &[]));
        let accounts = vec![
            AccountMeta::new(owner, true),
            AccountMeta::new(scale, false),
            system,
        ];
        subject.chain.must(instruction(
            "create_scale",
            &accounts,
            &divisor.to_le_bytes(),
        ));
        subject.check();
        subject
    }

    /// Accounts of `append` and `remove`; without a scale the program's own id stands there.
    fn append_accounts(&self, with_scale: bool) -> Vec<AccountMeta> {
        vec![
            AccountMeta::new_readonly(self.owner, true),
            AccountMeta::new(self.ledger, false),
            AccountMeta::new_readonly(if with_scale { self.scale } else { PROGRAM }, false),
        ]
    }

    fn send(&mut self, instruction: Instruction, expected: Result<(), Refusal>) {
        let result = self
            .chain
            .send(instruction)
            .map(|_| ())
            .map_err(|failed| failed.err);
        let expected = expected.map_err(|refusal| {
            TransactionError::InstructionError(0, InstructionError::Custom(refusal as u32))
        });
        assert_eq!(result, expected);
        self.check();
    }

    fn resize(&mut self, capacity: u32) {
        self.model.resize(capacity as usize);
        let accounts = [
            AccountMeta::new(self.owner, true),
            AccountMeta::new(self.ledger, false),
            AccountMeta::new_readonly(solana_sdk_ids::system_program::ID, false),
        ];
        let resize = instruction("resize", &accounts, &capacity.to_le_bytes());
        self.send(resize, Ok(()));
    }

    fn append(&mut self, entries: &[Entry], divisor: Option<u128>) -> Result<(), Refusal> {
        let expected = self.model.append(entries, divisor.unwrap_or(1));
        let count = u32::try_from(entries.len()).unwrap().to_le_bytes();
        let mut arguments = count.to_vec();
        arguments.extend(entries.iter().flat_map(|entry| entry.value.to_le_bytes()));
        arguments.extend(count);
        arguments.extend(entries.iter().flat_map(|entry| entry.delta.to_le_bytes()));
        let accounts = self.append_accounts(divisor.is_some());
        self.send(instruction("append", &accounts, &arguments), expected);
        expected
    }

    fn remove(&mut self, index: u32) {
        let expected = self.model.remove(index as usize);
        let accounts = self.append_accounts(index.is_multiple_of(2));
        self.send(
            instruction("remove", &accounts, &index.to_le_bytes()),
            expected,
        );
    }

    /// Compares the account with the model.
    fn check(&self) {
        let account = self.chain.account(&self.ledger);
        let expected = self.model.bytes();
        assert_eq!(account.data.len(), self.model.data_length());
        assert_eq!(account.data[..expected.len()], expected[..]);
        assert_eq!(account.lamports, self.chain.rent_exempt(account.data.len()));
    }
}

fn entry(random: &mut StdRng) -> Entry {
    Entry {
        value: random.random::<u128>() >> random.random_range(8..128),
        delta: random.random::<i128>() >> random.random_range(0..128),
    }
}

#[test]
fn random_steps_leave_the_bytes_that_the_host_computes() {
    let mut random = StdRng::seed_from_u64(7);
    let divisor = 0x1_0000_0000_0000_0007;
    let mut subject = Subject::new(divisor);
    let (mut appended, mut refused) = (0, 0);
    for _ in 0..STEPS {
        match random.random_range(0..10) {
            0 => subject.resize(random.random_range(0..=LARGEST)),
            1 | 2 => {
                let index = random.random_range(0..=subject.model.len());
                subject.remove(u32::try_from(index).unwrap());
            }
            _ => {
                let count = random.random_range(0..=16);
                let entries: Vec<Entry> = (0..count).map(|_| entry(&mut random)).collect();
                match subject.append(&entries, random.random::<bool>().then_some(divisor)) {
                    Ok(()) => appended += count,
                    Err(_) => refused += 1,
                }
            }
        }
    }
    println!("{STEPS} steps, {appended} entries appended, {refused} appends refused, 0 differ");
    assert!(appended > 1_000 && refused > 50, "the steps try both");
}

#[test]
fn each_refusal_leaves_the_account_as_it_was() {
    let mut subject = Subject::new(0);
    let one = Entry {
        value: 1,
        delta: -1,
    };
    assert_eq!(subject.append(&[one], None), Err(Refusal::Full));
    assert_eq!(subject.append(&[one], Some(0)), Err(Refusal::DivisorIsZero));
    subject.resize(4);
    let most = Entry {
        value: u128::MAX,
        delta: i128::MAX,
    };
    assert_eq!(subject.append(&[most], None), Ok(()));
    assert_eq!(subject.append(&[one], None), Err(Refusal::Overflow));
    subject.remove(1);

    let accounts = subject.append_accounts(false);
    let arguments = [0_u32.to_le_bytes(), 1_u32.to_le_bytes()].concat();
    let mut uneven = instruction("append", &accounts, &arguments);
    uneven.data.extend([0; 16]);
    subject.send(uneven, Err(Refusal::LengthsDiffer));
}

#[test]
fn somebody_elses_ledger_is_refused() {
    let mut subject = Subject::new(1);
    let stranger = subject.chain.wallet(9);
    let mut accounts = subject.append_accounts(false);
    accounts[0].pubkey = stranger;
    let foreign = instruction("append", &accounts, &[0; 8]);
    assert!(subject.chain.send(foreign).is_err());
    subject.check();
}
