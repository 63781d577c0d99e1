//! Registry's accounts as bytes, for states in tests of programs that read them which no
//! instruction of registry reaches: another owner, an earlier registration, a price of zero.

use crate::{Chain, REGISTRY};
use solana_account::Account;
use solana_address::Address;

/// An operator as registry stores it.
#[derive(Clone, Copy, Debug)]
pub struct OperatorBytes {
    /// The owner's wallet.
    pub owner: Address,
    /// Bit `i`: accepts the mint with index `i`.
    pub accepted_mints: u8,
    /// Takes no new jobs.
    pub draining: bool,
    /// Dollar share, basis points.
    pub usd_bps: u16,
    /// Stakers' share, basis points.
    pub staker_bps: u16,
    /// Least reputation of a client.
    pub min_client_reputation: u16,
    /// The longest job, seconds; 0 for no limit.
    pub max_seconds: u32,
    /// When it registered, unix seconds.
    pub registered_at: i64,
    /// Its referrer's wallet; the default address for none.
    pub referrer: Address,
}

/// A device as registry stores it.
#[derive(Clone, Copy, Debug)]
pub struct DeviceBytes {
    /// The owner's wallet.
    pub owner: Address,
    /// The device's key.
    pub device_key: Address,
    /// Takes work.
    pub available: bool,
    /// Connectivity, latency and security tier.
    pub tiers: [u8; 3],
    /// Purposes.
    pub purposes: u8,
    /// Class.
    pub class: u16,
    /// GPUs.
    pub gpus: u16,
    /// Region.
    pub region: u16,
    /// VRAM of each GPU, MiB.
    pub vram_mib: u32,
    /// When it was registered, unix seconds.
    pub registered_at: i64,
}

/// Bytes at offsets of an account.
struct Bytes(Vec<u8>);

impl Bytes {
    fn new(length: usize, discriminator: [u8; 8], version: u8) -> Self {
        let mut bytes = Self(vec![0; length]);
        bytes.put(0, &discriminator);
        bytes.put(8, &[version]);
        bytes
    }

    fn put(&mut self, offset: usize, bytes: &[u8]) {
        self.0[offset..offset + bytes.len()].copy_from_slice(bytes);
    }
}

impl Chain {
    /// Writes an operator's account, at the address registry gives it.
    pub fn write_operator(&mut self, operator: &OperatorBytes) -> Address {
        let mut bytes = Bytes::new(176, [219, 31, 188, 145, 69, 139, 204, 117], 2);
        bytes.put(10, &[operator.accepted_mints, u8::from(operator.draining)]);
        bytes.put(16, &operator.usd_bps.to_le_bytes());
        bytes.put(18, &operator.staker_bps.to_le_bytes());
        bytes.put(22, &operator.min_client_reputation.to_le_bytes());
        bytes.put(24, &operator.max_seconds.to_le_bytes());
        for offset in [48, 56] {
            bytes.put(offset, &operator.registered_at.to_le_bytes());
        }
        bytes.put(64, operator.owner.as_ref());
        bytes.put(96, operator.referrer.as_ref());
        self.write_registry(&[b"operator", operator.owner.as_ref()], bytes)
    }

    /// Writes a client's account, at the address registry gives it.
    pub fn write_client(
        &mut self,
        owner: Address,
        referrer: Address,
        registered_at: i64,
    ) -> Address {
        let mut bytes = Bytes::new(152, [221, 237, 145, 143, 170, 194, 133, 115], 1);
        for offset in [24, 32] {
            bytes.put(offset, &registered_at.to_le_bytes());
        }
        bytes.put(56, owner.as_ref());
        bytes.put(88, referrer.as_ref());
        self.write_registry(&[b"client", owner.as_ref()], bytes)
    }

    /// Writes a device's account, at the address registry gives it.
    pub fn write_device(&mut self, device: &DeviceBytes) -> Address {
        let mut bytes = Bytes::new(176, [153, 248, 23, 39, 83, 45, 68, 128], 1);
        bytes.put(10, &[u8::from(device.available)]);
        bytes.put(11, &device.tiers);
        bytes.put(14, &[device.purposes]);
        bytes.put(16, &device.class.to_le_bytes());
        bytes.put(18, &device.gpus.to_le_bytes());
        bytes.put(20, &device.region.to_le_bytes());
        bytes.put(24, &device.vram_mib.to_le_bytes());
        bytes.put(32, &device.registered_at.to_le_bytes());
        bytes.put(80, device.owner.as_ref());
        bytes.put(112, device.device_key.as_ref());
        self.write_registry(&[b"device", device.device_key.as_ref()], bytes)
    }

    /// Writes a class book with active classes: id and price in micro-dollars per GPU-hour, at
    /// a multiplier of 1.
    pub fn write_class_book(&mut self, classes: &[(u16, u64)]) -> Address {
        let mut bytes = Bytes::new(16 + 32 * 128, [173, 238, 207, 52, 180, 8, 155, 122], 1);
        for (class, price) in classes {
            let at = 16 + usize::from(*class) * 128;
            bytes.put(at, &price.to_le_bytes());
            bytes.put(at + 60, &10_000_u16.to_le_bytes());
            bytes.put(at + 62, &[1]);
        }
        self.write_registry(&[b"classes"], bytes)
    }

    fn write_registry(&mut self, seeds: &[&[u8]], bytes: Bytes) -> Address {
        let (address, _) = Address::find_program_address(seeds, &REGISTRY.id);
        let account = Account {
            lamports: self.rent_exempt(bytes.0.len()),
            data: bytes.0,
            owner: REGISTRY.id,
            executable: false,
            rent_epoch: u64::MAX,
        };
        self.set_account(address, account);
        address
    }
}
