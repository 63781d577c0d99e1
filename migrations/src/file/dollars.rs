//! Dollar mints beside IOSD.

use toml::Spanned;

use super::check::{Checked, address, is_wallet_name, wallet};
use super::oracle::feed;
use super::raw::RawDollar;
use super::source::Source;
use super::{Dollar, DollarMint, Oracle};

/// IOSD takes the first of the eight places for mints.
const MAX_DOLLARS: usize = 7;

/// The listed dollars, in order.
pub(super) fn dollars(
    source: Source<'_>,
    oracle: &Oracle,
    raw: &[Spanned<RawDollar>],
) -> Checked<Vec<Dollar>> {
    let mut dollars: Vec<Dollar> = Vec::with_capacity(raw.len());
    for (index, raw) in raw.iter().enumerate() {
        if index == MAX_DOLLARS {
            return Err(source.error(
                &raw.span(),
                "dollars",
                "is one mint too many",
                format!("at most {MAX_DOLLARS}"),
            ));
        }
        let dollar = dollar(source, oracle, index, raw)?;
        if dollars.iter().any(|other| other.name == dollar.name) {
            return Err(source.error(
                &raw.get_ref().name.span(),
                &format!("dollars[{index}].name"),
                format!("{:?} is there twice", dollar.name),
                "a name of its own for each",
            ));
        }
        dollars.push(dollar);
    }
    Ok(dollars)
}

fn dollar(
    source: Source<'_>,
    oracle: &Oracle,
    index: usize,
    raw: &Spanned<RawDollar>,
) -> Checked<Dollar> {
    let field = |part: &str| format!("dollars[{index}].{part}");
    let RawDollar {
        name,
        issuer,
        mint,
        feed: raw_feed,
    } = raw.get_ref();
    if !is_wallet_name(name.get_ref()) {
        return Err(source.error(
            &name.span(),
            &field("name"),
            format!("{:?} is not a name", name.get_ref()),
            "lower-case letters, digits and dashes, a letter first, at most 31 characters",
        ));
    }
    let mint = match (oracle, issuer, mint) {
        (Oracle::Local { .. }, Some(issuer), None) => DollarMint::Made {
            issuer: wallet(source, &field("issuer"), issuer)?,
        },
        (Oracle::Public { .. }, None, Some(mint)) => {
            DollarMint::Given(address(source, &field("mint"), mint)?)
        }
        _ => {
            return Err(source.error(
                &raw.span(),
                &format!("dollars[{index}]"),
                "has not what this kind of cluster needs",
                "`issuer` where cluster.tag is \"local\" (the wallet that makes the mint), `mint` where it is \
                 \"public\" (the mint's address)",
            ));
        }
    };
    Ok(Dollar {
        name: name.get_ref().clone(),
        mint,
        feed: feed(source, oracle, &field("feed"), raw_feed)?,
    })
}
