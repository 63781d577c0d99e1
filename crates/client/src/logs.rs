//! Reading the log lines of a transaction.
//!
//! Programs choose what follows `Program log: `, never what stands before it, and each line is one
//! entry of the list: so no program can pretend to be another here.

use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use solana_address::Address;

/// What the runtime writes in place of lines beyond its limit of 10 kB.
const TRUNCATED: &str = "Log truncated";

/// One line, as far as this client cares.
enum Line {
    Invoke(Address),
    Success,
    Failed(Address),
    Data(Vec<u8>),
    Other,
}

/// The data that each program logged, in order.
pub fn program_data(logs: &[String]) -> Vec<(Address, Vec<u8>)> {
    let mut stack = Vec::new();
    let mut found = Vec::new();
    for log in logs {
        match parse(log) {
            Line::Invoke(program) => stack.push(program),
            Line::Success | Line::Failed(_) => {
                stack.pop();
            }
            Line::Data(data) => found.extend(stack.last().map(|program| (*program, data))),
            Line::Other => {}
        }
    }
    found
}

/// The program that failed first: with calls between programs, the innermost one, whose error code
/// the others pass on.
pub fn failed_program(logs: &[String]) -> Option<Address> {
    logs.iter().find_map(|log| match parse(log) {
        Line::Failed(program) => Some(program),
        _ => None,
    })
}

/// Whether the runtime cut lines off.
pub fn is_truncated(logs: &[String]) -> bool {
    logs.iter().any(|log| log == TRUNCATED)
}

fn parse(log: &str) -> Line {
    if let Some(data) = log.strip_prefix("Program data: ") {
        // Anchor logs one slice; several would stand apart and are not an event.
        return STANDARD
            .decode(data.trim_end())
            .map_or(Line::Other, Line::Data);
    }
    let Some((id, rest)) = log
        .strip_prefix("Program ")
        .and_then(|rest| rest.split_once(' '))
    else {
        return Line::Other;
    };
    let Ok(program) = Address::from_str(id) else {
        return Line::Other;
    };
    if rest.starts_with("invoke [") {
        Line::Invoke(program)
    } else if rest == "success" {
        Line::Success
    } else if rest.starts_with("failed: ") {
        Line::Failed(program)
    } else {
        Line::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generated::{emission, io_token};

    fn lines(lines: &[String]) -> Vec<String> {
        lines.to_vec()
    }

    #[test]
    fn data_belongs_to_the_program_that_logged_it() {
        let (outer, inner) = (emission::PROGRAM.id, io_token::PROGRAM.id);
        let logs = lines(&[
            format!("Program {outer} invoke [1]"),
            format!("Program {inner} invoke [2]"),
            "Program data: AQI=".to_owned(),
            format!("Program {inner} consumed 1 of 2 compute units"),
            format!("Program {inner} success"),
            "Program data: Aw==".to_owned(),
            format!("Program {outer} success"),
        ]);
        assert_eq!(program_data(&logs), [(inner, vec![1, 2]), (outer, vec![3])]);
        assert_eq!(failed_program(&logs), None);
    }

    #[test]
    fn a_log_message_cannot_pass_for_data_of_another_program() {
        let (honest, liar) = (io_token::PROGRAM.id, Address::new_from_array([7; 32]));
        let logs = lines(&[
            format!("Program {liar} invoke [1]"),
            format!("Program log: Program {honest} invoke [2]\nProgram data: AQI="),
            format!("Program log: Program {honest} failed: custom program error: 0x1770"),
            "Program data: Aw== Aw==".to_owned(),
            "Program data: !!".to_owned(),
            format!("Program {liar} success"),
            "Program data: Aw==".to_owned(),
        ]);
        assert_eq!(program_data(&logs), []);
        assert_eq!(failed_program(&logs), None);
    }

    #[test]
    fn the_innermost_failure_counts() {
        let (outer, inner) = (emission::PROGRAM.id, io_token::PROGRAM.id);
        let logs = lines(&[
            format!("Program {outer} invoke [1]"),
            format!("Program {inner} invoke [2]"),
            format!("Program {inner} failed: custom program error: 0x1791"),
            format!("Program {outer} failed: custom program error: 0x1791"),
        ]);
        assert_eq!(failed_program(&logs), Some(inner));
        assert!(!is_truncated(&logs));
        assert!(is_truncated(&lines(&[TRUNCATED.to_owned()])));
    }
}
