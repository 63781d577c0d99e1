//! What a failure of apt, dpkg or cargo means, and what to do about it.

/// The advice for what apt-get or dpkg-deb wrote.
pub fn apt(text: &str) -> &'static str {
    let says = |needles: &[&str]| needles.iter().any(|needle| text.contains(needle));
    if says(&["No space left on device", "don't have enough free space"]) {
        "the disk is full; free 4 GB, or set IONET_CACHE to a folder on another disk"
    } else if says(&["Unable to locate package", "has no installation candidate"]) {
        "the mirror does not have a package that is needed (named below); if it is up to date, \
         the toolchain has to be moved on to the package's successor"
    } else if says(&["NO_PUBKEY", "not signed", "EXPKEYSIG"]) {
        "the mirror's signature cannot be checked; `apt-get install debian-archive-keyring`"
    } else if says(&[
        "Temporary failure resolving",
        "Could not connect",
        "Could not resolve",
        "Network is unreachable",
        "Connection timed out",
        "Connection refused",
    ]) {
        "no network to the Debian mirror; check the connection (and a proxy's settings), then run \
         this again: it goes on where it stopped"
    } else {
        "see apt's words below; after mending it run this again: it goes on where it stopped"
    }
}

/// The advice when cargo cannot build the linker.
pub fn cargo() -> &'static str {
    "cargo could not build the linker (its words are above). Without network: check the \
     connection to the crate registry; without C compiler: `apt-get install build-essential`. \
     Then run this again: it goes on where it stopped"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_has_its_advice() {
        for (text, advice) in [
            (
                "E: Write error - write (28: No space left on device)",
                "IONET_CACHE",
            ),
            ("E: You don't have enough free space in /c/", "IONET_CACHE"),
            ("E: Unable to locate package libllvm23", "successor"),
            (
                "W: GPG error: http://m sid InRelease: NO_PUBKEY 12",
                "debian-archive-keyring",
            ),
            (
                "Err:1 http://m sid InRelease\n  Temporary failure resolving 'm'",
                "no network",
            ),
            (
                "Could not connect to m:80, connection timed out",
                "no network",
            ),
            ("E: something else", "apt's words"),
        ] {
            assert!(apt(text).contains(advice), "{text}: {}", apt(text));
        }
    }
}
