//! From the raw file to a [`Migration`] that the programs would accept.

use std::ops::{Range, RangeInclusive};
use std::path::Path;

use ionet_core::emission::{EmissionParameters, Preset};
use ionet_core::emission::{
    MAX_AVAILABILITY_BPS, MAX_CLAIM_WINDOW_EPOCHS, MIN_AVAILABILITY_BPS, MIN_CLAIM_WINDOW_EPOCHS,
};
use solana_pubkey::Pubkey;
use toml::Spanned;

use super::raw::{RawEmission, RawFile, RawProgram, RawPrograms};
use super::source::{FileError, Source};
use super::{
    ClusterTag, EmissionStart, Holder, Migration, ProgramArtefact, classes, dollars, escrow,
    genesis, iosd, oracle, start,
};

pub(super) type Checked<T> = Result<T, FileError>;

/// The longest wallet name; shorter than any base58 address with a typing error in it.
const MAX_WALLET_NAME: usize = 31;

pub(super) fn parse(source: Source<'_>) -> Checked<Migration> {
    let raw: RawFile = toml::from_str(source.text).map_err(|error| source.syntax(&error))?;
    let plan = genesis::plan(source, &raw.genesis)?;
    let tag = tag(source, &raw.cluster.tag)?;
    let oracle = oracle::oracle(source, tag, &raw.oracle)?;
    Ok(Migration {
        path: source.path.to_owned(),
        url: url(source, &raw.cluster.url)?,
        tag,
        programs: programs(source, tag, &raw.programs)?,
        admin: wallet(source, "roles.admin", &raw.roles.admin)?,
        guardian: holder(source, "roles.guardian", &raw.roles.guardian)?,
        allocations: genesis::allocations(source, &plan, &raw.genesis)?,
        emission: emission(source, &raw.emission)?,
        io_feed: oracle::feed(source, &oracle, "oracle.io", &raw.oracle.io)?,
        iosd: iosd::iosd(source, &raw.iosd)?,
        dollars: dollars::dollars(source, &oracle, &raw.dollars)?,
        price_manager: holder(
            source,
            "registry.price_manager",
            &raw.registry.price_manager,
        )?,
        capacity_reporter: holder(
            source,
            "registry.capacity_reporter",
            &raw.registry.capacity_reporter,
        )?,
        classes: classes::classes(source, &raw.classes)?,
        escrow: escrow::escrow(source, tag, &raw.escrow)?,
        oracle,
        plan,
    })
}

/// In the order of their initialisation: each reads accounts of those before it.
fn programs(
    source: Source<'_>,
    tag: ClusterTag,
    raw: &RawPrograms,
) -> Checked<Vec<ProgramArtefact>> {
    let mut all = vec![
        program(source, "io_token", &raw.io_token)?,
        program(source, "emission", &raw.emission)?,
    ];
    all.extend(local_program(
        source,
        tag,
        "price_feed",
        raw.price_feed.as_ref(),
    )?);
    all.push(program(source, "iosd", &raw.iosd)?);
    all.push(program(source, "registry", &raw.registry)?);
    let stand_in = raw.local_stand_in.as_ref();
    all.extend(local_program(source, tag, "local_stand_in", stand_in)?);
    all.push(program(source, "job_escrow", &raw.job_escrow)?);
    Ok(all)
}

/// A program that local chains need and public clusters must not have.
fn local_program(
    source: Source<'_>,
    tag: ClusterTag,
    name: &'static str,
    raw: Option<&RawProgram>,
) -> Checked<Option<ProgramArtefact>> {
    let span = raw.map_or(0..0, |raw| raw.id.span());
    let refuse = |problem: &str| {
        let field = format!("programs.{name}");
        let accepted = "the program exactly where cluster.tag is \"local\"";
        source.error(&span, &field, problem, accepted)
    };
    match (tag, raw) {
        (ClusterTag::Local, Some(raw)) => program(source, name, raw).map(Some),
        (ClusterTag::Public, None) => Ok(None),
        (ClusterTag::Local, None) => Err(refuse("is missing, and the cluster is local")),
        (ClusterTag::Public, Some(_)) => {
            Err(refuse("is for local chains, and the cluster is public"))
        }
    }
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

/// The name of a wallet that signs in a migration.
pub(super) fn wallet(source: Source<'_>, field: &str, raw: &Spanned<String>) -> Checked<String> {
    match holder(source, field, raw)? {
        Holder::Address(_) => Err(source.error(
            &raw.span(),
            field,
            "an address alone cannot sign",
            "the name of a wallet; its keypair signs",
        )),
        Holder::Wallet(name) => Ok(name),
    }
}

/// An address in base58 that can be somebody's.
pub(super) fn address(source: Source<'_>, field: &str, raw: &Spanned<String>) -> Checked<Pubkey> {
    match holder(source, field, raw)? {
        Holder::Address(address) => Ok(address),
        Holder::Wallet(name) => Err(source.error(
            &raw.span(),
            field,
            format!("{name:?} is not an address"),
            "32 bytes in base58",
        )),
    }
}

/// Whether a text can be the name of a wallet.
pub(super) fn is_wallet_name(text: &str) -> bool {
    text.len() <= MAX_WALLET_NAME
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
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
    if is_wallet_name(text) {
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
    whole(source, field, raw, range)
}

/// A whole number of any width.
pub(super) fn whole<T: TryFrom<i64> + PartialOrd + std::fmt::Display>(
    source: Source<'_>,
    field: &str,
    raw: &Spanned<i64>,
    range: RangeInclusive<T>,
) -> Checked<T> {
    let span: Range<usize> = raw.span();
    T::try_from(*raw.get_ref())
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
