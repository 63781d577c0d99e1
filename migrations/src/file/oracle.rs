//! Where prices come from.

use solana_pubkey::Pubkey;
use toml::Spanned;

use super::amount::Unit;
use super::check::{Checked, address, wallet};
use super::raw::{RawFeed, RawOracle};
use super::source::Source;
use super::{ClusterTag, Feed, Oracle};

/// The oracle and the feed of IO.
pub(super) fn oracle(source: Source<'_>, tag: ClusterTag, raw: &RawOracle) -> Checked<Oracle> {
    let missing = |field: &str, accepted: &str| {
        source.error(
            &raw.io.span(),
            field,
            format!("is missing, and cluster.tag is \"{tag}\""),
            accepted,
        )
    };
    match (tag, &raw.publisher, &raw.owner) {
        (ClusterTag::Local, Some(publisher), None) => Ok(Oracle::Local {
            publisher: wallet(source, "oracle.publisher", publisher)?,
        }),
        (ClusterTag::Public, None, Some(owner)) => Ok(Oracle::Public {
            owner: address(source, "oracle.owner", owner)?,
        }),
        (ClusterTag::Local, ..) => Err(missing(
            "oracle.publisher",
            "the name of the wallet that publishes prices, and no owner",
        )),
        (ClusterTag::Public, ..) => Err(missing(
            "oracle.owner",
            "the program that owns the price accounts, and no publisher",
        )),
    }
}

/// One feed: its id, and what the cluster's kind of oracle needs.
pub(super) fn feed(
    source: Source<'_>,
    oracle: &Oracle,
    name: &str,
    raw: &Spanned<RawFeed>,
) -> Checked<Feed> {
    let field = |part: &str| format!("{name}.{part}");
    let RawFeed {
        feed_id,
        price,
        price_account,
    } = raw.get_ref();
    let id = feed_id_of(source, &field("feed_id"), feed_id)?;
    match (oracle, price, price_account) {
        (Oracle::Local { .. }, Some(price), None) => Ok(Feed {
            id,
            first_price: Some(first_price(source, &field("price"), price)?),
            account: None,
        }),
        (Oracle::Public { .. }, None, Some(account)) => Ok(Feed {
            id,
            first_price: None,
            account: Some(address(source, &field("price_account"), account)?),
        }),
        (Oracle::Local { .. }, ..) => Err(source.error(
            &raw.span(),
            name,
            "a feed of a local chain needs its first price",
            "price = \"2.5\", in dollars, and no price_account",
        )),
        (Oracle::Public { .. }, ..) => Err(source.error(
            &raw.span(),
            name,
            "a feed of a public cluster needs its account",
            "price_account = \"…\", in base58, and no price",
        )),
    }
}

fn first_price(source: Source<'_>, field: &str, raw: &Spanned<toml::Value>) -> Checked<u64> {
    let refuse =
        |problem: String| source.error(&raw.span(), field, problem, Unit::Dollar.accepted());
    match Unit::Dollar.base_units(raw.get_ref()) {
        Ok(0) => Err(refuse("a price of 0 is no price".to_owned())),
        Ok(price) => Ok(price),
        Err(problem) => Err(refuse(problem)),
    }
}

fn feed_id_of(source: Source<'_>, field: &str, raw: &Spanned<String>) -> Checked<[u8; 32]> {
    parse_feed_id(raw.get_ref()).ok_or_else(|| {
        source.error(
            &raw.span(),
            field,
            format!("{:?} is not a feed id", raw.get_ref()),
            "64 hexadecimal digits that are not all 0, with or without 0x",
        )
    })
}

fn parse_feed_id(text: &str) -> Option<[u8; 32]> {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    if digits.len() != 64 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let mut id = [0; 32];
    for (index, byte) in id.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(2 * index..2 * index + 2)?, 16).ok()?;
    }
    (id != [0; 32]).then_some(id)
}

impl Feed {
    /// The account that holds the price: given, or derived from the local oracle's id.
    pub(crate) fn account(&self) -> Pubkey {
        self.account
            .unwrap_or_else(|| ionet_client::price_feed::pdas::find_feed_pda(&self.id).0)
    }
}

#[cfg(test)]
mod tests {
    use super::parse_feed_id;

    #[test]
    fn feed_ids_are_64_digits_with_or_without_prefix() {
        let digits = format!("{}ff", "0".repeat(62));
        let mut expected = [0; 32];
        expected[31] = 255;
        assert_eq!(parse_feed_id(&digits), Some(expected));
        assert_eq!(parse_feed_id(&format!("0x{digits}")), Some(expected));
        for wrong in ["", &digits[1..], &"g".repeat(64), &"0".repeat(64)] {
            assert_eq!(parse_feed_id(wrong), None, "{wrong}");
        }
    }
}
