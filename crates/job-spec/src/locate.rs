//! Where in a file a field stands.

use jsonc_parser::{CollectOptions, ParseOptions, ast, common::Ranged as _, parse_to_ast};
use toml::de::{DeTable, DeValue};

use crate::{
    field::{Field, Step},
    problem::Place,
    read::Format,
};

/// The place of a field, or of the innermost table around it that stands in the text.
pub fn locate(text: &str, format: Format, field: &Field) -> Option<Place> {
    let offset = match format {
        Format::Toml => in_toml(text, field),
        Format::Json => in_json(text, field),
    };
    Some(place_of(text, offset?))
}

/// The place of a byte.
pub fn place_of(text: &str, offset: usize) -> Place {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    Place {
        line: before.matches('\n').count().saturating_add(1),
        column: line.chars().count().saturating_add(1),
    }
}

fn in_toml(text: &str, field: &Field) -> Option<usize> {
    let table = DeTable::parse(text).ok()?;
    let mut steps = field.0.iter();
    let Some(Step::Key(first)) = steps.next() else {
        return Some(table.span().start);
    };
    let entry = table.get_ref().get_key_value(first.as_str());
    let Some((key, mut value)) = entry else {
        return Some(table.span().start);
    };
    let mut offset = key.span().start;
    for step in steps {
        let found = match (step, value.get_ref()) {
            (Step::Key(key), DeValue::Table(table)) => table
                .get_key_value(key.as_str())
                .map(|(key, value)| (key.span().start, value)),
            (Step::Index(index), DeValue::Array(array)) => {
                array.get(*index).map(|value| (value.span().start, value))
            }
            _ => None,
        };
        let Some((start, inner)) = found else { break };
        (offset, value) = (start, inner);
    }
    Some(offset)
}

fn in_json(text: &str, field: &Field) -> Option<usize> {
    let parsed = parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default());
    let root = parsed.ok()?.value?;
    let mut offset = root.start();
    let mut value = &root;
    for step in &field.0 {
        let found = match (step, value) {
            (Step::Key(key), ast::Value::Object(object)) => object
                .get(key)
                .map(|property| (property.range.start, &property.value)),
            (Step::Index(index), ast::Value::Array(array)) => array
                .elements
                .get(*index)
                .map(|element| (element.start(), element)),
            _ => None,
        };
        let Some((start, inner)) = found else { break };
        (offset, value) = (start, inner);
    }
    Some(offset)
}
