//! From the raw file to a [`Migration`] that the programs would accept.

use std::ops::{Range, RangeInclusive};
use std::path::Path;

use ionet_core::emission::{EmissionParameters, Preset};
use ionet_core::emission::{
    MAX_AVAILABILITY_BPS, MAX_CLAIM_WINDOW_EPOCHS, MIN_AVAILABILITY_BPS, MIN_CLAIM_WINDOW_EPOCHS,
};
use solana_pubkey::Pubkey;
use toml::Spanned;

use super::raw::{RawEmission, RawFile, RawProgram};
use super::source::{FileError, Source};
use super::{ClusterTag, EmissionStart, Holder, Migration, ProgramArtefact, genesis, start};

pub(super) type Checked<T> = Result<T, FileError>;

/// The longest wallet name; shorter than any base58 address with a typing error in it.
const MAX_WALLET_NAME: usize = 31;

pub(super) fn parse(source: Source<'_>) -> Checked<Migration> {
    let raw: RawFile = toml::from_str(source.text).map_err(|error| source.syntax(&error))?;
    let plan = genesis::plan(source, &raw.genesis)?;
    Ok(Migration {
        path: source.path.to_owned(),
        url: url(source, &raw.cluster.url)?,
        tag: tag(source, &raw.cluster.tag)?,
        programs: vec![
            program(source, "io_token", &raw.programs.io_token)?,
            program(source, "emission", &raw.programs.emission)?,
        ],
        admin: admin(source, &raw.roles.admin)?,
        guardian: holder(source, "roles.guardian", &raw.roles.guardian)?,
        allocations: genesis::allocations(source, &plan, &raw.genesis)?,
        emission: emission(source, &raw.emission)?,
        plan,
    })
}

fn url(source: Source<'_>, raw: &Spanned<String>) -> Checked<String> {
    let url = raw.get_ref();
    if url.starts_with("http://") || url.starts_with("https://") {
        return Ok(url.clone());
    }
    Err(source.error(
        &raw.span(),
        "cluster.url",
        format!("{url:?} is not an RPC address"),
        "an address such as http://127.0.0.1:8899 or https://api.devnet.solana.com",
    ))
}

fn tag(source: Source<'_>, raw: &Spanned<String>) -> Checked<ClusterTag> {
    match raw.get_ref().as_str() {
        "local" => Ok(ClusterTag::Local),
        "public" => Ok(ClusterTag::Public),
        other => Err(source.error(
            &raw.span(),
            "cluster.tag",
            format!("{other:?} is not a tag"),
            "\"local\" or \"public\"",
        )),
    }
}

fn program(source: Source<'_>, name: &'static str, raw: &RawProgram) -> Checked<ProgramArtefact> {
    let id = raw.id.get_ref().parse().map_err(|_| {
        source.error(
            &raw.id.span(),
            &format!("programs.{name}.id"),
            format!("{:?} is not a program id", raw.id.get_ref()),
            "32 bytes in base58, as `declare_id!` in the program's source has them",
        )
    })?;
    let folder = source.path.parent().unwrap_or(Path::new("."));
    Ok(ProgramArtefact {
        name,
        id,
        path: folder.join(raw.path.get_ref()),
    })
}

fn admin(source: Source<'_>, raw: &Spanned<String>) -> Checked<Holder> {
    match holder(source, "roles.admin", raw)? {
        Holder::Address(_) => Err(source.error(
            &raw.span(),
            "roles.admin",
            "an address alone cannot sign",
            "the name of a wallet; its keypair signs deployment and genesis",
        )),
        wallet @ Holder::Wallet(_) => Ok(wallet),
    }
}

pub(super) fn holder(source: Source<'_>, field: &str, raw: &Spanned<String>) -> Checked<Holder> {
    let text = raw.get_ref();
    if let Ok(address) = text.parse::<Pubkey>() {
        if address == Pubkey::default() {
            return Err(source.error(
                &raw.span(),
                field,
                "the default address belongs to nobody",
                "an address somebody holds the key of",
            ));
        }
        return Ok(Holder::Address(address));
    }
    let is_name = text.len() <= MAX_WALLET_NAME
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if is_name {
        return Ok(Holder::Wallet(text.clone()));
    }
    Err(source.error(
        &raw.span(),
        field,
        format!("{text:?} is neither an address nor a wallet's name"),
        "32 bytes in base58, or a name of lower-case letters, digits and dashes that starts with \
         a letter, at most 31 characters",
    ))
}

fn emission(source: Source<'_>, raw: &RawEmission) -> Checked<EmissionStart> {
    let start = start::parse(raw.start.get_ref()).map_err(|problem| {
        source.error(
            &raw.start.span(),
            "emission.start",
            problem,
            start::ACCEPTED,
        )
    })?;
    let preset = match raw.preset.get_ref().as_str() {
        "official" => Preset::Official,
        "literal" => Preset::Literal,
        other => {
            let problem = format!("{other:?} is not a preset");
            let accepted = "\"official\" or \"literal\"";
            return Err(source.error(&raw.preset.span(), "emission.preset", problem, accepted));
        }
    };
    let parameters = EmissionParameters {
        availability_bps: number(
            source,
            "emission.availability_bps",
            &raw.availability_bps,
            MIN_AVAILABILITY_BPS..=MAX_AVAILABILITY_BPS,
        )?,
        claim_window_epochs: number(
            source,
            "emission.claim_window_epochs",
            &raw.claim_window_epochs,
            MIN_CLAIM_WINDOW_EPOCHS..=MAX_CLAIM_WINDOW_EPOCHS,
        )?,
    };
    Ok(EmissionStart {
        start,
        preset,
        parameters,
    })
}

pub(super) fn number(
    source: Source<'_>,
    field: &str,
    raw: &Spanned<i64>,
    range: RangeInclusive<u16>,
) -> Checked<u16> {
    let span: Range<usize> = raw.span();
    u16::try_from(*raw.get_ref())
        .ok()
        .filter(|value| range.contains(value))
        .ok_or_else(|| {
            source.error(
                &span,
                field,
                format!("is {}", raw.get_ref()),
                format!("{} to {}", range.start(), range.end()),
            )
        })
}
