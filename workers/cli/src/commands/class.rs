//! `ionet class`.

use anyhow::Result;
use ionet_client::instructions::registry as instructions;
use serde_json::{Value, json};
use solana_signer::Signer;

use crate::{
    amounts::dollars,
    cli::ClassCommand,
    context::Context,
    onchain::registry::{class, classes},
    output::table,
    transact::Transaction,
};

/// Runs a class command.
pub async fn run(context: &Context, command: &ClassCommand) -> Result<()> {
    match command {
        ClassCommand::List => list(context).await,
        ClassCommand::SetPrice { class, price } => set_price(context, class, *price).await,
    }
}

async fn list(context: &Context) -> Result<()> {
    let mut rows = Vec::new();
    let mut values: Vec<Value> = Vec::new();
    for class in classes(context).await? {
        let (entry, rate) = (&class.entry, class.rate()?);
        values.push(json!({
            "id": class.id,
            "name": class.name,
            "active": entry.active == 1,
            "rate": rate.to_string(),
            "price": entry.price.to_string(),
            "min_price": entry.min_price.to_string(),
            "max_price": entry.max_price.to_string(),
            "multiplier_bps": entry.multiplier_bps,
            "speed": entry.speed,
            "vram_mib": entry.vram_mib,
        }));
        rows.push([
            class.id.to_string(),
            class.name.clone(),
            format!("{} MiB", entry.vram_mib),
            dollars(rate),
            format!(
                "{} to {}",
                dollars(entry.min_price),
                dollars(entry.max_price)
            ),
            if entry.active == 1 { "yes" } else { "no" }.to_owned(),
        ]);
    }
    context.output.result(&json!({ "classes": values }), || {
        let header = ["id", "name", "VRAM", "dollars an hour", "bounds", "active"];
        table(header, &[0, 2, 3], rows).to_string()
    });
    Ok(())
}

async fn set_price(context: &Context, text: &str, price: u64) -> Result<()> {
    let signer = context.signer()?;
    let class = class(context, text).await?;
    let what = format!(
        "the price of {} from {} to {} dollars",
        class.name,
        dollars(class.entry.price),
        dollars(price)
    );
    let transaction = Transaction {
        what: format!("Move {what}"),
        instructions: vec![instructions::move_price(signer.pubkey(), class.id, price)],
        payer: &signer,
        signers: Vec::new(),
    };
    let mut sent = context.transact(transaction).await?;
    sent.json["class"] = class.id.into();
    sent.json["price"] = price.to_string().into();
    context
        .output
        .result(&sent.json, || sent.told(&format!("moved {what}")));
    Ok(())
}
