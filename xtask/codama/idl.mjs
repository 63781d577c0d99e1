// Reads an IDL and takes out what codama does not understand.
import { readFileSync } from "node:fs";
import path from "node:path";

/**
 * Reads the IDL in `file`, without alias types: Anchor v2 writes `type X = Y` (its Pod wrappers)
 * as `"kind": "type"`, which nodes-from-anchor refuses. Each use of an alias becomes its target.
 */
export function readIdl(file) {
  const idl = JSON.parse(readFileSync(file, "utf8"));
  const expected = path.basename(file, ".json");
  if (idl.metadata?.name !== expected) {
    throw new Error(
      `${file} describes the program ${JSON.stringify(idl.metadata?.name)}, expected ` +
        `${JSON.stringify(expected)}: write it again with \`cargo xtask idl\``,
    );
  }
  return withoutAliases(idl);
}

/** The IDL with every alias type replaced by what it stands for. */
export function withoutAliases(idl) {
  const types = idl.types ?? [];
  const aliases = new Map(
    types.filter(isAlias).map((type) => [type.name, type.type.alias]),
  );
  const replace = (value) => {
    if (Array.isArray(value)) return value.map(replace);
    if (value === null || typeof value !== "object") return value;
    const name = value.defined?.name;
    if (aliases.has(name)) return replace(aliases.get(name));
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, replace(inner)]),
    );
  };
  return replace({ ...idl, types: types.filter((type) => !isAlias(type)) });
}

function isAlias(type) {
  return type.type.kind === "type";
}
