//! Values that people write as text.

mod amount;
mod hash;
mod host;
mod path;
mod source;

pub use amount::{Dollars, Seconds, Size};
pub use hash::Blake3;
pub use host::HostPort;
pub use path::RelativePath;
pub use source::Source;

/// Reads and writes a type through its `FromStr` and `Display`, and describes it in the schema.
macro_rules! written_as_text {
    ($name:ident, $pattern:literal, $example:literal) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": "string",
                    "pattern": $pattern,
                    "examples": [$example],
                })
            }
        }
    };
}
pub(crate) use written_as_text;
