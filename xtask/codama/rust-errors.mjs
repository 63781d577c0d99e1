// The errors of one program in Rust: a table, and an enum with name, code and text.
import { pascalCase, snakeCase } from "codama";
import { HEADER, quote } from "./rust-text.mjs";

/** The module `errors`. */
export function errorsFile(program) {
  const errors = [...(program.errors ?? [])].sort((a, b) => a.code - b.code);
  const twice = errors.find((error, index) => index > 0 && errors[index - 1].code === error.code);
  if (twice) {
    throw new Error(
      `${program.name}: two errors have the code ${twice.code}; give one enum an offset with ` +
        `#[error_code(offset = …)]`,
    );
  }
  const rows = errors.map(
    ({ code, name, message }) =>
      `ErrorText { code: ${code}, name: ${quote(pascalCase(name))}, message: ${quote(message)} },`,
  );
  const table = `${HEADER}//! The errors of \`${snakeCase(program.name)}\`, with their names and texts.

use crate::program::ErrorText;

/// All errors, by code.
pub const ERRORS: &[ErrorText] = &[${rows.join("\n")}];
`;
  return errors.length === 0 ? table : table + errorEnum(`${pascalCase(program.name)}Error`, errors);
}

function errorEnum(type, errors) {
  const variants = errors.map(
    ({ code, name, message }) =>
      `/// ${message || pascalCase(name)}\n${pascalCase(name)} = ${code},`,
  );
  const cases = (write) =>
    errors.map((error) => write(pascalCase(error.name), error)).join("\n");
  return `
/// An error of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum ${type} { ${variants.join("\n")} }

impl ${type} {
  /// All errors, by code.
  pub const ALL: [Self; ${errors.length}] = [${cases((name) => `Self::${name},`)}];

  /// The custom error code the program returns.
  pub const fn code(self) -> u32 { self as u32 }

  /// The error with that code.
  pub const fn from_code(code: u32) -> Option<Self> {
    match code { ${cases((name, { code }) => `${code} => Some(Self::${name}),`)} _ => None }
  }

  /// Its name in the IDL.
  pub const fn name(self) -> &'static str {
    match self { ${cases((name) => `Self::${name} => ${quote(name)},`)} }
  }

  /// Its text in the IDL.
  pub const fn message(self) -> &'static str {
    match self { ${cases((name, { message }) => `Self::${name} => ${quote(message)},`)} }
  }
}

impl std::fmt::Display for ${type} {
  fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
    formatter.write_str(self.message())
  }
}

impl std::error::Error for ${type} {}
`;
}
