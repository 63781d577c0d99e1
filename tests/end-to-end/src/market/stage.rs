//! Where the scenario is played: instructions of every step, sent and booked.

use ionet_client::accounts::{fetch, fetch_raw};
use ionet_client::generated::{io_token, iosd, job_escrow, registry};
use ionet_client::instructions::io_token::io_account;
use ionet_client::instructions::{
    self, create_token_account, local_stand_in, price_feed, token_account,
};
use ionet_client::iosd::instructions::MintInstructionArgs;
use ionet_client::local_stand_in::instructions::SetStakeInstructionArgs;
use ionet_client::local_stand_in::types::{Checkpoint, ClassCapacity};
use ionet_client::registry::types::{DeviceDetails, DeviceHardware, OperatorSettings};
use ionet_client::{ClientError, TransactionSender, lookup};
use ionet_core::supply::IO_UNIT;
use ionet_core::time::EPOCH_SECONDS;
use ionet_migrations::dollar_mint;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use super::books::Books;
use super::cast::{Cast, Operator};
use crate::Network;

/// The class of the operators' GPUs: H100.
pub(super) const CLASS: u16 = 4;
/// VRAM of one, MiB.
const VRAM_MIB: u32 = 81_920;
/// What the stand-in says that each operator has staked.
const STAKE: u64 = 1_000 * IO_UNIT;
/// Basis points of the published price.
const CONFIDENCE_BPS: u16 = 10;

/// A network, and the books of what happens on it.
pub(super) struct Stage<'a> {
    network: &'a Network,
    sender: TransactionSender,
    books: Books,
    step: String,
    dollars: Pubkey,
    io_feed: [u8; 32],
    dollar_feed: [u8; 32],
}

impl<'a> Stage<'a> {
    /// Empty books in which everybody has a name.
    pub(super) fn new(network: &'a Network, cast: &Cast) -> Self {
        let dollar = network.migration.dollars.first().expect("a dollar mint");
        let dollars = dollar_mint(&cast.issuer.pubkey(), &dollar.name).expect("an address");
        let mut books = Books::new(network.raw());
        for (name, wallet) in cast.wallets() {
            books.name_party(&wallet.pubkey(), name);
        }
        books.name_party(
            &io_token::pdas::find_mint_authority_pda().0,
            "vesting vault",
        );
        books.name_party(&iosd::pdas::find_authority_pda().0, "buy-and-burn vault");
        books.name_party(&job_escrow::pdas::find_authority_pda().0, "escrow ledgers");
        books.name_asset(&io_token::pdas::find_mint_pda().0, "IO");
        books.name_asset(&iosd::pdas::find_mint_pda().0, "IOSD");
        books.name_asset(&dollars, "USD");
        Self {
            network,
            sender: network.sender(),
            books,
            step: String::new(),
            dollars,
            io_feed: network.migration.io_feed.id,
            dollar_feed: dollar.feed.id,
        }
    }

    /// The last step that was tried.
    pub(super) fn step(&self) -> &str {
        &self.step
    }

    pub(super) fn books(&self) -> &Books {
        &self.books
    }

    pub(super) fn books_mut(&mut self) -> &mut Books {
        &mut self.books
    }

    pub(super) fn network(&self) -> &Network {
        self.network
    }

    pub(super) fn sender(&self) -> &TransactionSender {
        &self.sender
    }

    pub(super) fn dollar_mint(&self) -> Pubkey {
        self.dollars
    }

    /// The account of the price of IO.
    pub(super) fn io_price(&self) -> Pubkey {
        ionet_client::price_feed::pdas::find_feed_pda(&self.io_feed).0
    }

    /// The account of the price of the dollar token.
    pub(super) fn dollar_price(&self) -> Pubkey {
        ionet_client::price_feed::pdas::find_feed_pda(&self.dollar_feed).0
    }

    /// Sends one transaction, which the first signer pays for, and books it.
    pub(super) async fn send(
        &mut self,
        step: &str,
        instructions: &[Instruction],
        signers: &[&Keypair],
    ) -> Result<(), ClientError> {
        step.clone_into(&mut self.step);
        let (payer, others) = signers.split_first().expect("a signer");
        let confirmed = self.sender.send(instructions, payer, others).await?;
        self.books.record(step, &confirmed.signature);
        Ok(())
    }

    /// Uses the network's lookup table from now on.
    pub(super) async fn use_lookup_table(&mut self, cast: &Cast) -> Result<(), ClientError> {
        let table = lookup::find(self.sender.rpc(), &cast.admin.pubkey()).await?;
        let table = table.expect("the migration made a lookup table");
        self.sender = self.network.sender().lookup_tables([table]);
        Ok(())
    }

    /// The community claims what its grant has unlocked, unless it did before.
    pub(super) async fn claim_vested(&mut self, cast: &Cast) -> Result<(), ClientError> {
        let owner = cast.community.pubkey();
        let mut grants = self.network.migration.allocations.iter();
        let grant = grants.position(|grant| grant.beneficiary.to_string() == "community");
        let grant = u32::try_from(grant.expect("a grant")).expect("a small number");
        let claim = instructions::io_token::claim_vested(owner, grant);
        match self
            .send("claim vested IO", &claim, &[&cast.community])
            .await
        {
            Err(ClientError::Program { name, .. }) if name == "NothingToClaim" => Ok(()),
            sent => sent,
        }
    }

    pub(super) fn issue_dollars(&self, cast: &Cast, amount: u64) -> [Instruction; 2] {
        let (issuer, to) = (cast.issuer.pubkey(), cast.client.pubkey());
        let mint = spl_token_interface::instruction::mint_to(
            &spl_token_interface::ID,
            &self.dollars,
            &token_account(&to, &self.dollars),
            &issuer,
            &[],
            amount,
        );
        [
            create_token_account(&issuer, &to, &self.dollars),
            mint.expect("a mint"),
        ]
    }

    /// Publishes both prices at the chain's present time, unless the chain has them already.
    pub(super) async fn publish_price(&mut self, cast: &Cast, io: u64) -> Result<(), ClientError> {
        let (keeper, now) = (cast.keeper.pubkey(), self.network.time());
        for (step, feed, price) in [
            ("publish the price of IO", self.io_feed, io),
            ("publish the price of USD", self.dollar_feed, 1_000_000),
        ] {
            let price = price_feed::dollars(price, CONFIDENCE_BPS, now).expect("a small price");
            let publish = price_feed::publish(keeper, feed, price);
            match self.send(step, &[publish], &[&cast.keeper]).await {
                // A keeper of the chain's own was faster.
                Err(ClientError::Program { name, .. }) if name == "NotNewer" => {}
                sent => sent?,
            }
        }
        Ok(())
    }

    /// Opens the client's record and mints.
    pub(super) fn mint_iosd(&self, cast: &Cast, io_amount: u64) -> Vec<Instruction> {
        let wallet = cast.client.pubkey();
        let args = MintInstructionArgs {
            io_amount,
            min_out: 1,
            expiry: self.network.time() + 60,
        };
        let mut all = vec![instructions::iosd::open_minter(wallet, wallet)];
        all.extend(instructions::iosd::mint(wallet, self.io_price(), args));
        all
    }

    /// Stake and capacity of an operator, and the class's total.
    pub(super) fn verify(&self, cast: &Cast, operator: &Pubkey) -> Vec<Instruction> {
        let admin = cast.admin.pubkey();
        let epoch = self.epoch();
        let stake = SetStakeInstructionArgs {
            owner: *operator,
            self_stake: STAKE,
            checkpoints: [
                Checkpoint {
                    epoch: 0,
                    active_stake: STAKE,
                },
                Checkpoint {
                    epoch: 0,
                    active_stake: STAKE,
                },
            ],
            time_weighted_stake: STAKE,
            pool_empty: 0,
        };
        let none = || ClassCapacity {
            class: 0,
            reserved: [0; 2],
            gpus: 0,
        };
        let mut entries: [ClassCapacity; 8] = std::array::from_fn(|_| none());
        entries[0] = ClassCapacity {
            class: CLASS,
            gpus: 1,
            ..none()
        };
        let weight = STAKE * u64::try_from(cast.operators.len()).expect("two");
        vec![
            local_stand_in::set_stake(admin, stake),
            local_stand_in::set_capacity(admin, *operator, epoch, entries),
            local_stand_in::set_class_total(admin, CLASS, epoch, weight),
        ]
    }

    /// The epoch that runs now.
    pub(super) fn epoch(&self) -> u64 {
        let since = self.network.time() - self.network.epoch_zero();
        u64::try_from(since / EPOCH_SECONDS).expect("after the start")
    }

    /// The claim that a device's binding names.
    pub(super) async fn bound_claim(
        &self,
        device_key: &Pubkey,
    ) -> Result<Option<Pubkey>, ClientError> {
        let address = instructions::job_escrow::binding(device_key);
        let binding = fetch_raw(self.sender.rpc(), &address).await?;
        Ok(binding.and_then(|binding| instructions::job_escrow::bound_claim(&binding.data)))
    }

    /// Whether there is an account.
    pub(super) async fn exists(&self, address: &Pubkey) -> Result<bool, ClientError> {
        Ok(fetch_raw(self.sender.rpc(), address).await?.is_some())
    }

    /// What an hour of the class costs now, micro-dollars.
    pub(super) async fn rate(&self) -> Result<u64, ClientError> {
        let address = registry::pdas::find_class_book_pda().0;
        let book: registry::accounts::ClassBook = fetch(self.sender.rpc(), &address).await?;
        Ok(book.classes[usize::from(CLASS)].price)
    }
}

/// IO from the community to the client, whose account is made when missing.
pub(super) fn transfer_io(cast: &Cast, amount: u64) -> [Instruction; 2] {
    let (from, to) = (cast.community.pubkey(), cast.client.pubkey());
    let mint = io_token::pdas::find_mint_pda().0;
    let transfer = spl_token_interface::instruction::transfer(
        &spl_token_interface::ID,
        &io_account(&from),
        &io_account(&to),
        &from,
        &[],
        amount,
    );
    [
        create_token_account(&from, &to, &mint),
        transfer.expect("a transfer"),
    ]
}

/// An operator with its device and its record.
pub(super) fn register_operator(operator: &Operator) -> Vec<Instruction> {
    let (owner, device) = (operator.owner.pubkey(), operator.device.pubkey());
    let settings = OperatorSettings {
        accepted_mints: u8::MAX,
        usd_bps: operator.usd_bps,
        staker_bps: 200,
        min_client_reputation: 0,
        max_seconds: 0,
    };
    let hardware = DeviceHardware {
        class: CLASS,
        gpus: 1,
        vram_mib: VRAM_MIB,
        hardware_hash: device.to_bytes(),
    };
    let details = DeviceDetails {
        available: true,
        region: 1,
        connectivity: 3,
        latency: 2,
        security: 1,
        purposes: 1,
    };
    vec![
        instructions::registry::register_operator(owner, None, settings),
        instructions::registry::register_device(owner, device, hardware, details),
        instructions::job_escrow::open_participant(owner, owner),
    ]
}

/// A client with its record.
pub(super) fn register_client(client: &Pubkey) -> Vec<Instruction> {
    vec![
        instructions::registry::register_client(*client, None),
        instructions::job_escrow::open_participant(*client, *client),
    ]
}
