//! Sizes of the executables: rent and deployment cost follow from them.

use crate::figures::{Row, hold_against};
use ionet_test_kit::{PROGRAMS, artefacts::read_program};
use std::collections::BTreeMap;

#[test]
fn no_program_grows_by_more_than_five_percent() {
    let measured: BTreeMap<String, Row> = PROGRAMS
        .iter()
        .map(|program| {
            let bytes = u64::try_from(read_program(program.name).len()).expect("a file's size");
            (program.name.to_owned(), Row::from([("bytes", bytes)]))
        })
        .collect();
    hold_against("program-sizes.json", &measured);
}
