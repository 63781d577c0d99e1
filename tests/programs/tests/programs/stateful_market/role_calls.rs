//! Roles, pauses and parameters of all programs.

use super::{
    action::{Verb, chosen},
    job_calls::OTHER_MINT,
    player::Player,
};
use ionet_client::generated::registry::accounts::RegistryConfig;
use ionet_test_kit::{
    Call,
    addresses::{REGISTER, STABLE, dollar_tokens},
    market::{DOLLAR_FEED, DOLLAR_MINT},
    process::{
        emission, io_token, iosd,
        job_escrow::{self as escrow, Parameters},
        registry,
    },
    state::IosdState,
};
use solana_address::Address;

/// The two roles that may pause: admin and guardian.
const PAUSERS: u8 = 2;

/// A program with roles, and who holds and was proposed for one of them.
struct Office {
    program: u8,
    role: u8,
    admin: Address,
    holder: Address,
    proposed: Address,
}

impl Player {
    pub(super) fn role_call(&self, verb: Verb, choices: [u8; 4]) -> Option<Call> {
        let [first, second, third, _] = choices;
        match verb {
            Verb::Pause => Some(pause(&self.office(first % 4, second % PAUSERS))),
            Verb::Unpause => Some(unpause(&self.office(first % 4, second % PAUSERS))),
            Verb::Propose => {
                let heir = chosen(&self.people.wallets, third)?;
                Some(propose(&self.office(first % 5, second), heir))
            }
            Verb::Accept => {
                let office = self.proposed(first % 5, second);
                let known = self.people.can_sign(&office.proposed);
                let heir = if known {
                    office.proposed
                } else {
                    self.people.market.world.mallory
                };
                Some(accept(&office, heir))
            }
            Verb::EscrowParameters => {
                let admin = self.office(0, 0).admin;
                Some(escrow::set_parameters(admin, parameters(first)))
            }
            Verb::ListMint => {
                let (index, mint) = match first % 8 {
                    6 => (OTHER_MINT, self.people.other_dollar),
                    7 => (first / 8, self.people.market.dollar_mint),
                    _ => (DOLLAR_MINT, self.people.market.dollar_mint),
                };
                Some(escrow::list_mint(
                    self.office(0, 0).admin,
                    index,
                    mint,
                    dollar_tokens(&mint),
                    DOLLAR_FEED,
                    // Mostly open for jobs.
                    second % 8 != 7,
                ))
            }
            _ => None,
        }
    }

    /// A role of a program: job-escrow, registry, iosd, io-token, emission.
    fn office(&self, program: u8, role: u8) -> Office {
        let world = &self.people.market.world;
        let roles: Vec<(Address, Address)> = match program {
            0 => {
                let config = self.people.market.config();
                config
                    .roles
                    .iter()
                    .map(|role| (role.holder, role.proposed))
                    .collect()
            }
            1 => {
                let config: RegistryConfig = world.chain.read(&REGISTER.config);
                config
                    .roles
                    .iter()
                    .map(|role| (role.holder, role.proposed))
                    .collect()
            }
            2 => {
                let state: IosdState = world.chain.read(&STABLE.state);
                vec![
                    (state.admin, state.proposed_admin),
                    (state.guardian, state.proposed_guardian),
                ]
            }
            3 => {
                let config = world.config();
                vec![
                    (config.admin, config.proposed_admin),
                    (config.guardian, config.proposed_guardian),
                ]
            }
            _ => {
                let state = world.emission();
                vec![(state.admin, state.proposed_admin)]
            }
        };
        let index = usize::from(role) % roles.len();
        Office {
            program,
            role: role % u8::try_from(roles.len()).unwrap_or(1),
            admin: roles[0].0,
            holder: roles[index].0,
            proposed: roles[index].1,
        }
    }

    /// As [`Self::office`], of a role that somebody was proposed for if there is one.
    fn proposed(&self, program: u8, role: u8) -> Office {
        (0..4)
            .map(|next| self.office(program, role.wrapping_add(next)))
            .find(|office| self.people.can_sign(&office.proposed))
            .unwrap_or_else(|| self.office(program, role))
    }
}

fn pause(office: &Office) -> Call {
    match office.program {
        0 => escrow::pause(office.holder),
        1 => registry::pause(office.holder),
        2 => iosd::pause(office.holder),
        _ => io_token::pause(office.holder),
    }
}

fn unpause(office: &Office) -> Call {
    match office.program {
        0 => escrow::unpause(office.holder),
        1 => registry::unpause(office.holder),
        2 => iosd::unpause(office.holder),
        _ => io_token::unpause(office.holder),
    }
}

fn propose(office: &Office, heir: Address) -> Call {
    match office.program {
        0 => escrow::propose_role(office.admin, office.role, heir),
        1 => registry::propose_role(office.admin, office.role, heir),
        2 => iosd::propose_role(office.admin, office.role, heir),
        3 => io_token::propose_role(office.admin, office.role, heir),
        _ => emission::propose_admin(office.admin, heir),
    }
}

fn accept(office: &Office, heir: Address) -> Call {
    match office.program {
        0 => escrow::accept_role(heir, office.role),
        1 => registry::accept_role(heir, office.role),
        2 => iosd::accept_role(heir, office.role),
        3 => io_token::accept_role(heir, office.role),
        _ => emission::accept_admin(heir),
    }
}

/// Mostly within the bounds, never far from the usual.
fn parameters(choice: u8) -> Parameters {
    let mut parameters = Parameters::default();
    match choice % 8 {
        1 => parameters.joint[0] = 400,
        2 => parameters.joint[1] = 1_000,
        3 => parameters.joint[2] = 500,
        4 => parameters.max_age_seconds = 90,
        5 => parameters.cap_per_gpu /= 2,
        6 => parameters.joint[4] = 2_000,
        7 => parameters.joint[0] = u16::from(choice) * 8,
        _ => {}
    }
    parameters
}
