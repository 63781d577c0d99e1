//! Seeds in attributes are literals; these are the constants. And the security contact.

use anchor_lang::{ToAccountMetas, prelude::*};

use super::key;
use crate::{accounts, constants::*};

#[test]
fn literal_seeds_are_the_constants() {
    let pda = |seed: &[u8]| find_program_address(&[seed], &crate::ID).0;
    let metas = accounts::InitializeResolved {
        authority: key(1),
        program_data: key(2),
        iosd_mint: key(3),
        system_program: key(4),
    }
    .to_account_metas(None);
    assert_eq!(metas[2].pubkey, pda(CONFIG_SEED));
    assert_eq!(metas[3].pubkey, pda(AUTHORITY_SEED));
}

/// Seeds behind which arguments or another account's contents stand: no address follows from
/// addresses alone, so the attribute itself is read.
#[test]
fn literal_seeds_before_arguments_are_the_constants() {
    let post = include_str!("../instructions/post.rs");
    let open_shard = include_str!("../instructions/open_shard.rs");
    let claim = include_str!("../instructions/claim.rs");
    let open_participant = include_str!("../instructions/open_participant.rs");
    for (source, seed, rest) in [
        (open_shard, SHARD_SEED, "[mint_index], [shard_number]]"),
        (
            open_shard,
            SHARD_VAULT_SEED,
            "[mint_index], [shard_number]]",
        ),
        (open_participant, PARTICIPANT_SEED, "owner.as_ref()]"),
        (
            post,
            JOB_SEED,
            "client, participant.jobs_posted.to_le_bytes()]",
        ),
        (post, VAULT_SEED, "job]"),
        (claim, CLAIM_SEED, "job, participant.owner.as_ref()]"),
    ] {
        let seed = core::str::from_utf8(seed).expect("a word");
        let attribute = format!("seeds = [b\"{seed}\", {rest}");
        assert!(source.contains(&attribute), "{attribute}");
    }
}

#[test]
fn security_contact_is_well_formed() {
    let text = crate::SECURITY_TEXT;
    assert!(text.starts_with("=======BEGIN SECURITY.TXT V1=======\0name\0job-escrow\0"));
    assert!(text.ends_with("=======END SECURITY.TXT V1=======\0"));
    assert!(text.contains("\0policy\0"));
}
