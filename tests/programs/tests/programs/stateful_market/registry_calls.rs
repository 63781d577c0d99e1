//! Calls of registry.

use super::{
    action::{Verb, chosen},
    opening::{DETAILS, SETTINGS, SMALL, large, small_cards},
    player::Player,
};
use ionet_client::generated::registry::accounts::{ClassBook, RegistryConfig};
use ionet_test_kit::{
    Call,
    addresses::{REGISTER, client, operator},
    market::{CLASS, RATE},
    process::registry::{
        self, ADMIN, CAPACITY_REPORTER, Class, Details, NO_REFERRER, PRICE_MANAGER, Settings,
    },
};
use solana_address::Address;

impl Player {
    pub(super) fn registry_call(&self, verb: Verb, choices: [u8; 4]) -> Option<Call> {
        let [first, second, third, fourth] = choices;
        let wallet = self.owner(first)?;
        Some(match verb {
            Verb::RegisterOperator => {
                let newcomer = chosen(&self.people.wallets, first)?;
                registry::register_operator(newcomer, self.referrer(second), settings(third))
            }
            Verb::RegisterClient => {
                let newcomer = chosen(&self.people.wallets, first)?;
                registry::register_client(newcomer, self.referrer(second))
            }
            Verb::UpdateOperator => registry::update_operator(wallet, settings(second)),
            // Mostly back to work.
            Verb::SetDraining => registry::set_draining(wallet, second % 8 == 7),
            Verb::RegisterDevice => {
                let key = self.free_key(second)?;
                let hardware = if third % 4 == 3 {
                    small_cards()
                } else {
                    large()
                };
                registry::register_device(wallet, key, hardware, details(fourth))
            }
            Verb::FoldOperator => registry::fold_operator_reputation(wallet),
            Verb::FoldClient => {
                let owner = chosen(&self.people.clients, first)?;
                registry::fold_client_reputation(owner)
            }
            Verb::UpdateDevice | Verb::RotateDevice | Verb::RevokeDevice => {
                let index = usize::from(first) % self.devices.len();
                let key = self.people.device_keys[index];
                let owner = self.device(index).map_or(wallet, |device| device.owner);
                match verb {
                    Verb::UpdateDevice => registry::update_device(key, details(second)),
                    Verb::RotateDevice => {
                        registry::rotate_device(owner, key, self.free_key(second)?)
                    }
                    _ => registry::revoke_device(owner, key),
                }
            }
            _ => return self.class_call(verb, choices),
        })
    }

    fn class_call(&self, verb: Verb, [first, second, third, _]: [u8; 4]) -> Option<Call> {
        let config: RegistryConfig = self.people.chain().read(&REGISTER.config);
        let holder = |role: u8| config.roles[usize::from(role)].holder;
        let class = [CLASS, SMALL, CLASS, SMALL, 0, 3][usize::from(first % 6)];
        Some(match verb {
            Verb::AddClass => {
                registry::add_class(holder(ADMIN), u16::from(first % 8), unweighted())
            }
            Verb::SetClass => {
                registry::set_class(holder(ADMIN), class, terms(class), second % 8 != 7)
            }
            Verb::SetClassBounds => {
                let (least, most) = [
                    (1_000_000, 4_000_000),
                    (500_000, 8_000_000),
                    (2_000_000, 3_000_000),
                    (1, 0),
                ][usize::from(second % 4)];
                registry::set_class_bounds(holder(ADMIN), class, least, most)
            }
            Verb::MovePrice => {
                let book: ClassBook = self.people.chain().read(&REGISTER.class_book);
                let price = book.classes[usize::from(class)].price;
                let wanted = price / 100 * [105, 95, 101, 99, 110, 0][usize::from(second % 6)];
                registry::move_price(holder(PRICE_MANAGER), class, wanted)
            }
            Verb::ReportUtilisation => {
                let epoch = self
                    .people
                    .market
                    .epoch()
                    .saturating_sub(u64::from(second % 4));
                let utilisation = [5_000, 10_000, 0, 9_500, 8_000, 10_001][usize::from(third % 6)];
                registry::report_utilisation(holder(CAPACITY_REPORTER), class, epoch, utilisation)
            }
            _ => return None,
        })
    }

    /// Mostly an operator; sometimes anybody.
    fn owner(&self, choice: u8) -> Option<Address> {
        if choice < 200 {
            chosen(&self.people.operators, choice).map(|operator| operator.owner)
        } else {
            chosen(&self.people.wallets, choice)
        }
    }

    fn referrer(&self, choice: u8) -> Address {
        let Some(named) = chosen(&self.people.wallets, choice / 3) else {
            return NO_REFERRER;
        };
        match choice % 3 {
            0 => NO_REFERRER,
            1 => operator(&named),
            _ => client(&named),
        }
    }

    /// A key without a device; when all have one, any.
    fn free_key(&self, choice: u8) -> Option<Address> {
        let keys = self.people.device_keys.iter().zip(&self.devices);
        let free: Vec<_> = keys
            .filter(|(_, device)| !self.people.exists(device))
            .map(|(key, _)| *key)
            .collect();
        chosen(&free, choice).or_else(|| chosen(&self.people.device_keys, choice))
    }
}

fn settings(choice: u8) -> Settings {
    match choice % 8 {
        0..3 => SETTINGS,
        3 => Settings {
            usd_bps: 3_000,
            staker_bps: 300,
            ..SETTINGS
        },
        4 => Settings {
            usd_bps: 9_000,
            staker_bps: 100,
            ..SETTINGS
        },
        5 => Settings {
            accepted_mints: 0b10,
            ..SETTINGS
        },
        6 => Settings {
            max_seconds: 7_200,
            min_client_reputation: 100,
            ..SETTINGS
        },
        _ => Settings {
            usd_bps: 9_001,
            ..SETTINGS
        },
    }
}

fn details(choice: u8) -> Details {
    match choice % 8 {
        0..5 => DETAILS,
        5 => Details {
            available: false,
            ..DETAILS
        },
        6 => Details {
            region: 2,
            security: 1,
            purposes: 0b10,
            ..DETAILS
        },
        _ => Details {
            connectivity: 9,
            ..DETAILS
        },
    }
}

/// A class whose cards weigh nothing, so that posing as them does not pay.
fn unweighted() -> Class {
    Class::new(*b"cpu\0\0\0\0\0\0\0\0\0\0\0\0\0", 0, 100, 8_192)
}

/// What the market knows of a class.
fn terms(class: u16) -> Class {
    if class == CLASS {
        Class {
            price: RATE,
            ..Class::new(*b"h100-80\0\0\0\0\0\0\0\0\0", 100_000, 1_979_000, 81_920)
        }
    } else {
        Class::new(*b"rtx-4090\0\0\0\0\0\0\0\0", 12_500, 660_000, 24_576)
    }
}
