//! Random calls and addresses for the actors.

use super::actions::Actors;
use ionet_core::{emission::EmissionParameters, genesis::Category};
use ionet_test_kit::{
    Call,
    addresses::{IO, POOLS, vesting},
    process::{emission, io_token},
};
use rand::{Rng, rngs::StdRng, seq::IndexedRandom};
use solana_address::Address;

impl Actors {
    /// A random instruction; `honest` signs with the key that may, otherwise anybody does.
    pub fn some_call(&self, rng: &mut StdRng, honest: bool) -> Call {
        let anybody = *self.people.choose(rng).expect("people");
        let other = *self.people.choose(rng).expect("people");
        let pick = |right: Address| if honest { right } else { anybody };
        let world = &self.world;
        let config = world.chain.account(&IO.config).map(|_| world.config());
        let (admin, guardian) = config
            .as_ref()
            .map_or((world.admin, world.guardian), |one| {
                (one.admin, one.guardian)
            });
        let state = world.chain.account(&POOLS.state).map(|_| world.emission());
        let emission_admin = state.as_ref().map_or(world.admin, |state| state.admin);
        let holder = rng.random_range(0..Category::COUNT);
        let (owner, account) = (
            world.beneficiaries[holder],
            world.beneficiary_accounts[holder],
        );
        let index = rng.random_range(0..config.as_ref().map_or(1, |one| one.vesting_count.max(1)));
        let stored = world
            .chain
            .account(&vesting(index))
            .map(|_| world.vesting(index));
        let beneficiary = stored.as_ref().map_or(owner, |one| one.beneficiary);
        // Roles mostly go back to people who act honestly, and beneficiaries to beneficiaries.
        let heir = if honest {
            *world.beneficiaries.choose(rng).expect("people")
        } else {
            other
        };
        let role = rng.random_range(0..2);
        match rng.random_range(0..20) {
            0..4 => emission::advance(rng.random_range(1..=730)),
            4 | 5 => emission::roll_over(),
            6 => emission::set_parameters(pick(emission_admin), random_parameters(rng)),
            7 => emission::propose_admin(pick(emission_admin), heir),
            8 => {
                let proposed = state.map_or(other, |state| state.proposed_admin);
                emission::accept_admin(pick(known(proposed, other)))
            }
            9 => io_token::claim_vested(pick(beneficiary), index, account),
            10 => io_token::propose_beneficiary(pick(beneficiary), index, heir),
            11 => {
                let proposed = stored.map_or(other, |one| one.proposed_beneficiary);
                io_token::accept_beneficiary(pick(known(proposed, other)), index)
            }
            12 => io_token::close_vesting(index, pick(stored.map_or(admin, |one| one.payer))),
            13 => io_token::burn(pick(owner), account, rng.random_range(0..1_000_000_000)),
            14 => io_token::pause(pick(if role == 0 { admin } else { guardian })),
            15 => io_token::unpause(pick(guardian)),
            16 => io_token::propose_role(pick(admin), role, heir),
            17 => {
                let proposed = config.map_or(other, |one| {
                    [one.proposed_admin, one.proposed_guardian][usize::from(role)]
                });
                io_token::accept_role(pick(known(proposed, other)), role)
            }
            18 => {
                let call = io_token::mint_emission(rng.random_range(0..1_000), 1_000);
                call.with_account("emission_authority", anybody)
            }
            _ => io_token::allocate_genesis(pick(admin), index, role, heir, 1),
        }
    }

    pub fn some_address(&self, rng: &mut StdRng) -> Address {
        let mut known = vec![
            IO.config,
            IO.mint,
            IO.mint_authority,
            IO.vesting_vault,
            POOLS.state,
            POOLS.authority,
            POOLS.availability_vault,
            POOLS.compute_vault,
            POOLS.reserve_vault,
            vesting(rng.random_range(0..8)),
        ];
        known.extend(self.world.beneficiary_accounts);
        known.extend(&self.people);
        *known.choose(rng).expect("addresses")
    }
}

/// `proposed`, or `other` when nobody is proposed.
fn known(proposed: Address, other: Address) -> Address {
    if proposed == Address::default() {
        other
    } else {
        proposed
    }
}

fn random_parameters(rng: &mut StdRng) -> EmissionParameters {
    EmissionParameters {
        availability_bps: rng.random_range(900..=9_100),
        claim_window_epochs: rng.random_range(20..=60),
    }
}
