//! Putting an IDL together from the parts that Anchor's generated test functions print.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

/// Lists of the IDL whose order in the source means nothing; sorted so that output is stable.
const SORTED: [&str; 5] = ["accounts", "constants", "events", "instructions", "types"];
/// Lists whose entries the client tells apart by the first bytes.
const DISCRIMINATED: [&str; 3] = ["accounts", "events", "instructions"];

/// The IDL printed in `output`.
///
/// # Errors
/// When a part is missing or is not JSON, or when two discriminators collide.
pub fn assemble(output: &str) -> Result<Value> {
    let mut program = None;
    let mut address = None;
    let mut constants = Vec::new();
    let mut errors = Vec::new();
    let mut events = Vec::new();
    let mut types = BTreeMap::new();

    for (kind, text) in blocks(output)? {
        let parse = || serde_json::from_str::<Value>(&text).with_context(|| text.clone());
        match kind {
            "address" => address = Some(text.trim().trim_matches('"').to_owned()),
            "const" => constants.push(parse()?),
            "errors" => errors.extend(list(parse()?)?),
            "event" => {
                let mut part = parse()?;
                add_types(&mut types, part["types"].take())?;
                events.push(part["event"].take());
            }
            "program" => program = Some(parse()?),
            other => bail!("unknown IDL part {other:?}: Anchor's version is newer than this tool"),
        }
    }

    let Some(Value::Object(mut idl)) = program else {
        bail!("no program part was printed: does the crate have a #[program] module?");
    };
    let address = address.context("no address part was printed: is declare_id! missing?")?;
    add_types(&mut types, idl.remove("types").unwrap_or_default())?;
    idl.insert("address".to_owned(), Value::String(address));
    for (key, values) in [
        ("constants", constants),
        ("errors", errors),
        ("events", events),
        ("types", types.into_values().collect()),
    ] {
        idl.insert(key.to_owned(), Value::Array(values));
    }
    sort_lists(&mut idl);
    shorten_paths(&mut idl);
    check_discriminators(&idl)?;
    Ok(Value::Object(idl))
}

/// The parts in `output` as (kind, text): `--- IDL begin KIND ---`, text, `--- IDL end KIND ---`
/// (the address has one line and no end).
fn blocks(output: &str) -> Result<Vec<(&str, String)>> {
    let mut blocks = Vec::new();
    let mut lines = output.lines();
    while let Some(line) = lines.next() {
        let Some(kind) = marker(line, "begin") else {
            continue;
        };
        if kind == "address" {
            let text = lines.next().context("the address part has no text")?;
            blocks.push((kind, text.to_owned()));
            continue;
        }
        let mut text = String::new();
        loop {
            let line = lines
                .next()
                .with_context(|| format!("IDL part {kind:?} has no end"))?;
            if marker(line, "end") == Some(kind) {
                break;
            }
            text.push_str(line);
            text.push('\n');
        }
        blocks.push((kind, text));
    }
    Ok(blocks)
}

fn marker<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    line.strip_prefix("--- IDL ")?
        .strip_prefix(word)?
        .strip_prefix(' ')?
        .strip_suffix(" ---")
}

fn list(value: Value) -> Result<Vec<Value>> {
    match value {
        Value::Array(values) => Ok(values),
        Value::Null => Ok(Vec::new()),
        other => bail!("a list was expected, not {other}"),
    }
}

fn name(value: &Value) -> &str {
    value["name"].as_str().unwrap_or_default()
}

fn add_types(types: &mut BTreeMap<String, Value>, more: Value) -> Result<()> {
    for value in list(more)? {
        types.insert(name(&value).to_owned(), value);
    }
    Ok(())
}

fn sort_lists(idl: &mut Map<String, Value>) {
    for key in SORTED {
        if let Some(Value::Array(values)) = idl.get_mut(key) {
            values.sort_by(|a, b| name(a).cmp(name(b)));
        }
    }
}

/// Names types by their last path segment wherever that names only one of them.
fn shorten_paths(idl: &mut Map<String, Value>) {
    let mut paths = BTreeSet::new();
    for value in idl.values() {
        collect_paths(value, &mut paths);
    }
    let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
    for path in &paths {
        *owners.entry(last_segment(path)).or_default() += 1;
    }
    let short: BTreeSet<&str> = paths
        .iter()
        .map(String::as_str)
        .filter(|path| owners[last_segment(path)] == 1)
        .collect();
    for value in idl.values_mut() {
        replace_paths(value, &short);
    }
}

fn last_segment(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

fn is_path(text: &str) -> bool {
    text.contains("::")
        && text.split("::").all(|part| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        })
}

fn collect_paths(value: &Value, paths: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if is_path(text) => {
            paths.insert(text.clone());
        }
        Value::Array(values) => values.iter().for_each(|value| collect_paths(value, paths)),
        Value::Object(fields) => fields
            .values()
            .for_each(|value| collect_paths(value, paths)),
        _ => {}
    }
}

fn replace_paths(value: &mut Value, short: &BTreeSet<&str>) {
    match value {
        Value::String(text) if short.contains(text.as_str()) => {
            *text = last_segment(text).to_owned();
        }
        Value::Array(values) => values
            .iter_mut()
            .for_each(|value| replace_paths(value, short)),
        Value::Object(fields) => {
            fields
                .values_mut()
                .for_each(|value| replace_paths(value, short));
        }
        _ => {}
    }
}

/// A discriminator that is empty, all zero or the start of another one would let one account,
/// event or instruction be taken for another.
fn check_discriminators(idl: &Map<String, Value>) -> Result<()> {
    for key in DISCRIMINATED {
        let entries: Vec<(&str, &[Value])> = idl
            .get(key)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .map(|entry| {
                let bytes = entry["discriminator"]
                    .as_array()
                    .map_or(&[][..], Vec::as_slice);
                (name(entry), bytes)
            })
            .collect();
        for (index, (name, bytes)) in entries.iter().enumerate() {
            if bytes.iter().all(|byte| byte == 0) {
                bail!("{key}: the discriminator of {name} is empty or all zero");
            }
            for (other, other_bytes) in &entries[index + 1..] {
                if bytes.starts_with(other_bytes) || other_bytes.starts_with(bytes) {
                    bail!("{key}: the discriminators of {name} and {other} collide");
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = r#"
running 4 tests
--- IDL begin address ---
"11111111111111111111111111111111"
--- IDL begin errors ---
[{"code": 6000, "name": "Late"}]
--- IDL end errors ---
--- IDL begin event ---
{"event": {"name": "E", "discriminator": [9]}, "types": [{"name": "c::E", "type": {}}]}
--- IDL end event ---
--- IDL begin program ---
{"address": "", "metadata": {"name": "c"},
 "instructions": [{"name": "b", "discriminator": [2]}, {"name": "a", "discriminator": [1]}],
 "types": [{"name": "c::x::State", "type": {"of": "c::E"}}]}
--- IDL end program ---
test result: ok. 4 passed; 0 failed; 0 ignored
"#;

    #[test]
    fn parts_become_one_sorted_idl() {
        let idl = assemble(OUTPUT).unwrap();
        assert_eq!(idl["address"], "11111111111111111111111111111111");
        assert_eq!(idl["instructions"][0]["name"], "a");
        assert_eq!(idl["errors"][0]["code"], 6000);
        assert_eq!(idl["events"][0]["name"], "E");
        assert_eq!(idl["types"][0]["name"], "E");
        assert_eq!(idl["types"][1]["name"], "State");
        assert_eq!(idl["types"][1]["type"]["of"], "E");
    }

    #[test]
    fn paths_stay_long_where_the_short_name_is_ambiguous() {
        let idl = assemble(&OUTPUT.replace("c::x::State", "c::x::E")).unwrap();
        assert_eq!(idl["types"][0]["name"], "c::E");
        assert_eq!(idl["types"][1]["name"], "c::x::E");
    }

    #[test]
    fn colliding_discriminators_are_refused() {
        let error = assemble(&OUTPUT.replace("[2]", "[1, 5]"))
            .unwrap_err()
            .to_string();
        assert_eq!(error, "instructions: the discriminators of a and b collide");
        let error = assemble(&OUTPUT.replace("[9]", "[0, 0]"))
            .unwrap_err()
            .to_string();
        assert_eq!(error, "events: the discriminator of E is empty or all zero");
    }

    #[test]
    fn missing_parts_are_named() {
        let error = assemble("no IDL here").unwrap_err().to_string();
        assert!(error.contains("#[program]"), "{error}");
        let cut = &OUTPUT[..OUTPUT.find("--- IDL end program").unwrap()];
        assert_eq!(
            assemble(cut).unwrap_err().to_string(),
            "IDL part \"program\" has no end"
        );
    }
}
