//! Which values a spec may have. Each rule says what it accepts.

use std::{collections::BTreeSet, fmt::Display, ops::RangeInclusive};

use ionet_core::{
    hiring::FilterError,
    job::{
        MAX_CLAIM_WINDOW_SECONDS, MAX_JOB_SECONDS, MAX_START_SECONDS, MIN_CLAIM_WINDOW_SECONDS,
        MIN_JOB_SECONDS, MIN_START_SECONDS, PostError,
    },
};

use crate::{
    VERSION,
    field::Field,
    spec::{JobSpec, Kind, Unpack},
    terms::Terms,
    text::{Dollars, RelativePath, Seconds, Size},
};

const MAX_NAME: usize = 64;
const MAX_INPUTS: usize = 256;
const MAX_HOSTS: usize = 64;
const MAX_SECRETS: usize = 32;
/// Linux takes 128 KiB for one argument and a few MiB for all.
const MAX_COMMAND_BYTES: usize = 131_072;
const MAX_SIZE: Size = Size::gibibytes(64 * 1_024);
const MEMORY: RangeInclusive<Size> = Size::mebibytes(64)..=Size::gibibytes(16 * 1_024);
const LOGS: RangeInclusive<Size> = Size(0)..=Size::gibibytes(1);
const KEEP: RangeInclusive<Seconds> = Seconds(3_600)..=Seconds(30 * 86_400);

/// Faults with the field they are about.
#[derive(Default)]
struct Faults(Vec<(Field, String)>);

impl Faults {
    fn add(&mut self, field: Field, message: impl Into<String>) {
        self.0.push((field, message.into()));
    }

    fn within<T: Copy + PartialOrd + Display>(
        &mut self,
        field: Field,
        found: T,
        accepted: &RangeInclusive<T>,
    ) {
        if !accepted.contains(&found) {
            let (least, most) = (accepted.start(), accepted.end());
            self.add(field, format!("must be {least} to {most}, found {found}"));
        }
    }

    fn at_most(&mut self, field: Field, found: usize, most: usize, what: &str) {
        if found > most {
            self.add(
                field,
                format!("may name at most {most} {what}, found {found}"),
            );
        }
    }
}

impl JobSpec {
    /// Every value that is not accepted.
    pub(crate) fn faults(&self) -> Vec<(Field, String)> {
        let mut faults = Faults::default();
        self.check_head(&mut faults);
        check_terms(&self.terms, &mut faults);
        self.check_run(&mut faults);
        self.check_environment(&mut faults);
        self.check_resources(&mut faults);
        self.check_inputs(&mut faults);
        self.check_outputs(&mut faults);
        let allow = Field::top("network").key("allow");
        faults.at_most(allow, self.network.allow.len(), MAX_HOSTS, "hosts");
        faults.0
    }

    fn check_head(&self, faults: &mut Faults) {
        if self.version != VERSION {
            let found = self.version;
            faults.add(
                Field::top("version"),
                format!("must be {VERSION}, found {found}"),
            );
        }
        let length = self.name.chars().count();
        let is_plain = !self.name.chars().any(char::is_control) && self.name.trim() == self.name;
        if !(1..=MAX_NAME).contains(&length) || !is_plain {
            let accepted = format!(
                "must have 1 to {MAX_NAME} characters, none of them a control character, without spaces around"
            );
            faults.add(Field::top("name"), accepted);
        }
    }

    fn check_run(&self, faults: &mut Faults) {
        let run = Field::top("run");
        let command = run.key("command");
        match self.run.kind {
            Kind::Process => {
                if self.run.command.first().is_none_or(String::is_empty) {
                    faults.add(
                        command.clone(),
                        "must name the program to run, like [\"python3\", \"train.py\"]",
                    );
                }
                if self.run.image.is_some() {
                    faults.add(
                        run.key("image"),
                        "belongs to kind \"container\"; a process takes `root`",
                    );
                }
            }
            Kind::Container => {
                if self.run.image.is_none() {
                    faults.add(run.key("image"), "must name the input that holds the image");
                }
                if self.run.root.is_some() {
                    faults.add(
                        run.key("root"),
                        "belongs to kind \"process\"; a container takes `image`",
                    );
                }
            }
        }
        let bytes: usize = self.run.command.iter().map(String::len).sum();
        if bytes > MAX_COMMAND_BYTES {
            faults.add(
                command.clone(),
                format!("may have at most {MAX_COMMAND_BYTES} bytes in all, found {bytes}"),
            );
        }
        for (index, argument) in self.run.command.iter().enumerate() {
            if argument.contains('\0') {
                faults.add(command.index(index), "must not contain a zero byte");
            }
        }
        self.check_named_input(run.key("root"), self.run.root.as_ref(), true, faults);
        self.check_named_input(run.key("image"), self.run.image.as_ref(), false, faults);
    }

    fn check_named_input(
        &self,
        field: Field,
        name: Option<&RelativePath>,
        is_packed: bool,
        faults: &mut Faults,
    ) {
        let Some(name) = name else { return };
        match self.inputs.get(name) {
            None => {
                let known: Vec<_> = self.inputs.keys().map(ToString::to_string).collect();
                let known = if known.is_empty() {
                    "there are none".to_owned()
                } else {
                    known.join(", ")
                };
                faults.add(
                    field,
                    format!("must be the name of an input ({known}), found \"{name}\""),
                );
            }
            Some(input) if (input.unpack != Unpack::No) != is_packed => {
                let unpack = Field::top("inputs").key(name.as_str()).key("unpack");
                let accepted = if is_packed {
                    "\"tar\" or \"tar-zst\": it is the root folder"
                } else {
                    "\"no\": it is an image"
                };
                faults.add(unpack, format!("must be {accepted}"));
            }
            Some(_) => {}
        }
    }

    fn check_environment(&self, faults: &mut Faults) {
        let accepted =
            "must be the name of a variable: letters, digits and _, not beginning with a digit";
        let environment = Field::top("run").key("environment");
        for (name, value) in &self.run.environment {
            if !is_variable(name) {
                faults.add(environment.key(name), accepted);
            }
            if value.contains('\0') {
                faults.add(environment.key(name), "must not contain a zero byte");
            }
        }
        let secrets = Field::top("secrets");
        faults.at_most(secrets.clone(), self.secrets.len(), MAX_SECRETS, "secrets");
        let mut seen = BTreeSet::new();
        for (index, name) in self.secrets.iter().enumerate() {
            let field = secrets.index(index);
            if !is_variable(name) {
                faults.add(field, accepted);
            } else if !seen.insert(name) {
                faults.add(field, format!("names {name} a second time"));
            } else if self.run.environment.contains_key(name) {
                faults.add(
                    field,
                    format!("{name} is a public variable too; remove it from run.environment"),
                );
            }
        }
    }

    fn check_resources(&self, faults: &mut Faults) {
        let field = |name: &str| Field::top("resources").key(name);
        let resources = &self.resources;
        faults.within(field("cpus"), resources.cpus, &(1..=1_024));
        faults.within(field("memory"), resources.memory, &MEMORY);
        faults.within(field("scratch"), resources.scratch, &(Size(0)..=MAX_SIZE));
        faults.within(field("processes"), resources.processes, &(1..=32_768));
        faults.within(field("logs"), resources.logs, &LOGS);
    }

    fn check_inputs(&self, faults: &mut Faults) {
        let inputs = Field::top("inputs");
        faults.at_most(inputs.clone(), self.inputs.len(), MAX_INPUTS, "inputs");
        for (path, input) in &self.inputs {
            let field = inputs.key(path.as_str());
            faults.within(field.key("bytes"), input.bytes, &(Size(0)..=MAX_SIZE));
            // A path's own parts sort before it, but not always next to it.
            let around = self
                .inputs
                .keys()
                .find(|other| *other != path && other.contains(path));
            if let Some(around) = around {
                faults.add(
                    field,
                    format!("lies inside the input \"{around}\"; choose another path"),
                );
            }
        }
    }

    fn check_outputs(&self, faults: &mut Faults) {
        let outputs = Field::top("outputs");
        faults.within(
            outputs.key("most"),
            self.outputs.most,
            &(Size(0)..=MAX_SIZE),
        );
        faults.within(outputs.key("keep"), self.outputs.keep, &KEEP);
    }
}

fn is_variable(name: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    name.chars().all(is_word) && !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit())
}

fn check_terms(terms: &Terms, faults: &mut Faults) {
    let field = |name: &str| Field::top("terms").key(name);
    if terms.class.trim().is_empty() {
        faults.add(
            field("class"),
            "must be the id or the name of a class; `ionet class list` shows them",
        );
    }
    if terms.max_rate == Some(Dollars(0)) {
        faults.add(
            field("max_rate"),
            "must be above 0; leave it out for 1 % above the quote",
        );
    }
    if !terms.filters.min_vram.0.is_multiple_of(1 << 20) {
        faults.add(field("filters").key("min_vram"), "must be whole MiB");
    }
    let seconds = |range: RangeInclusive<u64>| Seconds(*range.start())..=Seconds(*range.end());
    let ranges = [
        (
            "duration",
            terms.duration,
            u64::from(MIN_JOB_SECONDS)..=u64::from(MAX_JOB_SECONDS),
        ),
        (
            "claim_within",
            terms.claim_within,
            MIN_CLAIM_WINDOW_SECONDS.unsigned_abs()..=MAX_CLAIM_WINDOW_SECONDS.unsigned_abs(),
        ),
        (
            "start_within",
            terms.start_within,
            u64::from(MIN_START_SECONDS)..=u64::from(MAX_START_SECONDS),
        ),
    ];
    for (name, found, accepted) in ranges {
        faults.within(field(name), found, &seconds(accepted));
    }
    // The class and the clock are the chain's to know.
    let refused = terms.to_core(0, 0, 0).and_then(|core| core.validate(0));
    if let Err(error) = refused
        && let Some(name) = field_of(error)
    {
        let at = match error {
            PostError::Filter(_) => field("filters").key(name),
            _ => field(name),
        };
        faults.add(at, message_of(error));
    }
}

/// The field that an error of the program's rules is about; `None` where a range above has
/// said it already.
fn field_of(error: PostError) -> Option<&'static str> {
    Some(match error {
        PostError::GpusOutOfRange => "gpus",
        PostError::GranuleOutOfRange | PostError::GranuleDoesNotDivide => "gpus_per_host",
        PostError::ReplicasOutOfRange => "replicas",
        PostError::ReplicasNeedAll => "partial_fill",
        PostError::AuditNeedsDeterministic => "deterministic",
        PostError::Filter(error) => match error {
            FilterError::VramOutOfRange => "min_vram",
            FilterError::ConnectivityOutOfRange => "min_connectivity",
            FilterError::LatencyOutOfRange => "min_latency",
            FilterError::SecurityOutOfRange => "min_security",
            FilterError::UnknownPurpose => "purposes",
            FilterError::ReputationOutOfRange => "min_reputation",
        },
        PostError::SecondsOutOfRange
        | PostError::ClaimDeadlineOutOfRange
        | PostError::StartSecondsOutOfRange
        | PostError::UnknownVerification
        | PostError::UnknownPartialFill
        | PostError::Hire(_) => return None,
    })
}

/// The program's text, whose first word is its own name for the field, in a spec's terms.
fn message_of(error: PostError) -> String {
    if error == PostError::ReplicasNeedAll {
        return "must be \"fail\" for a replicated job; without all replicas there is no majority to count".to_owned();
    }
    let told = match error {
        PostError::Filter(error) => error.to_string(),
        _ => error.to_string(),
    };
    told.split_once(' ')
        .map_or(told.clone(), |(_, rest)| rest.to_owned())
}
