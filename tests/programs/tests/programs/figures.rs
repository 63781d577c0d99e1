//! Tables of measured figures under `bench/`, with a gate against growth.

use ionet_test_kit::artefacts::repository_root;
use serde_json::{Map, Value, json};
use std::{collections::BTreeMap, env, fs};

/// A figure may grow by this much, in percent, before the table has to be updated.
const TOLERANCE_PERCENT: u64 = 5;

/// Named figures of one row, e.g. `typical` and `worst`.
pub type Row = BTreeMap<&'static str, u64>;

/// Holds `measured` against `bench/FILE`, or writes the file when `IONET_BLESS=1`.
///
/// # Panics
/// When a figure grew by more than 5 %, when a row is missing on either side, or when the
/// file cannot be read or written.
pub fn hold_against(file: &str, measured: &BTreeMap<String, Row>) {
    let path = repository_root().join("bench").join(file);
    if env::var("IONET_BLESS").is_ok_and(|value| value == "1") {
        let text = serde_json::to_string_pretty(&as_json(measured)).expect("plain numbers");
        fs::write(&path, text + "\n").unwrap_or_else(|error| {
            panic!("bench/{file} cannot be written ({error}); check the folder's permissions")
        });
        return;
    }
    let text = fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!("bench/{file} cannot be read ({error}); write it with IONET_BLESS=1")
    });
    let committed: Map<String, Value> =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("bench/{file}: {error}"));
    let differences = compare(&committed, measured);
    assert!(
        differences.is_empty(),
        "bench/{file} does not hold any more:\n{}\n\
         If the growth is meant, run the test again with IONET_BLESS=1 and commit the table \
         with the change that caused it.",
        differences.join("\n")
    );
}

fn as_json(measured: &BTreeMap<String, Row>) -> Value {
    measured
        .iter()
        .map(|(name, row)| (name.clone(), json!(row)))
        .collect::<Map<_, _>>()
        .into()
}

fn compare(committed: &Map<String, Value>, measured: &BTreeMap<String, Row>) -> Vec<String> {
    let mut differences = Vec::new();
    for (name, row) in measured {
        for (figure, now) in row {
            match committed
                .get(name)
                .and_then(|row| row.get(*figure))
                .and_then(Value::as_u64)
            {
                None => differences.push(format!("{name}: no {figure} in the table, now {now}")),
                Some(before) if now * 100 > before * (100 + TOLERANCE_PERCENT) => {
                    differences.push(format!("{name}: {figure} grew from {before} to {now}"));
                }
                Some(_) => {}
            }
        }
    }
    for name in committed
        .keys()
        .filter(|name| !measured.contains_key(*name))
    {
        differences.push(format!(
            "{name}: in the table, but there is no such thing any more"
        ));
    }
    differences
}

#[test]
fn growth_over_five_percent_is_named_and_less_is_not() {
    let committed = json!({ "a": { "worst": 1_000 }, "gone": { "worst": 1 } });
    let committed = committed.as_object().expect("an object");
    let measured = |worst| {
        BTreeMap::from([
            ("a".to_owned(), Row::from([("worst", worst)])),
            ("gone".to_owned(), Row::from([("worst", 1)])),
        ])
    };
    assert!(compare(committed, &measured(1_050)).is_empty());
    assert_eq!(
        compare(committed, &measured(1_051)),
        ["a: worst grew from 1000 to 1051"]
    );

    let mut other = measured(1);
    other.remove("gone");
    other.insert("new".to_owned(), Row::from([("worst", 5)]));
    assert_eq!(
        compare(committed, &other),
        [
            "new: no worst in the table, now 5",
            "gone: in the table, but there is no such thing any more"
        ]
    );
}
