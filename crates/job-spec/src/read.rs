//! From text to a spec.

use std::path::Path;

use serde::de::DeserializeOwned;

use crate::{
    field::Field,
    locate::{locate, place_of},
    problem::{Place, Problem, SpecError},
    spec::JobSpec,
};

/// How a spec is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// TOML.
    Toml,
    /// JSON.
    Json,
}

impl Format {
    /// The format that a file's name says.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "toml" => Some(Self::Toml),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

impl JobSpec {
    /// Reads and checks a spec.
    ///
    /// # Errors
    /// [`SpecError`]: the first fault of the format (syntax, an unknown or missing field, a
    /// value of the wrong kind), or else all faults of the values (of those that the program's
    /// own rules find in `terms`, the first).
    pub fn read(text: &str, format: Format) -> Result<Self, SpecError> {
        let read = match format {
            Format::Toml => read_toml(text),
            Format::Json => read_json(text),
        };
        let spec: Self = read.map_err(|problem| SpecError {
            problems: vec![problem],
        })?;
        spec.check_at(|field| locate(text, format, field))?;
        Ok(spec)
    }

    /// Checks a spec that was not read from text.
    ///
    /// # Errors
    /// [`SpecError`] with all faults, without places.
    pub fn check(&self) -> Result<(), SpecError> {
        self.check_at(|_| None)
    }

    fn check_at(&self, place: impl Fn(&Field) -> Option<Place>) -> Result<(), SpecError> {
        let faults = self.faults().into_iter();
        let mut problems: Vec<_> = faults
            .map(|(field, message)| Problem {
                place: place(&field),
                field: field.to_string(),
                message,
            })
            .collect();
        if problems.is_empty() {
            return Ok(());
        }
        problems.sort_by_key(|problem| problem.place);
        Err(SpecError { problems })
    }
}

fn read_toml<T: DeserializeOwned>(text: &str) -> Result<T, Problem> {
    let at_cause = |cause: &toml::de::Error| cause.span().map(|span| place_of(text, span.start));
    let from = toml::Deserializer::parse(text).map_err(|cause| Problem {
        field: String::new(),
        place: at_cause(&cause),
        message: cause.message().to_owned(),
    })?;
    serde_path_to_error::deserialize(from).map_err(|error| {
        let field = Field::from(error.path());
        Problem {
            place: locate(text, Format::Toml, &field).or_else(|| at_cause(error.inner())),
            field: field.to_string(),
            message: error.inner().message().to_owned(),
        }
    })
}

fn read_json<T: DeserializeOwned>(text: &str) -> Result<T, Problem> {
    let mut from = serde_json::Deserializer::from_str(text);
    let read: Result<T, _> = serde_path_to_error::deserialize(&mut from);
    let value = read.map_err(|error| {
        let field = Field::from(error.path());
        Problem {
            place: locate(text, Format::Json, &field),
            field: field.to_string(),
            ..json_problem(error.inner())
        }
    });
    let value = value.map_err(|problem| match problem.place {
        Some(_) => problem,
        // The text is no JSON at all: only the reader knows where it stopped.
        None => serde_json::from_str::<serde::de::IgnoredAny>(text)
            .map_or_else(|cause| json_problem(&cause), |_| problem),
    })?;
    from.end().map_err(|cause| json_problem(&cause))?;
    Ok(value)
}

fn json_problem(cause: &serde_json::Error) -> Problem {
    let told = cause.to_string();
    let suffix = format!(" at line {} column {}", cause.line(), cause.column());
    Problem {
        field: String::new(),
        place: Some(Place {
            line: cause.line(),
            column: cause.column(),
        }),
        message: told.strip_suffix(&suffix).unwrap_or(&told).to_owned(),
    }
}
