use ionet_job_spec::{Format, JobSpec, Seconds, Size};
use proptest::prelude::*;

use crate::{FULL, LEAST};

fn read(text: &str) -> JobSpec {
    JobSpec::read(text, Format::Toml).expect("a valid spec")
}

#[test]
fn the_canonical_form_is_a_spec_with_the_same_hash() {
    for text in [FULL, LEAST] {
        let spec = read(text);
        let canonical = String::from_utf8(spec.canonical()).expect("UTF-8");
        let again = JobSpec::read(&canonical, Format::Json).expect("valid");
        assert_eq!(again, spec);
        assert_eq!(again.hash(), spec.hash());
    }
}

/// Committed, because the hash of a posted job must never change: a change here is a new
/// version of the format.
#[test]
fn the_hash_of_a_spec_stays() {
    let canonical = String::from_utf8(read(LEAST).canonical()).expect("UTF-8");
    assert_eq!(
        canonical,
        concat!(
            r#"{"inputs":{},"name":"hello","network":{"allow":[]},"outputs":{"keep":86400,"most":1073741824},"#,
            r#""resources":{"cpus":1,"logs":16777216,"memory":2147483648,"processes":512,"scratch":1073741824},"#,
            r#""run":{"command":["echo","hello"],"environment":{},"kind":"process"},"secrets":[],"#,
            r#""terms":{"claim_within":600,"class":"cpu","deterministic":false,"duration":600,"#,
            r#""filters":{"min_connectivity":0,"min_latency":0,"min_reputation":0,"min_security":0,"min_vram":0,"purposes":[],"region":0},"#,
            r#""gpus":1,"gpus_per_host":1,"partial_fill":"keep","pay_in":"IOSD","replicas":1,"start_within":600,"verification":"none"},"#,
            r#""version":1}"#
        )
    );
    assert_eq!(
        read(LEAST).hash().to_string(),
        blake3::hash(canonical.as_bytes()).to_hex().as_str()
    );
}

#[test]
fn spelling_does_not_change_the_hash_and_values_do() {
    let spec = read(FULL);
    let same = [
        ("duration = \"1h 30m\"", "duration = 5400"),
        ("bytes = \"4 KiB\"", "bytes = 4096"),
        ("min_vram = \"80 GiB\"", "min_vram = \"81920 MiB\""),
        ("version = 1\n", "# A comment\nversion = 1\n\n"),
        ("max_rate = \"2.40\"", "max_rate = \"2.4\""),
        ("pypi.org", "PyPI.org"),
    ];
    for (line, instead) in same {
        assert_eq!(
            read(&FULL.replacen(line, instead, 1)).hash(),
            spec.hash(),
            "{instead}"
        );
    }
    let other = [
        ("duration = \"1h 30m\"", "duration = \"1h 31m\""),
        ("\"train.py\"]\nroot", "\"train.py\", \"-v\"]\nroot"),
        ("OMP_NUM_THREADS = \"1\"", "OMP_NUM_THREADS = \"2\""),
        ("allow = [\"pypi.org:443\"]", "allow = []"),
    ];
    for (line, instead) in other {
        assert_ne!(
            read(&FULL.replacen(line, instead, 1)).hash(),
            spec.hash(),
            "{instead}"
        );
    }
}

proptest! {
    /// What is shown can be read again, to the unit.
    #[test]
    fn amounts_survive_writing(seconds in 0_u64..=10_000_000_000, micro in any::<u64>(), units in 0_u64..=4_096) {
        let duration = Seconds(seconds);
        prop_assert_eq!(duration.to_string().parse::<Seconds>(), Ok(duration));
        let dollars = ionet_job_spec::Dollars(micro);
        prop_assert_eq!(dollars.to_string().parse::<ionet_job_spec::Dollars>(), Ok(dollars));
        prop_assert_eq!(format!("{units} GiB").parse::<Size>(), Ok(Size::gibibytes(units)));
    }

    /// Whatever a spec's paths are, joined to a folder they stay in it.
    #[test]
    fn an_accepted_path_stays_below_its_folder(text in "[a./\\\\\u{0}b]{0,12}") {
        if let Ok(path) = text.parse::<ionet_job_spec::RelativePath>() {
            let joined = std::path::Path::new("/job").join(&path);
            prop_assert!(joined.starts_with("/job") && joined != std::path::Path::new("/job"));
            let is_plain = |part| matches!(part, std::path::Component::Normal(_) | std::path::Component::RootDir);
            prop_assert!(joined.components().all(is_plain));
        }
    }

    /// Reading never panics, whatever the text.
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
        let _ = JobSpec::read(&text, Format::Toml);
        let _ = JobSpec::read(&text, Format::Json);
    }
}
