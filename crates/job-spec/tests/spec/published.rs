use std::{env, fs, path::Path};

use ionet_job_spec::{Format, JobSpec, schema};
use serde_json::Value;

use crate::FULL;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/job-spec.schema.json");

#[test]
fn the_published_schema_is_current() {
    let now = format!("{:#}\n", schema());
    if env::var_os("IONET_BLESS").is_some() {
        fs::write(FILE, &now).expect("a writable folder");
    }
    let published = fs::read_to_string(FILE).unwrap_or_default();
    assert!(
        published == now,
        "{FILE} is old: run the tests with IONET_BLESS=1"
    );
}

/// Every field of a full spec is in the schema, with a description.
#[test]
fn every_field_is_described() {
    let schema = schema();
    let spec: Value = toml::from_str(FULL).expect("TOML");
    described(&schema, &schema, &spec, "");
}

fn described(root: &Value, node: &Value, value: &Value, path: &str) {
    let node = resolve(root, node);
    let Value::Object(fields) = value else { return };
    for (name, value) in fields {
        let at = format!("{path}.{name}");
        // A table with names of the writer's own has one schema for all of them.
        let any = node["patternProperties"].as_object();
        let any = any.and_then(|all| all.values().next());
        let named = node["properties"].get(name);
        let part = named.or(any).unwrap_or(&node["additionalProperties"]);
        assert!(part.is_object(), "{at} is not in the schema: {node:#}");
        assert!(
            named.is_none() || part["description"].is_string(),
            "{at} has no description"
        );
        described(root, part, value, &at);
    }
}

fn resolve<'a>(root: &'a Value, node: &'a Value) -> &'a Value {
    let target = node["$ref"].as_str().and_then(|at| at.strip_prefix('#'));
    target.map_or(node, |at| root.pointer(at).expect("a definition"))
}

#[test]
fn the_format_is_told_by_the_name_of_a_file() {
    assert_eq!(Format::of(Path::new("job.toml")), Some(Format::Toml));
    assert_eq!(Format::of(Path::new("job.json")), Some(Format::Json));
    assert_eq!(Format::of(Path::new("job.yaml")), None);
}

/// The example of the docs is a job.
#[test]
fn the_example_of_the_docs_is_accepted() {
    let page = include_str!("../../../../docs/reference/job-spec.md");
    let example = page
        .split("```toml\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next());
    let example = example.expect("a TOML block");
    JobSpec::read(example, Format::Toml).expect("a valid spec");
}
