// The PDA finders of one program in Rust.
import { isNode, snakeCase } from "codama";
import { constantSeedBytes } from "./program.mjs";
import { HEADER } from "./rust-text.mjs";

/** The module `pdas`. */
export function pdasFile(program) {
  const id = `${snakeCase(program.name).toUpperCase()}_ID`;
  const finders = (program.pdas ?? []).map((pda) => pdaFinder(pda, id));
  return `${HEADER}//! The addresses that \`${snakeCase(program.name)}\` derives.

use solana_address::Address;
use super::${id};

${finders.join("\n")}`;
}

function pdaFinder(pda, id) {
  const seeds = (pda.seeds ?? []).map((seed) => pdaSeed(pda, seed));
  const parameters = seeds.flatMap(({ parameter }) => parameter ?? []);
  return `/// Finds the PDA \`${snakeCase(pda.name)}\` and its bump; seeds: ${seeds.map(({ doc }) => doc).join(", ")}.
pub fn find_${snakeCase(pda.name)}_pda(${parameters.join(", ")}) -> (Address, u8) {
  Address::find_program_address(&[${seeds.map(({ bytes }) => bytes).join(", ")}], &${id})
}
`;
}

function pdaSeed(pda, seed) {
  if (isNode(seed, "constantPdaSeedNode")) {
    const literal = byteString(constantSeedBytes(seed));
    return { bytes: literal, doc: `\`${literal}\`` };
  }
  const name = snakeCase(seed.name);
  if (isNode(seed.type, "publicKeyTypeNode")) {
    return { bytes: `${name}.as_ref()`, parameter: `${name}: &Address`, doc: `\`${name}\`` };
  }
  if (isNode(seed.type, "numberTypeNode") && seed.type.endian === "le") {
    return {
      bytes: `&${name}.to_le_bytes()`,
      parameter: `${name}: ${seed.type.format}`,
      doc: `\`${name}\` (little endian)`,
    };
  }
  if (isNode(seed.type, "fixedSizeTypeNode") && isNode(seed.type.type, "bytesTypeNode")) {
    return {
      bytes: name,
      parameter: `${name}: &[u8; ${seed.type.size}]`,
      doc: `\`${name}\``,
    };
  }
  throw new Error(`the PDA ${pda.name} has a seed of type ${seed.type.kind}; teach rust.mjs about it`);
}

function byteString(bytes) {
  const text = [...bytes]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      if (character === '"' || character === "\\") return `\\${character}`;
      if (byte >= 0x20 && byte < 0x7f) return character;
      return `\\x${byte.toString(16).padStart(2, "0")}`;
    })
    .join("");
  return `b"${text}"`;
}
