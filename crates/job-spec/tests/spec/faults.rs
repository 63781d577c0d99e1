use ionet_job_spec::{Format, JobSpec};

use crate::{FULL, LEAST};

fn told(text: &str, format: Format) -> String {
    JobSpec::read(text, format).expect_err(text).to_string()
}

/// `FULL` with one line changed, and the start of what is said about it.
const FAULTS: &[(&str, &str, &str)] = &[
    (
        "version = 1",
        "version = 2",
        "line 1, column 1: version: must be 1, found 2",
    ),
    (
        "name = \"handwritten digits\"",
        "name = \" \"",
        "line 2, column 1: name: must have 1 to 64 characters",
    ),
    (
        "class = \"H100 SXM\"",
        "class = \"\"",
        "line 6, column 1: terms.class: must be the id or the name of a class",
    ),
    (
        "gpus = 16",
        "gpus = 0",
        "line 7, column 1: terms.gpus: must be 1 to 10,000",
    ),
    (
        "gpus = 16",
        "gpus = 12",
        "line 8, column 1: terms.gpus_per_host: must divide gpus",
    ),
    (
        "gpus = 16",
        "gpus = -1",
        "line 7, column 1: terms.gpus: invalid value: integer `-1`, expected u32",
    ),
    (
        "gpus_per_host = 8",
        "gpus_per_host = 17",
        "line 8, column 1: terms.gpus_per_host: must be 1 to 16",
    ),
    (
        "duration = \"1h 30m\"",
        "duration = \"9m\"",
        "line 9, column 1: terms.duration: must be 10m to 30days, found 9m",
    ),
    (
        "duration = \"1h 30m\"",
        "duration = \"fast\"",
        "line 9, column 1: terms.duration: \"fast\" is not a duration in whole seconds; write it like \"1h 30m\"",
    ),
    (
        "duration = \"1h 30m\"",
        "duration = true",
        "line 9, column 1: terms.duration: invalid type: boolean `true`, expected a duration like \"1h 30m\", or a number of seconds",
    ),
    (
        "max_rate = \"2.40\"",
        "max_rate = \"2.4000001\"",
        "line 11, column 1: terms.max_rate: \"2.4000001\" is not an amount of dollars",
    ),
    (
        "max_rate = \"2.40\"",
        "max_rate = 2.4",
        "line 11, column 1: terms.max_rate: invalid type: floating point `2.4`, expected ",
    ),
    (
        "max_rate = \"2.40\"",
        "max_rate = \"0\"",
        "line 11, column 1: terms.max_rate: must be above 0",
    ),
    (
        "claim_within = \"10m\"",
        "claim_within = \"8days\"",
        "line 12, column 1: terms.claim_within: must be 5m to 7days, found 8days",
    ),
    (
        "start_within = 900",
        "start_within = 599",
        "line 13, column 1: terms.start_within: must be 10m to 1day, found 9m 59s",
    ),
    (
        "verification = \"replicate\"",
        "verification = \"trust\"",
        "line 14, column 1: terms.verification: unknown variant `trust`, expected one of `none`, `replicate`, `audit`",
    ),
    (
        "replicas = 3",
        "replicas = 6",
        "line 15, column 1: terms.replicas: must be 2 to 5",
    ),
    (
        "partial_fill = \"fail\"",
        "partial_fill = \"keep\"",
        "line 17, column 1: terms.partial_fill: must be \"fail\" for a replicated job",
    ),
    (
        "min_vram = \"80 GiB\"",
        "min_vram = \"1000 KiB\"",
        "line 20, column 1: terms.filters.min_vram: must be whole MiB",
    ),
    (
        "min_vram = \"80 GiB\"",
        "min_vram = \"17 TiB\"",
        "line 20, column 1: terms.filters.min_vram: must be 0 to 16,777,216",
    ),
    (
        "min_vram = \"80 GiB\"",
        "min_vram = \"1.5 GiB\"",
        "line 20, column 1: terms.filters.min_vram: \"1.5 GiB\" is not a whole number",
    ),
    (
        "min_latency = 1",
        "min_latency = 5",
        "line 23, column 1: terms.filters.min_latency: must be 0 to 4",
    ),
    (
        "min_reputation = 9000",
        "min_reputation = 10001",
        "line 26, column 1: terms.filters.min_reputation: must be 0 to 10,000",
    ),
    (
        "kind = \"process\"",
        "kind = \"container\"",
        "line 31, column 1: run.root: belongs to kind \"process\"",
    ),
    (
        "command = [\"python3\", \"train.py\"]",
        "command = []",
        "line 30, column 1: run.command: must name the program to run",
    ),
    (
        "command = [\"python3\", \"train.py\"]",
        "command = [\"a\", \"b\\u0000\"]",
        "line 30, column 17: run.command[1]: must not contain a zero byte",
    ),
    (
        "root = \"root\"",
        "root = \"rot\"",
        "line 31, column 1: run.root: must be the name of an input (root, train.py), found \"rot\"",
    ),
    (
        "root = \"root\"",
        "image = \"root\"",
        "line 31, column 1: run.image: belongs to kind \"container\"",
    ),
    (
        "OMP_NUM_THREADS = \"1\"",
        "\"1ST\" = \"1\"",
        "line 34, column 1: run.environment.1ST: must be the name of a variable",
    ),
    (
        "OMP_NUM_THREADS = \"1\"",
        "DATASET_TOKEN = \"1\"",
        "line 3, column 12: secrets[0]: DATASET_TOKEN is a public variable too",
    ),
    (
        "secrets = [\"DATASET_TOKEN\"]",
        "secrets = [\"A\", \"A\"]",
        "line 3, column 17: secrets[1]: names A a second time",
    ),
    (
        "secrets = [\"DATASET_TOKEN\"]",
        "secrets = [\"a-b\"]",
        "line 3, column 12: secrets[0]: must be the name of a variable",
    ),
    (
        "cpus = 4",
        "cpus = 0",
        "line 37, column 1: resources.cpus: must be 1 to 1024, found 0",
    ),
    (
        "memory = \"8 GiB\"",
        "memory = \"1 MiB\"",
        "line 38, column 1: resources.memory: must be 64.0 MiB to 16.0 TiB, found 1.0 MiB",
    ),
    (
        "scratch = \"20 GiB\"",
        "scratch = \"65 TiB\"",
        "line 39, column 1: resources.scratch: must be 0 B to 64.0 TiB",
    ),
    (
        "processes = 64",
        "processes = 32769",
        "line 40, column 1: resources.processes: must be 1 to 32768, found 32769",
    ),
    (
        "logs = \"1 MiB\"",
        "logs = \"2 GiB\"",
        "line 41, column 1: resources.logs: must be 0 B to 1.0 GiB",
    ),
    (
        "unpack = \"tar-zst\"",
        "unpack = \"no\"",
        "line 47, column 1: inputs.root.unpack: must be \"tar\" or \"tar-zst\"",
    ),
    (
        "[inputs.\"train.py\"]",
        "[inputs.\"../train.py\"]",
        "line 49, column 9: inputs.\"../train.py\": \"../train.py\" is not a path below the job's folder",
    ),
    (
        "[inputs.\"train.py\"]",
        "[inputs.\"root/train.py\"]",
        "line 49, column 9: inputs.\"root/train.py\": lies inside the input \"root\"",
    ),
    (
        "https://example.org/train.py",
        "ftp://example.org/train.py",
        "line 50, column 1: inputs.\"train.py\".source: \"ftp://example.org/train.py\" has the unknown scheme \"ftp\"",
    ),
    (
        "https://example.org/train.py",
        "https://me:secret@example.org/train.py",
        "line 50, column 1: inputs.\"train.py\".source: \"https://me:secret@example.org/train.py\" holds credentials",
    ),
    (
        "https://example.org/train.py",
        "train.py",
        "line 50, column 1: inputs.\"train.py\".source: \"train.py\" is no address",
    ),
    (
        "bytes = \"4 KiB\"",
        "bytes = \"4 lines\"",
        "line 52, column 1: inputs.\"train.py\".bytes: \"4 lines\" is not a size",
    ),
    (
        "result = \"predictions.csv\"",
        "result = \"/etc/passwd\"",
        "line 55, column 1: outputs.result: \"/etc/passwd\" is not a path below",
    ),
    (
        "keep = \"2days\"",
        "keep = \"59m\"",
        "line 58, column 1: outputs.keep: must be 1h to 30days, found 59m",
    ),
    (
        "pypi.org:443",
        "169.254.169.254:80",
        "line 61, column 10: network.allow[0]: \"169.254.169.254:80\" gives the host as numbers",
    ),
    (
        "pypi.org:443",
        "[::1]:80",
        "line 61, column 10: network.allow[0]: \"[::1]:80\" gives the host as numbers",
    ),
    (
        "pypi.org:443",
        "0x7f000001:80",
        "line 61, column 10: network.allow[0]: \"0x7f000001:80\" gives the host as numbers",
    ),
    (
        "pypi.org:443",
        "localhost:80",
        "line 61, column 10: network.allow[0]: \"localhost:80\" has no dot",
    ),
    (
        "pypi.org:443",
        "pypi.org",
        "line 61, column 10: network.allow[0]: \"pypi.org\" names no port",
    ),
    (
        "pypi.org:443",
        "pypi.org:0",
        "line 61, column 10: network.allow[0]: \"pypi.org:0\" has no port",
    ),
    (
        "allow = [",
        "alow = [",
        "line 61, column 1: network.alow: unknown field `alow`, expected `allow`",
    ),
];

#[test]
fn every_fault_is_shown_at_its_field_with_what_is_accepted() {
    for (line, instead, expected) in FAULTS {
        assert!(FULL.contains(line), "{line}");
        let text = FULL.replacen(line, instead, 1);
        let told = told(&text, Format::Toml);
        assert!(
            told.lines().any(|line| line.starts_with(expected)),
            "{instead}\n  told     {told}\n  expected {expected}"
        );
    }
}

#[test]
fn an_audit_needs_a_deterministic_job() {
    let text = LEAST.replace("[run]", "verification = \"audit\"\n[run]");
    let expected = "line 4, column 2: terms.deterministic: must be true for an audited job";
    assert!(
        told(&text, Format::Toml).starts_with(expected),
        "{}",
        told(&text, Format::Toml)
    );
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_the_file() {
    let text = FULL
        .replace("logs = \"1 MiB\"", "logs = \"2 GiB\"")
        .replace("version = 1", "version = 3")
        .replace("cpus = 4", "cpus = 5000");
    let told = told(&text, Format::Toml);
    let fields: Vec<_> = told
        .lines()
        .filter_map(|line| line.split(": ").nth(1))
        .collect();
    assert_eq!(
        fields,
        ["version", "resources.cpus", "resources.logs"],
        "{told}"
    );
}

#[test]
fn json_faults_have_places_too() {
    let json = "{\n  \"version\": 1,\n  \"name\": \"x\",\n  \"terms\": {\"class\": \"cpu\", \"duration\": 600, \"gpus\": 0},\n  \"run\": {\"kind\": \"process\", \"command\": [\"a\"]}\n}";
    let cases = [
        (
            "\"gpus\": 0",
            "\"gpus\": 0",
            "line 4, column 46: terms.gpus: must be 1 to 10,000",
        ),
        (
            "\"gpus\": 0",
            "\"gpus\": \"two\"",
            "line 4, column 46: terms.gpus: invalid type: string \"two\", expected u32",
        ),
        (
            "600",
            "60",
            "line 4, column 29: terms.duration: must be 10m to 30days, found 1m",
        ),
        (
            "\"a\"",
            "\"a\\u0000\"",
            "line 5, column 42: run.command[0]: must not contain a zero byte",
        ),
        (
            "\"version\": 1,",
            "\"version\" 1,",
            "line 2, column 13: expected `:`",
        ),
        (
            "]}\n}",
            "]}\n} trailing",
            "line 6, column 3: trailing characters",
        ),
        (
            "\"version\": 1,",
            "",
            "line 1, column 1: missing field `version`",
        ),
    ];
    for (part, instead, expected) in cases {
        let told = told(&json.replacen(part, instead, 1), Format::Json);
        assert!(
            told.lines().any(|line| line.starts_with(expected)),
            "{instead}\n  told     {told}\n  expected {expected}"
        );
    }
}

#[test]
fn toml_syntax_faults_have_places() {
    let told = told("version = 1\nname = \"x\n", Format::Toml);
    assert!(told.starts_with("line 2, column "), "{told}");
}
