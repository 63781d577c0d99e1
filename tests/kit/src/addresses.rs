//! Program-derived addresses of the programs under test, computed once.

use crate::{EMISSION, IO_TOKEN, IOSD, JOB_ESCROW, LOCAL_STAND_IN, PRICE_FEED, REGISTRY};
use solana_address::Address;
use solana_loader_v3_interface::get_program_data_address;
use std::sync::LazyLock;

/// Addresses of io-token.
#[derive(Clone, Copy, Debug)]
pub struct IoTokenAddresses {
    /// `ProgramData` account of the upgradeable loader.
    pub program_data: Address,
    /// Seed `config`.
    pub config: Address,
    /// Seed `mint`: the IO mint.
    pub mint: Address,
    /// Seed `mint-authority`: a signer without data.
    pub mint_authority: Address,
    /// Seed `vesting-vault`: all unclaimed genesis tokens.
    pub vesting_vault: Address,
}

/// Addresses of emission.
#[derive(Clone, Copy, Debug)]
pub struct EmissionAddresses {
    /// `ProgramData` account of the upgradeable loader.
    pub program_data: Address,
    /// Seed `emission`.
    pub state: Address,
    /// Seed `authority`: a signer without data.
    pub authority: Address,
    /// Seed `availability`.
    pub availability_vault: Address,
    /// Seed `compute`.
    pub compute_vault: Address,
    /// Seed `reserve`.
    pub reserve_vault: Address,
}

/// Addresses of job-escrow.
#[derive(Clone, Copy, Debug)]
pub struct EscrowAddresses {
    /// `ProgramData` account of the upgradeable loader.
    pub program_data: Address,
    /// Seed `escrow`.
    pub config: Address,
    /// Seed `authority`: a signer without data.
    pub authority: Address,
}

/// Addresses of local-stand-in.
#[derive(Clone, Copy, Debug)]
pub struct StandInAddresses {
    /// `ProgramData` account of the upgradeable loader.
    pub program_data: Address,
}

/// Addresses of iosd.
#[derive(Clone, Copy, Debug)]
pub struct IosdAddresses {
    /// `ProgramData` account of the upgradeable loader.
    pub program_data: Address,
    /// Seed `iosd`.
    pub state: Address,
    /// Seed `mint`: the IOSD mint.
    pub mint: Address,
    /// Seed `authority`: a signer without data.
    pub authority: Address,
}

/// Addresses of price-feed.
#[derive(Clone, Copy, Debug)]
pub struct PriceFeedAddresses {
    /// `ProgramData` account of the upgradeable loader.
    pub program_data: Address,
    /// The price of IO in dollars: seed `feed`, then [`IO_USD`].
    pub io_usd: Address,
}

/// Id of the feed with the price of IO in dollars.
pub const IO_USD: [u8; 32] = [0x10; 32];

/// Addresses of io-token.
pub static IO: LazyLock<IoTokenAddresses> = LazyLock::new(|| IoTokenAddresses {
    program_data: get_program_data_address(&IO_TOKEN.id),
    config: derive(&IO_TOKEN.id, &[b"config"]),
    mint: derive(&IO_TOKEN.id, &[b"mint"]),
    mint_authority: derive(&IO_TOKEN.id, &[b"mint-authority"]),
    vesting_vault: derive(&IO_TOKEN.id, &[b"vesting-vault"]),
});

/// Addresses of emission.
pub static POOLS: LazyLock<EmissionAddresses> = LazyLock::new(|| EmissionAddresses {
    program_data: get_program_data_address(&EMISSION.id),
    state: derive(&EMISSION.id, &[b"emission"]),
    authority: derive(&EMISSION.id, &[b"authority"]),
    availability_vault: derive(&EMISSION.id, &[b"availability"]),
    compute_vault: derive(&EMISSION.id, &[b"compute"]),
    reserve_vault: derive(&EMISSION.id, &[b"reserve"]),
});

/// Addresses of iosd.
pub static STABLE: LazyLock<IosdAddresses> = LazyLock::new(|| IosdAddresses {
    program_data: get_program_data_address(&IOSD.id),
    state: derive(&IOSD.id, &[b"iosd"]),
    mint: derive(&IOSD.id, &[b"mint"]),
    authority: derive(&IOSD.id, &[b"authority"]),
});

/// Addresses of price-feed.
pub static PRICES: LazyLock<PriceFeedAddresses> = LazyLock::new(|| PriceFeedAddresses {
    program_data: get_program_data_address(&PRICE_FEED.id),
    io_usd: feed(&IO_USD),
});

/// The price account with `feed_id`.
pub fn feed(feed_id: &[u8; 32]) -> Address {
    derive(&PRICE_FEED.id, &[b"feed", feed_id])
}

/// The mint record of `wallet`.
pub fn minter(wallet: &Address) -> Address {
    derive(&IOSD.id, &[b"minter", wallet.as_ref()])
}

/// The vault record of the dollar mint `mint`.
pub fn dollar_vault(mint: &Address) -> Address {
    derive(&IOSD.id, &[b"dollar-vault", mint.as_ref()])
}

/// The token account of that vault.
pub fn dollar_tokens(mint: &Address) -> Address {
    derive(&IOSD.id, &[b"dollar-tokens", mint.as_ref()])
}

/// Addresses of job-escrow.
pub static ESCROW: LazyLock<EscrowAddresses> = LazyLock::new(|| EscrowAddresses {
    program_data: get_program_data_address(&JOB_ESCROW.id),
    config: derive(&JOB_ESCROW.id, &[b"escrow"]),
    authority: derive(&JOB_ESCROW.id, &[b"authority"]),
});

/// Addresses of local-stand-in.
pub static STAND_IN: LazyLock<StandInAddresses> = LazyLock::new(|| StandInAddresses {
    program_data: get_program_data_address(&LOCAL_STAND_IN.id),
});

/// The record of a wallet in job-escrow.
pub fn participant(owner: &Address) -> Address {
    derive(&JOB_ESCROW.id, &[b"participant", owner.as_ref()])
}

/// A shard of a mint.
pub fn shard(mint_index: u8, number: u8) -> Address {
    derive(&JOB_ESCROW.id, &[b"shard", &[mint_index], &[number]])
}

/// A shard's token account.
pub fn shard_vault(mint_index: u8, number: u8) -> Address {
    derive(&JOB_ESCROW.id, &[b"shard-vault", &[mint_index], &[number]])
}

/// The job `number` of `client`.
pub fn job(client: &Address, number: u64) -> Address {
    let number = number.to_le_bytes();
    derive(&JOB_ESCROW.id, &[b"job", client.as_ref(), &number])
}

/// The token account of a job.
pub fn job_vault(job: &Address) -> Address {
    derive(&JOB_ESCROW.id, &[b"vault", job.as_ref()])
}

/// The claim of `operator` on a job.
pub fn claim(job: &Address, operator: &Address) -> Address {
    derive(&JOB_ESCROW.id, &[b"claim", job.as_ref(), operator.as_ref()])
}

/// The binding of a device.
pub fn binding(device: &Address) -> Address {
    derive(&JOB_ESCROW.id, &[b"binding", device.as_ref()])
}

/// The stake of `owner`, as the stand-in writes it.
pub fn stake(owner: &Address) -> Address {
    derive(&LOCAL_STAND_IN.id, &[b"stake", owner.as_ref()])
}

/// The verified capacity of `operator`, as the stand-in writes it.
pub fn capacity(operator: &Address) -> Address {
    derive(&LOCAL_STAND_IN.id, &[b"capacity", operator.as_ref()])
}

/// The total weight of `class`, as the stand-in writes it.
pub fn class_total(class: u16) -> Address {
    derive(&LOCAL_STAND_IN.id, &[b"class-total", &class.to_le_bytes()])
}

/// The verdict on `claim`, as the stand-in writes it.
pub fn verdict(claim: &Address) -> Address {
    derive(&LOCAL_STAND_IN.id, &[b"verdict", claim.as_ref()])
}

/// Addresses of registry.
#[derive(Clone, Copy, Debug)]
pub struct RegistryAddresses {
    /// `ProgramData` account of the upgradeable loader.
    pub program_data: Address,
    /// Seed `registry`.
    pub config: Address,
    /// Seed `classes`.
    pub class_book: Address,
}

/// Addresses of registry.
pub static REGISTER: LazyLock<RegistryAddresses> = LazyLock::new(|| RegistryAddresses {
    program_data: get_program_data_address(&REGISTRY.id),
    config: derive(&REGISTRY.id, &[b"registry"]),
    class_book: derive(&REGISTRY.id, &[b"classes"]),
});

/// The operator of `owner` in registry.
pub fn operator(owner: &Address) -> Address {
    derive(&REGISTRY.id, &[b"operator", owner.as_ref()])
}

/// The client of `owner` in registry.
pub fn client(owner: &Address) -> Address {
    derive(&REGISTRY.id, &[b"client", owner.as_ref()])
}

/// The device with `device_key` in registry.
pub fn device(device_key: &Address) -> Address {
    derive(&REGISTRY.id, &[b"device", device_key.as_ref()])
}

/// The vesting account with `index`.
pub fn vesting(index: u32) -> Address {
    derive(&IO_TOKEN.id, &[b"vesting", &index.to_le_bytes()])
}

fn derive(program: &Address, seeds: &[&[u8]]) -> Address {
    Address::find_program_address(seeds, program).0
}
