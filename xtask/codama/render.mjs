// Renders the clients: node render.mjs --rust DIR --typescript DIR IDL.json…
// Both folders are replaced. Called by `cargo xtask clients`, which formats the Rust side.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { readIdl } from "./idl.mjs";
import { rootFromIdl } from "./program.mjs";
import { renderRustIndex, renderRustProgram } from "./rust.mjs";
import { renderTypeScriptIndex, renderTypeScriptProgram } from "./typescript.mjs";

const { values, positionals } = parseArgs({
  options: { rust: { type: "string" }, typescript: { type: "string" } },
  allowPositionals: true,
});
if (!values.rust || !values.typescript || positionals.length === 0) {
  throw new Error("usage: node render.mjs --rust DIR --typescript DIR IDL.json…");
}

const declaredPdas = JSON.parse(readFileSync(new URL("pdas.json", import.meta.url), "utf8"));
const programs = positionals
  .map(readIdl)
  .sort((a, b) => a.metadata.name.localeCompare(b.metadata.name, "en"))
  .map((idl) => ({
    idl,
    name: idl.metadata.name,
    root: rootFromIdl(idl, declaredPdas[idl.metadata.name]),
  }));

const rust = new Map([["mod.rs", renderRustIndex(programs)]]);
const typescript = new Map([["index.ts", await renderTypeScriptIndex(programs)]]);
for (const { idl, name, root } of programs) {
  add(rust, name, renderRustProgram(idl, root));
  add(typescript, name, await renderTypeScriptProgram(idl, root));
}
write(values.rust, rust);
write(values.typescript, typescript);

function add(files, folder, more) {
  for (const [file, content] of more) files.set(`${folder}/${file}`, content);
}

function write(folder, files) {
  rmSync(folder, { recursive: true, force: true });
  for (const [file, content] of files) {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
}
