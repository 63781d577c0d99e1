//! The one form of a spec that is hashed.

use serde_json::{Map, Value};

use crate::{spec::JobSpec, text::Blake3};

impl JobSpec {
    /// The bytes that stand for this job: JSON without spaces, keys in the order of their bytes,
    /// every default written out, sizes in bytes and durations in seconds. They are a spec
    /// themselves.
    pub fn canonical(&self) -> Vec<u8> {
        // Writing plain structs with text keys to memory cannot fail.
        let value = serde_json::to_value(self).map(sorted);
        value
            .map(|value| value.to_string())
            .unwrap_or_default()
            .into_bytes()
    }

    /// The BLAKE3 hash of [`Self::canonical`]: the job's identity on chain, and what `b3sum`
    /// prints for those bytes.
    pub fn hash(&self) -> Blake3 {
        Blake3(*blake3::hash(&self.canonical()).as_bytes())
    }
}

/// Sorts all keys. A map keeps the order of insertion or the keys' own, as features that some
/// other crate switches on decide; inserted in order, both are the same.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.into_iter().collect();
            entries.sort_by(|(left, _), (right, _)| left.cmp(right));
            let entries = entries.into_iter().map(|(key, value)| (key, sorted(value)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(sorted).collect()),
        other => other,
    }
}
