// The Rust client of one program: codama's accounts, instructions and types, and our own errors,
// events, PDA finders and tables.
import { pascalCase, snakeCase, visit } from "codama";
import { getRenderMapVisitor } from "@codama/renderers-rust";
import { eventsOf } from "./program.mjs";
import { errorsFile } from "./rust-errors.mjs";
import { pdasFile } from "./rust-pdas.mjs";
import { HEADER, quote } from "./rust-text.mjs";

/** Files by path below the program's folder. */
export function renderRustProgram(idl, root) {
  const name = snakeCase(root.program.name);
  const visitor = getRenderMapVisitor({
    anchorTraits: false,
    traitOptions: { scalarEnumDefaults: ["Copy", "PartialOrd", "Hash"] },
  });
  const files = new Map();
  for (const [path, { content }] of visit(root, visitor)) {
    if (path === "mod.rs" || path === "shared.rs" || path.startsWith("errors/")) continue;
    files.set(path, HEADER + ownPaths(withoutChainSide(path, content), name));
  }
  const folders = ["accounts", "instructions", "types"].filter((folder) =>
    files.has(`${folder}/mod.rs`),
  );
  files.set("mod.rs", moduleFile(root.program, folders));
  files.set("errors.rs", errorsFile(root.program));
  files.set("events.rs", eventsFile(idl, root.program));
  files.set("pdas.rs", pdasFile(root.program));
  files.set("program.rs", programFile(idl, root.program));
  return files;
}

/** The module that lists all programs. */
export function renderRustIndex(programs) {
  const names = programs.map((program) => snakeCase(program.name));
  return `${HEADER}//! The programs' clients, generated from their IDLs.

${names.map((name) => `pub mod ${name};`).join("\n")}

use solana_address::Address;
use crate::program::Program;

/// Every program of the network.
pub const PROGRAMS: [&Program; ${names.length}] = [${names.map((n) => `&${n}::PROGRAM`).join(", ")}];

/// An event of any of the programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
  ${names.map((n) => `/// Of the program \`${n}\`.\n${pascalCase(n)}(${n}::events::${pascalCase(n)}Event),`).join("\n")}
}

impl Event {
  /// Decodes the data of one \`Program data:\` log line of \`program\`. \`None\` when the program or
  /// the discriminator is unknown.
  ///
  /// # Errors
  /// When the discriminator is known and the rest does not fit the event.
  pub fn decode(program: &Address, data: &[u8]) -> Option<Result<Self, std::io::Error>> {
    ${names
      .map(
        (n) => `if *program == ${n}::PROGRAM.id {
      return Some(${n}::events::${pascalCase(n)}Event::decode(data)?.map(Self::${pascalCase(n)}));
    }`,
      )
      .join("\n")}
    None
  }

  /// The event's name in the IDL.
  pub const fn name(&self) -> &'static str {
    match self { ${names.map((n) => `Self::${pascalCase(n)}(event) => event.name(),`).join("\n")} }
  }

  /// The program that emits this event.
  pub const fn program(&self) -> &'static Program {
    match self { ${names.map((n) => `Self::${pascalCase(n)}(_) => &${n}::PROGRAM,`).join("\n")} }
  }
}
`;
}

/** Cuts what only a program can use (CPI builders, AccountInfo) and the blocking fetchers. */
function withoutChainSide(path, content) {
  if (path.startsWith("accounts/") && path !== "accounts/mod.rs") {
    return cutFrom(path, content, /^impl<'a> TryFrom<&solana_account_info::AccountInfo/m);
  }
  if (path.startsWith("instructions/") && path !== "instructions/mod.rs") {
    return cutFrom(path, content, /^\s*\/\/\/ `\w+` CPI (accounts|instruction)\.$/m);
  }
  return content;
}

function cutFrom(path, content, marker) {
  const at = content.search(marker);
  if (at < 0) throw new Error(`${path}: codama no longer writes ${marker}; look at rust.mjs`);
  return content.slice(0, at).trimEnd() + "\n";
}

/** codama expects to own a whole crate; here each program is one module of it. */
function ownPaths(content, name) {
  return content
    .replaceAll("crate::generated::", `crate::generated::${name}::`)
    .replaceAll(
      `crate::${name.toUpperCase()}_ID`,
      `crate::generated::${name}::${name.toUpperCase()}_ID`,
    );
}

function moduleFile(program, folders) {
  const modules = [...folders, "errors", "events", "pdas", "program", "programs"].sort();
  return `${HEADER}//! The program \`${snakeCase(program.name)}\`.

${modules.map((module) => `pub mod ${module};`).join("\n")}

pub use program::PROGRAM;
pub use programs::${snakeCase(program.name).toUpperCase()}_ID;
`;
}

function withoutEvents(title, type) {
  return `${title}
/// An event of the program: there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ${type} {}

impl ${type} {
  /// \`None\`, as no data is one of this program's events.
  pub const fn decode(_data: &[u8]) -> Option<Result<Self, std::io::Error>> {
    None
  }

  /// The event's name in the IDL.
  pub const fn name(&self) -> &'static str {
    match *self {}
  }
}
`;
}

function eventsFile(idl, program) {
  const events = eventsOf(idl);
  const title = `${HEADER}//! The events of \`${snakeCase(program.name)}\`, as programs log them.\n`;
  const type = `${pascalCase(program.name)}Event`;
  if (events.length === 0) return withoutEvents(title, type);
  const each = (write) => events.map((event) => write(pascalCase(event.name), event)).join("\n");
  return `${title}
use borsh::BorshDeserialize;

${each((name) => `pub use super::types::${name};`)}

${each(
  (name, event) => `/// First bytes of the logged data of [\`${name}\`].
pub const ${snakeCase(name).toUpperCase()}_EVENT_DISCRIMINATOR: [u8; 8] = [${event.discriminator.join(", ")}];`,
)}

/// An event of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ${type} { ${each((name) => `/// See [\`${name}\`].\n${name}(${name}),`)} }

impl ${type} {
  /// Decodes the data of one \`Program data:\` log line; \`None\` when the discriminator is not one
  /// of this program's events.
  ///
  /// # Errors
  /// When the discriminator is known and the rest does not fit the event exactly.
  pub fn decode(data: &[u8]) -> Option<Result<Self, std::io::Error>> {
    let (discriminator, body) = data.split_first_chunk::<8>()?;
    match *discriminator {
      ${each(
        (name) =>
          `${snakeCase(name).toUpperCase()}_EVENT_DISCRIMINATOR => Some(${name}::try_from_slice(body).map(Self::${name})),`,
      )}
      _ => None,
    }
  }

  /// The event's name in the IDL.
  pub const fn name(&self) -> &'static str {
    match *self { ${each((name) => `Self::${name}(_) => ${quote(name)},`)} }
  }
}
`;
}

function programFile(idl, program) {
  const name = snakeCase(program.name);
  const instructions = idl.instructions.map(
    (instruction) =>
      `InstructionName { discriminator: [${instruction.discriminator.join(", ")}], name: ${quote(instruction.name)} },`,
  );
  const accounts = (program.accounts ?? []).map((account) => pascalCase(account.name));
  return `${HEADER}//! What is known of \`${name}\` as a whole.

use solana_address::Address;
use super::accounts;
use super::{${name.toUpperCase()}_ID, errors};
use crate::program::{InstructionName, Program, ProgramAccount};

/// The program \`${name}\`.
pub const PROGRAM: Program = Program {
  id: ${name.toUpperCase()}_ID,
  name: ${quote(name)},
  errors: errors::ERRORS,
  instructions: &[${instructions.join("\n")}],
};

${accounts
  .map(
    (account) => `impl ProgramAccount for accounts::${account} {
  const NAME: &'static str = ${quote(account)};
  const PROGRAM_ID: Address = ${name.toUpperCase()}_ID;
  const DISCRIMINATOR: [u8; 8] = accounts::${snakeCase(account).toUpperCase()}_DISCRIMINATOR;
  const LEN: usize = Self::LEN;

  fn decode_bytes(data: &[u8]) -> Result<Self, std::io::Error> {
    Self::from_bytes(data)
  }
}`,
  )
  .join("\n\n")}
`;
}
