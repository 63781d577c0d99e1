//! `ionet localnet dollars`: dollars of a mint that a wallet here issues.

use anyhow::{Context as _, Result, bail};
use ionet_client::{
    accounts,
    instructions::{create_token_account, token_account},
    wallet,
};
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use crate::{context::Context, tokens::Tokens, transact::Transaction};

/// Where an SPL mint has its authority: after four bytes that say whether there is one.
const MINT_AUTHORITY: std::ops::Range<usize> = 4..36;

/// Issues dollars to somebody.
pub async fn run(context: &Context, amount: u64, to: Option<&str>, index: u8) -> Result<()> {
    context.check_reachable().await?;
    let owner = context.owner(to)?;
    let tokens = Tokens::read(context).await?;
    let listed = tokens
        .dollars()
        .find(|(listed, _)| *listed == usize::from(index));
    let (_, mint) = listed.with_context(|| format!("--mint: there is no dollar mint {index}"))?;
    let issuer = issuer(context, &mint).await?;
    let issue = spl_token_interface::instruction::mint_to(
        &spl_token_interface::ID,
        &mint,
        &token_account(&owner, &mint),
        &issuer.pubkey(),
        &[],
        amount,
    )?;
    let what = format!("{} to {owner}", tokens.of(&mint).amount(amount));
    let transaction = Transaction {
        what: format!("Issue {what}"),
        instructions: vec![create_token_account(&issuer.pubkey(), &owner, &mint), issue],
        payer: &issuer,
        signers: Vec::new(),
    };
    let mut sent = context.transact(transaction).await?;
    sent.json["to"] = owner.to_string().into();
    sent.json["mint"] = mint.to_string().into();
    sent.json["amount"] = amount.to_string().into();
    context
        .output
        .result(&sent.json, || sent.told(&format!("issued {what}")));
    Ok(())
}

/// The wallet here that may issue the mint.
async fn issuer(context: &Context, mint: &Pubkey) -> Result<Keypair> {
    let account = accounts::fetch_raw(&context.rpc, mint).await?;
    let authority = account.and_then(|account| {
        let bytes = account.data.get(MINT_AUTHORITY)?;
        Some(Pubkey::new_from_array(bytes.try_into().ok()?))
    });
    let authority = authority.with_context(|| format!("{mint} is no mint"))?;
    for (_, path) in context.wallets.all()? {
        let key = wallet::read(&path)?;
        if key.pubkey() == authority {
            return Ok(key);
        }
    }
    bail!(
        "{authority} issues the mint {mint}, and no wallet here is that: only local chains have one"
    )
}
