//! `ionet iosd`: what it costs, minting it, selling it.

mod vault;

use anyhow::{Context as _, Result, bail};
use ionet_client::{
    generated::{
        Event,
        iosd::{events::IosdEvent, instructions::MintInstructionArgs},
    },
    instructions,
};
use ionet_core::{
    fixed::bps_floor,
    iosd::{IOSD_BID_BPS, LeakyBucket, MintOutcome, TradeRequest},
};
use serde_json::json;
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use crate::{
    amounts::{dollars, io, percent, price},
    cli::IosdCommand,
    context::Context,
    onchain::{
        chain_time,
        iosd::{self, Iosd},
    },
    output::facts,
    transact::Transaction,
};

/// A price this far below spot is asked about once more, basis points.
const ASK_ABOVE_BPS: u16 = 300;

/// Runs an IOSD command.
pub async fn run(context: &Context, command: &IosdCommand) -> Result<()> {
    match command {
        IosdCommand::Status { price_account } => status(context, *price_account).await,
        IosdCommand::Mint {
            io_amount,
            slippage_bps,
            expires_in,
            price_account,
        } => {
            let order = Order {
                io_amount: *io_amount,
                slippage_bps: *slippage_bps,
                expires_in: *expires_in,
                price_account: *price_account,
            };
            mint(context, &order).await
        }
        IosdCommand::Sell { amount, dollars } => vault::sell(context, *amount, dollars).await,
    }
}

/// What somebody wants minted.
struct Order {
    io_amount: u64,
    slippage_bps: u16,
    expires_in: i64,
    price_account: Option<Pubkey>,
}

async fn status(context: &Context, price_account: Option<Pubkey>) -> Result<()> {
    let iosd = Iosd::read(context).await?;
    let now = chain_time(context).await?;
    let state = &iosd.state;
    let account = iosd.price_account(price_account)?;
    let update = iosd::price(context, &iosd.feed, &account).await?;
    let accepted = update.accept(state.parameters.price, now, state.newest_publish_time);
    let (mint_price, bid) = match &accepted {
        Ok(used) => (price(used.lower_bound), price(state.vault_bid(used)?)),
        Err(error) => (format!("none: {error}"), "-".to_owned()),
    };
    let empty = LeakyBucket::default();
    let vaults = vault::all(context).await?;
    let value = json!({
        "minted_ever": state.minted_ever.to_string(),
        "io_burned": state.io_burned.to_string(),
        "mint_price": mint_price,
        "vault_bid_for_io": bid,
        "room": state.mint_room(now).to_string(),
        "room_of_a_new_wallet": state.wallet_room(empty, now).to_string(),
        "window_cap": state.parameters.window_cap.to_string(),
        "paused_until": iosd.paused_until,
        "price_account": account.to_string(),
        "vaults": vaults.iter().map(|vault| vault.json(now)).collect::<Vec<_>>(),
    });
    context.output.result(&value, || {
        let about = facts([
            (
                "minted ever",
                format!("{} IOSD", dollars(state.minted_ever)),
            ),
            ("IO burned for it", format!("{} IO", io(state.io_burned))),
            ("IOSD for one IO", mint_price),
            ("vaults pay for one IO", bid),
            (
                "vaults pay for one IOSD",
                format!("{} of a dollar", percent(IOSD_BID_BPS)),
            ),
            (
                "room now",
                format!("{} IOSD", dollars(state.mint_room(now))),
            ),
            (
                "for one wallet",
                format!("{} IOSD", dollars(state.wallet_room(empty, now))),
            ),
            ("price account", account.to_string()),
        ]);
        format!("{about}\n{}", vault::table(&vaults, now))
    });
    Ok(())
}

async fn mint(context: &Context, order: &Order) -> Result<()> {
    let signer = context.signer()?;
    let wallet = signer.pubkey();
    let iosd = Iosd::read(context).await?;
    let account = iosd.price_account(order.price_account)?;
    let record = iosd::minter(context, &wallet).await?;
    let outcome = quote(context, &iosd, &account, record, order.io_amount).await?;
    let (given, got) = (io(order.io_amount), dollars(outcome.iosd_minted));
    let below = outcome
        .price
        .lower_bound
        .below_spot_bps_ceil(outcome.price.spot);
    let rate = format!(
        "{} dollars for one IO, {} below the spot price of {}",
        price(outcome.price.lower_bound),
        percent(below),
        price(outcome.price.spot)
    );
    context.output.note(&rate);
    if below > ASK_ABOVE_BPS && !context.dry_run {
        context.ask(&format!(
            "That is more than {} below. Go on?",
            percent(ASK_ABOVE_BPS)
        ))?;
    }
    let least = outcome
        .iosd_minted
        .saturating_sub(bps_floor(outcome.iosd_minted, order.slippage_bps)?);
    let args = MintInstructionArgs {
        io_amount: order.io_amount,
        min_out: least,
        expiry: chain_time(context).await?.saturating_add(order.expires_in),
    };
    let mut all = Vec::new();
    if record.is_none() {
        all.push(instructions::iosd::open_minter(wallet, wallet));
    }
    all.extend(instructions::iosd::mint(wallet, account, args));
    let transaction = Transaction {
        what: format!(
            "Burn {given} IO for {got} IOSD, at least {}",
            dollars(least)
        ),
        instructions: all,
        payer: &signer,
        signers: Vec::new(),
    };
    let mut sent = context.transact(transaction).await?;
    sent.json["io_burned"] = order.io_amount.to_string().into();
    sent.json["iosd_quoted"] = outcome.iosd_minted.to_string().into();
    sent.json["iosd_at_least"] = least.to_string().into();
    sent.json["price"] = price(outcome.price.lower_bound).into();
    sent.json["spot"] = price(outcome.price.spot).into();
    sent.json["below_spot_bps"] = below.into();
    // What the chain says, where it was sent: the price may have moved since.
    let minted = sent.events.iter().find_map(minted);
    if let Some(minted) = minted {
        sent.json["iosd_minted"] = minted.to_string().into();
    }
    let got = minted.map_or(got, dollars);
    context.output.result(&sent.json, || {
        sent.told(&format!("burned {given} IO for {got} IOSD"))
    });
    Ok(())
}

/// What the program will do, by the same rules.
async fn quote(
    context: &Context,
    iosd: &Iosd,
    account: &Pubkey,
    record: Option<LeakyBucket>,
    io_amount: u64,
) -> Result<MintOutcome> {
    let now = chain_time(context).await?;
    if iosd.paused_until > now {
        bail!(
            "minting is paused until {}; spending IOSD goes on",
            crate::output::time(iosd.paused_until)
        );
    }
    let update = iosd::price(context, &iosd.feed, account).await?;
    let request = TradeRequest {
        io_amount,
        min_out: 0,
        expiry: now,
    };
    iosd.state
        .mint(record.unwrap_or_default(), &update, request, now)
        .context("IOSD cannot be minted now")
}

/// Micro-dollars that an event says were minted.
fn minted(event: &Event) -> Option<u64> {
    match event {
        Event::Iosd(IosdEvent::Minted(minted)) => Some(minted.iosd_amount),
        _ => None,
    }
}
