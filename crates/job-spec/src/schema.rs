//! The published schema.

use serde_json::Value;

use crate::spec::JobSpec;

/// The JSON Schema (draft 2020-12) of a spec, for editors and other programs. It checks the form;
/// [`JobSpec::read`] checks the values too.
pub fn schema() -> Value {
    schemars::schema_for!(JobSpec).to_value()
}
