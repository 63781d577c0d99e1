//! The generated code against what Anchor and the programs' pages define, computed by other means.

use ionet_client::generated::{PROGRAMS, emission, io_token, iosd, price_feed};
use ionet_client::program::ProgramAccount;
use sha2::{Digest, Sha256};
use solana_address::Address;

/// Anchor's discriminator: the first bytes of the hash of a kind and a name.
fn discriminator(kind: &str, name: &str) -> [u8; 8] {
    Sha256::digest(format!("{kind}:{name}"))
        .first_chunk()
        .copied()
        .unwrap()
}

#[test]
fn instructions_begin_with_the_hash_of_their_name() {
    let mut names = Vec::new();
    for program in PROGRAMS {
        for instruction in program.instructions {
            assert_eq!(
                instruction.discriminator,
                discriminator("global", instruction.name)
            );
            assert_eq!(
                program.instruction_name(&instruction.discriminator),
                Some(instruction.name)
            );
            names.push(format!("{}.{}", program.name, instruction.name));
        }
        assert_eq!(program.instruction_name(&[0; 8]), None);
        assert_eq!(program.instruction_name(&[0; 7]), None);
    }
    for expected in [
        "io_token.claim_vested",
        "io_token.mint_emission",
        "emission.advance",
    ] {
        assert!(
            names.iter().any(|name| name == expected),
            "{expected} is not in {names:?}"
        );
    }
}

#[test]
fn events_and_accounts_begin_with_the_hash_of_their_name() {
    use emission::events as pools;
    use io_token::events as token;
    let events = [
        (token::GENESIS_SEALED_EVENT_DISCRIMINATOR, "GenesisSealed"),
        (token::VESTED_CLAIMED_EVENT_DISCRIMINATOR, "VestedClaimed"),
        (token::EMISSION_MINTED_EVENT_DISCRIMINATOR, "EmissionMinted"),
        (pools::ADVANCED_EVENT_DISCRIMINATOR, "Advanced"),
        (pools::ROLLED_OVER_EVENT_DISCRIMINATOR, "RolledOver"),
    ];
    for (found, name) in events {
        assert_eq!(found, discriminator("event", name), "{name}");
    }
    account::<io_token::accounts::Config>();
    account::<io_token::accounts::Vesting>();
    account::<emission::accounts::EmissionState>();
    account::<iosd::accounts::IosdState>();
    account::<iosd::accounts::Minter>();
    account::<iosd::accounts::DollarVault>();
}

/// Discriminator, and a size that other programs can read in place.
fn account<T: ProgramAccount + borsh::BorshSerialize>() {
    assert_eq!(
        T::DISCRIMINATOR,
        discriminator("account", T::NAME),
        "{}",
        T::NAME
    );
    assert_eq!(T::LEN % 8, 0, "{}", T::NAME);
    let bytes: Vec<u8> = (0..=u8::MAX).cycle().take(T::LEN).collect();
    let decoded = T::decode_bytes(&bytes).unwrap();
    assert_eq!(borsh::to_vec(&decoded).unwrap(), bytes, "{}", T::NAME);
    assert!(T::decode_bytes(&bytes[1..]).is_err(), "{}", T::NAME);
}

/// Seeds, program, and the address and bump that were found.
type Pda<'a> = (&'a [&'a [u8]], Address, (Address, u8));

#[test]
fn pdas_have_the_published_seeds() {
    let token = io_token::IO_TOKEN_ID;
    let pools = emission::EMISSION_ID;
    let index = [4, 3, 2, 1];
    let dollars = iosd::IOSD_ID;
    let wallet = Address::new_from_array([6; 32]);
    let table: [Pda; 17] = [
        (&[b"config"], token, io_token::pdas::find_config_pda()),
        (&[b"mint"], token, io_token::pdas::find_mint_pda()),
        (
            &[b"mint-authority"],
            token,
            io_token::pdas::find_mint_authority_pda(),
        ),
        (
            &[b"vesting-vault"],
            token,
            io_token::pdas::find_vesting_vault_pda(),
        ),
        (
            &[b"vesting", &index],
            token,
            io_token::pdas::find_vesting_pda(0x0102_0304),
        ),
        (&[b"emission"], pools, emission::pdas::find_state_pda()),
        (&[b"authority"], pools, emission::pdas::find_authority_pda()),
        (
            &[b"availability"],
            pools,
            emission::pdas::find_availability_vault_pda(),
        ),
        (
            &[b"compute"],
            pools,
            emission::pdas::find_compute_vault_pda(),
        ),
        (
            &[b"reserve"],
            pools,
            emission::pdas::find_reserve_vault_pda(),
        ),
        (&[b"iosd"], dollars, iosd::pdas::find_state_pda()),
        (&[b"mint"], dollars, iosd::pdas::find_mint_pda()),
        (&[b"authority"], dollars, iosd::pdas::find_authority_pda()),
        (
            &[b"minter", &[6; 32]],
            dollars,
            iosd::pdas::find_minter_pda(&wallet),
        ),
        (
            &[b"dollar-vault", &[6; 32]],
            dollars,
            iosd::pdas::find_dollar_vault_pda(&wallet),
        ),
        (
            &[b"dollar-tokens", &[6; 32]],
            dollars,
            iosd::pdas::find_dollar_tokens_pda(&wallet),
        ),
        (
            &[b"feed", &[5; 32]],
            price_feed::PRICE_FEED_ID,
            price_feed::pdas::find_feed_pda(&[5; 32]),
        ),
    ];
    for (seeds, program, (address, bump)) in table {
        let mut hash = Sha256::new();
        for seed in seeds {
            hash.update(seed);
        }
        hash.update([bump]);
        hash.update(program.as_ref());
        hash.update(b"ProgramDerivedAddress");
        let expected = Address::new_from_array(hash.finalize().into());
        assert_eq!(address, expected, "{seeds:?}");
        assert!(!address.is_on_curve(), "{seeds:?}");
    }
}

#[test]
fn arguments_follow_the_discriminator_in_little_endian() {
    let roles = io_token::instructions::ProposeRoleInstructionArgs {
        role: 1,
        new_holder: Address::new_from_array([9; 32]),
    };
    let instruction = io_token::instructions::ProposeRole {
        admin: Address::new_from_array([1; 32]),
        config: io_token::pdas::find_config_pda().0,
    }
    .instruction(roles);
    let expected = [&discriminator("global", "propose_role")[..], &[1], &[9; 32]].concat();
    assert_eq!(instruction.data, expected);
    assert_eq!(instruction.program_id, io_token::IO_TOKEN_ID);
    assert!(instruction.accounts[0].is_signer && !instruction.accounts[1].is_signer);
    assert!(instruction.accounts[1].is_writable);
}
