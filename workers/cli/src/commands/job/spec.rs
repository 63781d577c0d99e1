//! `ionet job check` and `schema`: a job as a file.

use std::{collections::BTreeMap, env, fs, path::Path};

use anyhow::{Context as _, Result, anyhow};
use ionet_artifacts::{Access, SpecStore};
use ionet_job_spec::{Format, JobSpec, Source};
use serde_json::json;

use crate::{
    amounts::{dollars, gpus},
    context::Context,
    output::facts,
};

/// Settings of the S3 client that are taken from the environment.
const S3: [(&str, &str); 5] = [
    ("AWS_ACCESS_KEY_ID", "access_key_id"),
    ("AWS_SECRET_ACCESS_KEY", "secret_access_key"),
    ("AWS_SESSION_TOKEN", "session_token"),
    ("AWS_REGION", "region"),
    ("AWS_ENDPOINT_URL", "endpoint"),
];

/// Checks a job's file, and publishes it where that is asked for.
pub async fn check(context: &Context, file: &Path, publish: Option<&Source>) -> Result<()> {
    let spec = read(file)?;
    let hash = spec.hash().to_string();
    if let Some(folder) = publish {
        let store = SpecStore::new([folder.clone()], own_access());
        store.publish(&spec).await?;
    }
    let terms = &spec.terms;
    let result = json!({
        "name": spec.name,
        "hash": hash,
        "spec": spec,
        "published": publish.map(ToString::to_string),
    });
    context.output.result(&result, || {
        let each = gpus(terms.gpus);
        let rate = terms.max_rate.map_or_else(
            || "1 % above the quote at posting".to_owned(),
            |rate| format!("{} dollars per GPU-hour", dollars(rate.0)),
        );
        let mut rows = vec![
            ("job", spec.name.clone()),
            ("hash", hash.clone()),
            ("hardware", format!("{each} of class {}", terms.class)),
            ("time", terms.duration.to_string()),
            ("at most", rate),
            ("inputs", spec.inputs.len().to_string()),
        ];
        if let Some(folder) = publish {
            rows.push(("published in", folder.to_string()));
        }
        facts(rows).to_string()
    });
    Ok(())
}

/// Prints the schema.
pub fn schema() -> Result<()> {
    println!(
        "{}",
        serde_json::to_string_pretty(&ionet_job_spec::schema())?
    );
    Ok(())
}

fn read(file: &Path) -> Result<JobSpec> {
    let name = file.display();
    let format = Format::of(file)
        .with_context(|| format!("{name}: a job's file is called .toml or .json"))?;
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {name}"))?;
    JobSpec::read(&text, format).map_err(|faults| anyhow!("{name} is not a job yet:\n{faults}"))
}

/// A client publishes in its own stores, with its own credentials.
fn own_access() -> Access {
    let settings = S3.into_iter().filter_map(|(variable, setting)| {
        let value = env::var(variable).ok()?;
        Some((setting.to_owned(), value))
    });
    Access {
        local_files: true,
        private_networks: true,
        s3: settings.collect::<BTreeMap<_, _>>(),
    }
}
