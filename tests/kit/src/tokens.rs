//! Token accounts and mints for tests, made by the real token programs.

use crate::chain::Chain;
use solana_address::Address;
use solana_instruction::Instruction;
use solana_program_pack::Pack;
use solana_system_interface::instruction::create_account;
use spl_token_interface::{
    instruction as token,
    state::{Account as TokenAccount, Mint},
};

/// The classic token program.
pub const TOKEN_PROGRAM: Address = spl_token_interface::ID;
/// Token-2022, whose mints and accounts our programs refuse.
pub const TOKEN_2022_PROGRAM: Address =
    solana_address::address!("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");

impl Chain {
    /// A new token account of `mint` owned by `owner`, at an address named by `name`.
    pub fn token_account(&mut self, name: &str, mint: &Address, owner: &Address) -> Address {
        let address = self.create(name, TokenAccount::LEN, &TOKEN_PROGRAM);
        let initialize = token::initialize_account3(&TOKEN_PROGRAM, &address, mint, owner);
        self.must(&[initialize.expect("the classic token program's id")]);
        address
    }

    /// A mint of the classic token program which has nothing to do with IO:
    /// eight decimals, `authority` may mint.
    pub fn foreign_mint(&mut self, name: &str, authority: &Address) -> Address {
        self.mint(name, authority, None, 8)
    }

    /// A mint of the classic token program with six decimals, as dollar tokens have them;
    /// `authority` may mint and freeze.
    pub fn dollar_mint(&mut self, name: &str, authority: &Address) -> Address {
        self.mint(name, authority, Some(authority), 6)
    }

    fn mint(
        &mut self,
        name: &str,
        authority: &Address,
        freeze_authority: Option<&Address>,
        decimals: u8,
    ) -> Address {
        let address = self.create(name, Mint::LEN, &TOKEN_PROGRAM);
        let initialize = token::initialize_mint2(
            &TOKEN_PROGRAM,
            &address,
            authority,
            freeze_authority,
            decimals,
        );
        self.must(&[initialize.expect("the classic token program's id")]);
        address
    }

    /// A Token-2022 mint with six decimals and no extensions.
    pub fn token_2022_mint(&mut self, name: &str, authority: &Address) -> Address {
        let address = self.create(name, Mint::LEN, &TOKEN_2022_PROGRAM);
        let initialize = token::initialize_mint2(&TOKEN_PROGRAM, &address, authority, None, 6);
        self.must(&[for_token_2022(
            initialize.expect("the classic token program's id"),
        )]);
        address
    }

    /// A Token-2022 token account of a Token-2022 `mint`.
    pub fn token_2022_account(&mut self, name: &str, mint: &Address, owner: &Address) -> Address {
        let address = self.create(name, TokenAccount::LEN, &TOKEN_2022_PROGRAM);
        let initialize = token::initialize_account3(&TOKEN_PROGRAM, &address, mint, owner);
        self.must(&[for_token_2022(
            initialize.expect("the classic token program's id"),
        )]);
        address
    }

    /// Mints `amount` of a foreign mint, whose authority is a wallet.
    pub fn mint_foreign(&mut self, mint: &Address, to: &Address, authority: &Address, amount: u64) {
        let instruction = token::mint_to(&TOKEN_PROGRAM, mint, to, authority, &[], amount);
        self.must(&[instruction.expect("the classic token program's id")]);
    }

    /// Moves `amount` between token accounts of the classic program: a donation, say.
    pub fn transfer(&mut self, from: &Address, to: &Address, owner: &Address, amount: u64) {
        let instruction = token::transfer(&TOKEN_PROGRAM, from, to, owner, &[], amount);
        self.must(&[instruction.expect("the classic token program's id")]);
    }

    /// Lets `delegate` spend up to `amount` of a token account.
    pub fn approve(&mut self, account: &Address, delegate: &Address, owner: &Address, amount: u64) {
        let instruction = token::approve(&TOKEN_PROGRAM, account, delegate, owner, &[], amount);
        self.must(&[instruction.expect("the classic token program's id")]);
    }

    /// Freezes a token account of `mint`.
    pub fn freeze(&mut self, account: &Address, mint: &Address, authority: &Address) {
        let instruction = token::freeze_account(&TOKEN_PROGRAM, account, mint, authority, &[]);
        self.must(&[instruction.expect("the classic token program's id")]);
    }

    /// Thaws a frozen token account of `mint`.
    pub fn thaw(&mut self, account: &Address, mint: &Address, authority: &Address) {
        let instruction = token::thaw_account(&TOKEN_PROGRAM, account, mint, authority, &[]);
        self.must(&[instruction.expect("the classic token program's id")]);
    }

    /// Burns tokens without any program of ours.
    pub fn burn(&mut self, from: &Address, mint: &Address, owner: &Address, amount: u64) {
        let instruction = token::burn(&TOKEN_PROGRAM, from, mint, owner, &[], amount);
        self.must(&[instruction.expect("the classic token program's id")]);
    }

    /// Closes an empty token account.
    pub fn close_token_account(&mut self, account: &Address, owner: &Address) {
        let instruction = token::close_account(&TOKEN_PROGRAM, account, owner, owner, &[]);
        self.must(&[instruction.expect("the classic token program's id")]);
    }

    /// The token account at `address`.
    ///
    /// # Panics
    /// When it does not exist or is none.
    pub fn read_token_account(&self, address: &Address) -> TokenAccount {
        let account = self.account(address).expect("a token account");
        TokenAccount::unpack(&account.data).expect("a token account")
    }

    /// Balance of the token account at `address` in base units.
    pub fn balance(&self, address: &Address) -> u64 {
        self.read_token_account(address).amount
    }

    /// The mint at `address`.
    ///
    /// # Panics
    /// When it does not exist or is none.
    pub fn read_mint(&self, address: &Address) -> Mint {
        let account = self.account(address).expect("a mint");
        Mint::unpack(&account.data).expect("a mint")
    }

    fn create(&mut self, name: &str, size: usize, owner: &Address) -> Address {
        let address = self.wallet(&format!("account {name}"));
        // The address is a wallet only so that it can sign its own creation.
        self.set_account(address, solana_account::Account::default());
        let funder = self.wallet("funder");
        let space = u64::try_from(size).expect("a token account's size");
        let lamports = self.rent_exempt(size);
        self.must(&[create_account(&funder, &address, lamports, space, owner)]);
        address
    }
}

/// Both token programs share these instructions byte for byte.
fn for_token_2022(mut instruction: Instruction) -> Instruction {
    instruction.program_id = TOKEN_2022_PROGRAM;
    instruction
}
