use super::*;

const DEB822: &str = "\
Types: deb
# where the image came from
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian.gpg

Types: deb deb-src
URIs: http://mirror.example/security
Suites: bookworm-security
Components: main contrib
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mQINBG
 -----END PGP PUBLIC KEY BLOCK-----

Types: deb-src
URIs: http://source.example/debian
Suites: bookworm
Components: main

Types: deb
Enabled: no
URIs: http://off.example/debian
Suites: bookworm
Components: main
";

#[test]
fn deb822_paragraphs_are_read() {
    let sources = parse_deb822(DEB822);
    assert_eq!(
        sources.len(),
        2,
        "source packages and disabled entries are left out"
    );
    assert_eq!(sources[0].uris, "http://mirror.example/debian");
    assert_eq!(sources[0].suites, ["bookworm", "bookworm-updates"]);
    assert_eq!(
        sources[0].signed_by.as_deref(),
        Some("/usr/share/keyrings/debian.gpg")
    );
    let key = sources[1].signed_by.as_deref().unwrap();
    assert!(
        key.contains("\n mQINBG\n"),
        "an embedded key keeps its lines: {key:?}"
    );
}

#[test]
fn single_lines_are_read() {
    let line = "deb [arch=amd64 signed-by=/k.gpg] http://m.example/debian bookworm main # main";
    let source = parse_line(line).unwrap();
    assert_eq!(source.uris, "http://m.example/debian");
    assert_eq!(source.suites, ["bookworm"]);
    assert_eq!(source.components, ["main"]);
    assert_eq!(source.signed_by.as_deref(), Some("/k.gpg"));
    for other in [
        "",
        "# deb http://a b main",
        "deb-src http://a b main",
        "deb [x http://a",
    ] {
        assert_eq!(parse_line(other), None, "{other:?}");
    }
}

#[test]
fn other_suites_come_from_the_same_mirrors() {
    let mirrors = Mirrors::among(&parse_deb822(DEB822)).unwrap();
    let unstable = mirrors.unstable();
    assert_eq!(
        unstable,
        "Types: deb\nURIs: http://mirror.example/debian\nSuites: sid\nComponents: main\n\
         Signed-By: /usr/share/keyrings/debian.gpg\n\n"
    );
    let release = parse_deb822(&mirrors.release());
    assert_eq!(release[0].suites, ["bookworm", "bookworm-updates"]);
    assert_eq!(release[1].uris, "http://mirror.example/security");
    assert_eq!(release[1].suites, ["bookworm-security"]);
    assert!(release[1].signed_by.as_deref().unwrap().contains("mQINBG"));
}

#[test]
fn a_newer_debian_offers_its_mirror_too() {
    let lines = [
        "deb http://m.example/debian trixie main",
        "deb http://m.example/security trixie-security main",
    ];
    let sources: Vec<Source> = lines.iter().filter_map(|line| parse_line(line)).collect();
    let mirrors = Mirrors::among(&sources).unwrap();
    assert!(
        mirrors.release().contains(DEBIAN_KEYRING),
        "without signed-by: Debian's keyring"
    );
}

#[test]
fn what_is_missing_is_named() {
    let other = parse_line("deb https://p.example/apt cloud-sdk-bookworm main").unwrap();
    let error = Mirrors::among(std::slice::from_ref(&other))
        .unwrap_err()
        .to_string();
    assert!(error.contains("no Debian mirror"), "{error}");
    let main = parse_line("deb http://m.example/debian bookworm main").unwrap();
    let error = Mirrors::among(&[other, main]).unwrap_err().to_string();
    assert!(error.contains("bookworm-security"), "{error}");
}

#[test]
fn both_kinds_of_files_are_found() {
    let dir = tempfile::tempdir().unwrap();
    let parts = dir.path().join("sources.list.d");
    fs::create_dir(&parts).unwrap();
    fs::write(
        dir.path().join("sources.list"),
        "deb http://a.example/debian sid main\n",
    )
    .unwrap();
    fs::write(parts.join("debian.sources"), DEB822).unwrap();
    fs::write(
        parts.join("old.list.save"),
        "deb http://no.example/debian sid main\n",
    )
    .unwrap();
    let sources = read_all(dir.path()).unwrap();
    assert_eq!(sources.len(), 3);
}
