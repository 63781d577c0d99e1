//! What happens without a program of ours: time, donations, frozen and closed token accounts.

use super::{
    act::Act,
    action::{Verb, chosen, scaled},
    player::Player,
};
use ionet_core::time::{DAY_SECONDS, EPOCH_SECONDS};
use ionet_test_kit::addresses::{
    ESCROW, IO, POOLS, REGISTER, STABLE, binding, capacity, dollar_tokens, dollar_vault, job_vault,
    minter, participant, shard, shard_vault, stake,
};
use solana_address::Address;

/// Slots that the chain lists.
const LISTED: u64 = 512;

impl Player {
    /// Lets something happen; `None` when the verb is a call.
    pub(super) fn happen(&mut self, verb: Verb, choices: [u8; 4]) -> Option<Act> {
        let [first, second, third, fourth] = choices;
        let wallet = chosen(&self.people.wallets, first)?;
        let mint = |choice: u8| self.people.mints()[usize::from(choice % 3)];
        Some(match verb {
            Verb::Warp => self.warp(first, second, third),
            Verb::PassSlots => {
                self.people.chain_mut().pass_slots(100 * u64::from(first));
                self.people.chain_mut().list_slots();
                Act::idle(format!("{} slots in no time", 100 * u64::from(first)))
            }
            Verb::SkipSlots => self.skip_slots(first),
            Verb::Donate => self.donate(first, second),
            Verb::DonateLamports => self.donate_lamports(first, second),
            Verb::Freeze | Verb::Thaw => self.freeze(verb == Verb::Freeze, &wallet),
            Verb::CloseTokens => self.close_tokens(wallet, mint(second)),
            Verb::OpenTokens => {
                self.people.open_token_account(wallet, mint(second));
                Act::idle("a token account opened".to_owned())
            }
            Verb::Transfer => {
                let to = chosen(&self.people.wallets, second)?;
                self.transfer(wallet, to, mint(third), fourth)
            }
            Verb::BurnOutside => self.burn(wallet, mint(second), third),
            _ => return None,
        })
    }

    /// Mostly minutes, sometimes hours, rarely days.
    fn warp(&mut self, scale: u8, amount: u8, halted: u8) -> Act {
        let amount = i64::from(amount);
        let seconds = match scale {
            0..140 => amount / 4,
            140..220 => amount * 2,
            220..250 => 300 + amount * 6,
            250..253 => amount * EPOCH_SECONDS / 32,
            253 | 254 => EPOCH_SECONDS * (1 + amount / 16),
            _ => DAY_SECONDS * (1 + amount / 64),
        };
        let chain = self.people.chain_mut();
        if halted >= 250 {
            // The chain stood still, and its clock makes up for it.
            chain.catch_up(seconds);
            return Act::idle(format!("halt of {seconds} s"));
        }
        chain.warp(seconds);
        chain.list_slots();
        Act::idle(format!("warp of {seconds} s"))
    }

    fn skip_slots(&mut self, every: u8) -> Act {
        let every = 2 + u64::from(every % 16);
        let chain = self.people.chain_mut();
        let slot = chain.slot();
        let listed: Vec<_> = (1..=LISTED)
            .map(|age| slot.saturating_sub(age * every))
            .collect();
        chain.list_only(&listed);
        Act::idle(format!("one slot of {every} had a block"))
    }

    /// A stranger sends tokens to an account of the programs.
    fn donate(&mut self, which: u8, amount: u8) -> Act {
        let [io, iosd, dollars] = self.people.mints();
        let mut vaults = vec![
            (dollar_tokens(&dollars), dollars),
            (POOLS.availability_vault, io),
            (POOLS.compute_vault, io),
            (POOLS.reserve_vault, io),
            (IO.vesting_vault, io),
        ];
        for number in 0..16 {
            vaults.extend([
                (shard_vault(0, number), iosd),
                (shard_vault(1, number), dollars),
            ]);
        }
        let jobs: Vec<_> = self
            .open_jobs
            .iter()
            .filter_map(|job| Some((job_vault(job), self.job(job)?.mint)))
            .collect();
        let target = match which % 2 {
            0 => chosen(&jobs, which / 2),
            _ => chosen(&vaults, which / 2),
        };
        let Some((vault, mint)) = target else {
            return Act::idle("nothing to donate to".to_owned());
        };
        let giver = self.people.clients[usize::from(which) % self.people.clients.len()];
        let source = self.people.tokens_of(&giver, &mint);
        let amount = scaled(1_000_000, amount).min(self.people.movable(&source));
        if amount > 0 && self.people.exists(&vault) {
            self.people
                .chain_mut()
                .transfer(&source, &vault, &giver, amount);
            *self.people.donated.entry(vault).or_default() += amount;
        }
        by(giver, format!("donation of {amount} to {vault}"))
    }

    fn donate_lamports(&mut self, which: u8, amount: u8) -> Act {
        let Some(target) = self.some_address(which) else {
            return Act::idle("nobody to donate to".to_owned());
        };
        let lamports = scaled(2_000_000, amount).min(1_000_000_000);
        let giver = self.people.market.world.mallory;
        // A new account must be rent exempt, which is not what this is about.
        if self.people.exists(&target) {
            self.people.chain_mut().pay(&giver, &target, lamports);
        }
        by(giver, format!("{lamports} lamports to {target}"))
    }

    /// The dollar's issuer freezes or thaws a wallet's dollars.
    fn freeze(&mut self, freeze: bool, wallet: &Address) -> Act {
        let (admin, mint) = (
            self.people.market.world.admin,
            self.people.market.dollar_mint,
        );
        let account = self.people.tokens_of(wallet, &mint);
        if !self.people.exists(&account) {
            return Act::idle("nothing to freeze".to_owned());
        }
        let chain = self.people.chain_mut();
        match (chain.read_token_account(&account).is_frozen(), freeze) {
            (false, true) => chain.freeze(&account, &mint, &admin),
            (true, false) => chain.thaw(&account, &mint, &admin),
            _ => {}
        }
        by(admin, format!("{wallet}'s dollars frozen: {freeze}"))
    }

    /// A wallet empties its account into another's, and closes it.
    fn close_tokens(&mut self, wallet: Address, mint: Address) -> Act {
        let heir = self.people.clients[usize::from(wallet == self.people.clients[0])];
        let account = self.people.tokens_of(&wallet, &mint);
        let to = self.people.open_token_account(heir, mint);
        if !self.people.is_movable(&account) || !self.people.is_movable(&to) {
            return Act::idle("nothing to close".to_owned());
        }
        let amount = self.people.balance(&account);
        let chain = self.people.chain_mut();
        chain.transfer(&account, &to, &wallet, amount);
        chain.close_token_account(&account, &wallet);
        by(wallet, format!("{wallet} closed {account}"))
    }

    fn transfer(&mut self, from: Address, to: Address, mint: Address, amount: u8) -> Act {
        let (source, target) = (
            self.people.tokens_of(&from, &mint),
            self.people.tokens_of(&to, &mint),
        );
        let most = self.people.movable(&source);
        let amount = scaled(most / 8, amount).min(most);
        if self.people.is_movable(&target) && amount > 0 {
            self.people
                .chain_mut()
                .transfer(&source, &target, &from, amount);
        }
        by(from, format!("{from} gives {to} {amount}"))
    }

    /// Anybody can burn what is his.
    fn burn(&mut self, wallet: Address, mint: Address, amount: u8) -> Act {
        let account = self.people.tokens_of(&wallet, &mint);
        let most = self.people.movable(&account) / 64;
        let amount = scaled(most, amount).min(most);
        if amount > 0 {
            self.people
                .chain_mut()
                .burn(&account, &mint, &wallet, amount);
            *self.people.burned.entry(mint).or_default() += amount;
        }
        by(wallet, format!("{wallet} burns {amount}"))
    }

    /// An account of the world, of any kind.
    pub(super) fn some_address(&self, choice: u8) -> Option<Address> {
        let people = &self.people;
        let (kind, which) = (choice % 16, choice / 16);
        let job = chosen(&self.open_jobs, which);
        let wallet = chosen(&people.wallets, which);
        let tokens: Vec<_> = people.tokens.values().copied().collect();
        match kind {
            0 => wallet,
            1 => chosen(&people.device_keys, which),
            2 => chosen(&tokens, choice),
            3 => job,
            4 => job.map(|job| job_vault(&job)),
            5 | 6 => chosen(&self.open_claims, which).map(|(_, claim)| claim),
            7 => wallet.map(|wallet| participant(&wallet)),
            8 => Some(shard(which % 2, which)),
            9 => Some(shard_vault(which % 2, which)),
            10 => wallet.map(|wallet| stake(&wallet)),
            11 => wallet.map(|wallet| capacity(&wallet)),
            12 => chosen(&self.devices, which),
            13 => chosen(&self.devices, which).map(|device| binding(&device)),
            14 => wallet.map(|wallet| minter(&wallet)),
            _ => chosen(&fixed(people.market.dollar_mint), which),
        }
    }
}

/// What somebody did without a call of ours.
fn by(signer: Address, what: String) -> Act {
    Act {
        signers: vec![signer],
        ..Act::idle(what)
    }
}

fn fixed(dollars: Address) -> Vec<Address> {
    vec![
        ESCROW.config,
        ESCROW.authority,
        REGISTER.config,
        REGISTER.class_book,
        STABLE.state,
        STABLE.mint,
        STABLE.authority,
        IO.mint,
        IO.config,
        IO.vesting_vault,
        POOLS.state,
        dollars,
        dollar_vault(&dollars),
        dollar_tokens(&dollars),
    ]
}
