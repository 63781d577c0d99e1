//! `ionet oracle`: the price of IO, and publishing it on a local chain.

use anyhow::{Context as _, Result, bail};
use ionet_client::{
    ClientError, TransactionSender, accounts,
    generated::{
        iosd::pdas::find_state_pda,
        job_escrow::pdas::find_config_pda,
        price_feed::{PRICE_FEED_ID, instructions::PublishInstructionArgs, pdas::find_feed_pda},
    },
    instructions::price_feed,
};
use ionet_core::oracle::{DollarPrice, Feed, PriceRules, PriceUpdate};
use serde_json::json;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use crate::{
    amounts::price,
    cli::OracleCommand,
    context::Context,
    onchain::{
        self, chain_time,
        iosd::{Iosd, hex},
    },
    output::{facts, time},
    transact::Transaction,
};

/// How often a price is published again within the age that readers accept.
const REFRESHES_PER_AGE: i64 = 3;

/// Runs an oracle command.
pub async fn run(context: &Context, command: &OracleCommand) -> Result<()> {
    match command {
        OracleCommand::Show {
            feed,
            price_account,
        } => show(context, feed.as_ref().map(|feed| feed.0), *price_account).await,
        OracleCommand::Publish {
            micro_dollars,
            confidence_bps,
            feed,
        } => {
            let feed = feed.as_ref().map(|feed| feed.0);
            publish(context, *micro_dollars, *confidence_bps, feed).await
        }
        OracleCommand::Create { feed, publisher } => create(context, feed.0, publisher).await,
    }
}

/// A price account, and the rules that readers have for it.
struct Source {
    feed: Feed,
    account: Pubkey,
    rules: PriceRules,
}

async fn source(context: &Context, id: Option<[u8; 32]>, given: Option<Pubkey>) -> Result<Source> {
    // Prices can be looked at before IOSD pins one.
    if !onchain::exists(context, &find_state_pda().0).await? {
        let feed_id =
            id.context("IOSD is not there yet, so no feed is pinned: name one with --feed")?;
        return Ok(Source {
            feed: Feed {
                owner: PRICE_FEED_ID.to_bytes(),
                feed_id,
            },
            account: given.unwrap_or_else(|| find_feed_pda(&feed_id).0),
            rules: PriceRules::DEFAULT,
        });
    }
    let mut iosd = Iosd::read(context).await?;
    if let Some(id) = id {
        iosd.feed.feed_id = id;
    }
    Ok(Source {
        account: iosd.price_account(given)?,
        feed: iosd.feed,
        rules: iosd.state.parameters.price,
    })
}

async fn show(context: &Context, id: Option<[u8; 32]>, given: Option<Pubkey>) -> Result<()> {
    let source = source(context, id, given).await?;
    let update = onchain::iosd::price(context, &source.feed, &source.account).await?;
    let now = chain_time(context).await?;
    let accepted = update.accept(source.rules, now, 0);
    let verdict = match &accepted {
        Ok(_) => "yes".to_owned(),
        Err(error) => format!("no: {error}"),
    };
    let dollars = |mantissa: i64| mantissa_text(mantissa, update.exponent);
    let confidence = i64::try_from(update.confidence).unwrap_or(i64::MAX);
    let bound = |of: fn(&ionet_core::oracle::UsedPrice) -> DollarPrice| {
        accepted
            .as_ref()
            .map_or_else(|_| "-".to_owned(), |used| price(of(used)))
    };
    let (lower, upper) = (
        bound(|used| used.lower_bound),
        bound(|used| used.upper_bound),
    );
    let value = json!({
        "account": source.account.to_string(),
        "feed_id": hex(&source.feed.feed_id),
        "publisher": Pubkey::from(update.write_authority).to_string(),
        "price": dollars(update.price),
        "average": dollars(update.ema_price),
        "confidence": dollars(confidence),
        "publish_time": update.publish_time,
        "age_seconds": now.saturating_sub(update.publish_time),
        "accepted": accepted.is_ok(),
        "lower_bound": lower,
        "upper_bound": upper,
    });
    context.output.result(&value, || {
        facts([
            ("account", source.account.to_string()),
            ("feed", hex(&source.feed.feed_id)),
            (
                "publisher",
                Pubkey::from(update.write_authority).to_string(),
            ),
            ("price", format!("{} dollars", dollars(update.price))),
            ("average", format!("{} dollars", dollars(update.ema_price))),
            ("confidence", format!("± {} dollars", dollars(confidence))),
            ("published", time(update.publish_time)),
            ("accepted now", verdict),
            ("lower bound", lower),
            ("upper bound", upper),
        ])
        .to_string()
    });
    Ok(())
}

async fn publish(
    context: &Context,
    micro_dollars: u64,
    confidence_bps: u16,
    id: Option<[u8; 32]>,
) -> Result<()> {
    let signer = context.signer()?;
    let source = source(context, id, None).await?;
    check_local(&source)?;
    let update = onchain::iosd::price(context, &source.feed, &source.account).await?;
    check_publisher(&update, &signer.pubkey())?;
    let args = price_feed::dollars(micro_dollars, confidence_bps, chain_time(context).await?)
        .context("the price is too large for a feed")?;
    let price = mantissa_text(args.price, args.exponent);
    let transaction = Transaction {
        what: format!("Publish {price} dollars as the price of {}", source.account),
        instructions: vec![price_feed::publish(
            signer.pubkey(),
            source.feed.feed_id,
            args,
        )],
        payer: &signer,
        signers: Vec::new(),
    };
    let mut sent = context.transact(transaction).await?;
    sent.json["price"] = price.clone().into();
    context.output.result(&sent.json, || {
        sent.told(&format!("published {price} dollars"))
    });
    Ok(())
}

async fn create(context: &Context, feed_id: [u8; 32], publisher: &str) -> Result<()> {
    let signer = context.signer()?;
    let publisher = context.owner(Some(publisher))?;
    let account = find_feed_pda(&feed_id).0;
    if accounts::fetch_raw(&context.rpc, &account).await?.is_some() {
        bail!("the feed is there already, at {account}: `ionet oracle publish` gives it a price");
    }
    let transaction = Transaction {
        what: format!("Make the price account {account}, which {publisher} publishes"),
        instructions: vec![price_feed::create_feed(signer.pubkey(), feed_id, publisher)],
        payer: &signer,
        signers: Vec::new(),
    };
    let mut sent = context.transact(transaction).await?;
    sent.json["account"] = account.to_string().into();
    context
        .output
        .result(&sent.json, || sent.told(&format!("made {account}")));
    Ok(())
}

/// Publishes again what is about to be too old, of IO and of every listed dollar, on a local chain
/// whose publisher is `signer`. Returns how many prices were published.
pub async fn refresh(context: &Context, signer: &Keypair) -> Result<u32> {
    let mut published = 0;
    for (feed, max_age_seconds) in local_feeds(context).await? {
        let oldest = i64::from(max_age_seconds) / REFRESHES_PER_AGE;
        if republish(context, signer, &feed, oldest).await? {
            published += 1;
        }
    }
    Ok(published)
}

/// The feeds of the local oracle that the network reads, with the oldest price it accepts, seconds.
async fn local_feeds(context: &Context) -> Result<Vec<(Feed, u16)>> {
    let mut feeds = Vec::new();
    if onchain::exists(context, &find_state_pda().0).await? {
        let iosd = Iosd::read(context).await?;
        feeds.push((iosd.feed, iosd.state.parameters.price.max_age_seconds));
    }
    if onchain::exists(context, &find_config_pda().0).await? {
        let config = onchain::jobs::config(context).await?;
        let owner = config.price_program.to_bytes();
        // IOSD, the first, has no feed.
        let dollars = config.mints.iter().take(config.mint_count.into()).skip(1);
        let ids = std::iter::once(config.io_feed_id).chain(dollars.map(|mint| mint.feed_id));
        let age = config.parameters.max_age_seconds;
        feeds.extend(ids.map(|feed_id| (Feed { owner, feed_id }, age)));
    }
    feeds.retain(|(feed, _)| feed.owner == PRICE_FEED_ID.to_bytes());
    // A feed that several read is asked for once, at the shortest age.
    feeds.sort_by_key(|(feed, age)| (feed.feed_id, *age));
    feeds.dedup_by_key(|(feed, _)| feed.feed_id);
    Ok(feeds)
}

/// Publishes a price again when it is `oldest` seconds old and `signer` is its publisher.
async fn republish(context: &Context, signer: &Keypair, feed: &Feed, oldest: i64) -> Result<bool> {
    let account = find_feed_pda(&feed.feed_id).0;
    // A mint may be listed before its feed is made; the other prices do not wait for it.
    if !onchain::exists(context, &account).await? {
        return Ok(false);
    }
    let update = onchain::iosd::price(context, feed, &account).await?;
    let now = chain_time(context).await?;
    let age = now.saturating_sub(update.publish_time);
    // Time 0: nobody has said a price yet.
    let said = update.publish_time > 0;
    if !said || update.write_authority != signer.pubkey().to_bytes() || age < oldest {
        return Ok(false);
    }
    let same = PublishInstructionArgs {
        price: update.price,
        conf: update.confidence,
        exponent: update.exponent,
        ema_price: update.ema_price,
        ema_conf: update.ema_confidence,
        publish_time: now,
    };
    let publish = price_feed::publish(signer.pubkey(), feed.feed_id, same);
    let sender = TransactionSender::with_rpc(context.rpc.clone());
    match sender.send(&[publish], signer, &[]).await {
        Ok(_) => Ok(true),
        // Somebody published meanwhile.
        Err(ClientError::Program { name, .. }) if name == "NotNewer" => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn check_local(source: &Source) -> Result<()> {
    if source.feed.owner != PRICE_FEED_ID.to_bytes() {
        bail!(
            "this cluster's prices come from {}, which publishes them itself",
            Pubkey::from(source.feed.owner)
        );
    }
    Ok(())
}

fn check_publisher(update: &PriceUpdate, signer: &Pubkey) -> Result<()> {
    let publisher = Pubkey::from(update.write_authority);
    if publisher != *signer {
        bail!(
            "{publisher} publishes this feed, the wallet is {signer}: name its wallet with --keypair"
        );
    }
    Ok(())
}

/// A mantissa with its exponent as a decimal number.
fn mantissa_text(mantissa: i64, exponent: i32) -> String {
    let decimals = usize::try_from(exponent.saturating_neg()).unwrap_or(0);
    let digits = format!("{:0>width$}", mantissa.unsigned_abs(), width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    let sign = if mantissa < 0 { "-" } else { "" };
    match fraction.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    }
}

#[cfg(test)]
mod tests {
    use super::mantissa_text;

    #[test]
    fn mantissas_are_decimal_numbers() {
        for (mantissa, exponent, text) in [
            (250_000_000, -8, "2.5"),
            (1, -8, "0.00000001"),
            (-250, -2, "-2.5"),
            (7, 0, "7"),
            (0, -5, "0"),
        ] {
            assert_eq!(mantissa_text(mantissa, exponent), text);
        }
    }
}
