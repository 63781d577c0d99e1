//! Reading the machine's apt sources, to use the same mirrors for other suites.
//!
//! Both formats of `sources.list(5)` are read: one line per source, and deb822 paragraphs.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// Suite name of the Debian release that the compiler's packages are for.
const RELEASE: &str = "bookworm";
/// Names under which Debian's main archive may be listed.
const RELEASES: [&str; 8] = [
    "bookworm",
    "trixie",
    "forky",
    "sid",
    "stable",
    "testing",
    "unstable",
    "oldstable",
];
/// The keyring that signs all of Debian's suites.
const DEBIAN_KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// One source of packages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    uris: String,
    suites: Vec<String>,
    components: Vec<String>,
    signed_by: Option<String>,
}

/// The machine's mirrors of Debian.
#[derive(Debug, PartialEq, Eq)]
pub struct Mirrors {
    main: Source,
    security: Source,
}

impl Mirrors {
    /// Finds them in the machine's apt settings.
    ///
    /// # Errors
    /// When there is no Debian mirror, or none of its security updates.
    pub fn of_this_machine() -> Result<Self> {
        Self::among(&read_all(Path::new("/etc/apt"))?)
    }

    fn among(sources: &[Source]) -> Result<Self> {
        let debian = |source: &&Source| source.components.iter().any(|name| name == "main");
        let main = sources.iter().filter(debian).find(|source| {
            source
                .suites
                .iter()
                .any(|suite| RELEASES.contains(&suite.trim_end_matches('/')))
        });
        let security = sources.iter().filter(debian).find(|source| {
            source.suites.iter().any(|suite| {
                let release = suite
                    .strip_suffix("-security")
                    .or(suite.strip_suffix("/updates"));
                release.is_some_and(|release| RELEASES.contains(&release))
            })
        });
        match (main, security) {
            (Some(main), Some(security)) => Ok(Self {
                main: main.clone(),
                security: security.clone(),
            }),
            (None, _) => bail!(
                "the apt sources of this machine list no Debian mirror (looked in \
                 /etc/apt/sources.list and /etc/apt/sources.list.d). On other systems install \
                 `cargo build-sbf` with its platform tools"
            ),
            (_, None) => bail!(
                "the apt sources of this machine list no mirror of Debian's security updates \
                 (a source with the suite {RELEASE}-security): add one, then run this again"
            ),
        }
    }

    /// deb822 text for the release the compiler's packages are made for.
    pub fn release(&self) -> String {
        let updates = format!("{RELEASE}-updates");
        let security = format!("{RELEASE}-security");
        self.main.paragraph(&[RELEASE, &updates]) + &self.security.paragraph(&[&security])
    }

    /// deb822 text for Debian's unstable suite.
    pub fn unstable(&self) -> String {
        self.main.paragraph(&["sid"])
    }
}

impl Source {
    fn paragraph(&self, suites: &[&str]) -> String {
        let signed_by = self.signed_by.as_deref().unwrap_or(DEBIAN_KEYRING);
        format!(
            "Types: deb\nURIs: {}\nSuites: {}\nComponents: main\nSigned-By: {signed_by}\n\n",
            self.uris,
            suites.join(" ")
        )
    }
}

fn read_all(etc_apt: &Path) -> Result<Vec<Source>> {
    let mut paths = vec![etc_apt.join("sources.list")];
    if let Ok(entries) = fs::read_dir(etc_apt.join("sources.list.d")) {
        let mut found: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        found.sort();
        paths.extend(found);
    }
    let mut sources = Vec::new();
    for path in paths.iter().filter(|path| path.is_file()) {
        let text =
            fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("sources") => sources.extend(parse_deb822(&text)),
            Some("list") => sources.extend(text.lines().filter_map(parse_line)),
            _ => {}
        }
    }
    Ok(sources)
}

/// The enabled binary sources of a deb822 file.
fn parse_deb822(text: &str) -> Vec<Source> {
    let without_comments: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    without_comments
        .split(|line| line.trim().is_empty())
        .filter_map(parse_paragraph)
        .collect()
}

fn parse_paragraph(lines: &[&str]) -> Option<Source> {
    let words = |name: &str| -> Vec<String> {
        let value = field(lines, name).unwrap_or_default();
        value.split_whitespace().map(str::to_owned).collect()
    };
    if !words("Types").iter().any(|kind| kind == "deb")
        || field(lines, "Enabled").is_some_and(|value| value.trim().eq_ignore_ascii_case("no"))
    {
        return None;
    }
    Some(Source {
        uris: words("URIs").join(" "),
        suites: words("Suites"),
        components: words("Components"),
        signed_by: field(lines, "Signed-By"),
    })
}

/// The value of a field, with the line breaks of a value that goes on over several lines (an
/// embedded key).
fn field(lines: &[&str], name: &str) -> Option<String> {
    let start = lines.iter().position(|line| {
        line.split_once(':')
            .is_some_and(|(field, _)| field.eq_ignore_ascii_case(name))
    })?;
    let (_, first) = lines.get(start)?.split_once(':')?;
    let rest = lines
        .get(start + 1..)?
        .iter()
        .take_while(|line| line.starts_with([' ', '\t']));
    Some(rest.fold(first.trim().to_owned(), |value, line| value + "\n" + line))
}

/// One line `deb [options] URI SUITE COMPONENT…`.
fn parse_line(line: &str) -> Option<Source> {
    let rest = line.trim().strip_prefix("deb")?;
    let rest = rest.strip_prefix([' ', '\t'])?.trim_start();
    let (options, rest) = match rest.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?,
        None => ("", rest),
    };
    let signed_by = options
        .split_whitespace()
        .find_map(|option| option.strip_prefix("signed-by="));
    let mut words = rest.split('#').next()?.split_whitespace();
    Some(Source {
        uris: words.next()?.to_owned(),
        suites: vec![words.next()?.to_owned()],
        components: words.map(str::to_owned).collect(),
        signed_by: signed_by.map(str::to_owned),
    })
}

#[cfg(test)]
#[path = "sources_tests.rs"]
mod tests;
