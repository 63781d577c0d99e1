import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutAliases } from "../idl.mjs";
import { eventsOf, rootFromIdl } from "../program.mjs";
import { renderRustProgram } from "../rust.mjs";
import { renderTypeScriptProgram } from "../typescript.mjs";

const bytes = (text) => [...Buffer.from(text, "utf8")];
const seed = (text) => ({ kind: "const", value: bytes(text) });

/** A program with two PDAs, an event, an error, an account and an alias type. */
function idl() {
  return {
    address: "11111111111111111111111111111112",
    metadata: { name: "sample", version: "0.1.0", spec: "0.1.0" },
    instructions: [
      {
        name: "open",
        discriminator: [1, 2, 3, 4, 5, 6, 7, 8],
        accounts: [
          { name: "payer", writable: true, signer: true },
          { name: "the_vault", writable: true, pda: { seeds: [seed("vault")] } },
          {
            name: "ticket",
            pda: { seeds: [seed("ticket"), { kind: "arg", path: "number" }] },
          },
        ],
        args: [{ name: "number", type: "u32" }],
      },
    ],
    accounts: [{ name: "Vault", discriminator: [9, 9, 9, 9, 9, 9, 9, 9] }],
    events: [{ name: "Opened", discriminator: [8, 7, 6, 5, 4, 3, 2, 1] }],
    errors: [{ code: 6000, name: "TooBig", msg: 'not "small"; {braces} and `ticks`' }],
    types: [
      { name: "PodU64", type: { kind: "type", alias: "u64" } },
      {
        name: "Vault",
        type: {
          kind: "struct",
          fields: [{ name: "total", type: { defined: { name: "PodU64" } } }],
        },
      },
      {
        name: "Opened",
        docs: ["A vault was opened."],
        type: { kind: "struct", fields: [{ name: "by", type: "pubkey" }] },
      },
      {
        name: "Parameters",
        type: { kind: "struct", fields: [{ name: "share", type: "u16" }] },
      },
    ],
  };
}

test("an alias becomes its target wherever it is used", () => {
  const plain = withoutAliases(idl());
  assert.deepEqual(
    plain.types.map((type) => type.name),
    ["Vault", "Opened", "Parameters"],
  );
  assert.equal(plain.types[0].type.fields[0].type, "u64");
});

test("an alias of an alias becomes the last target", () => {
  const chained = idl();
  chained.types.push({
    name: "Amount",
    type: { kind: "type", alias: { vec: { defined: { name: "PodU64" } } } },
  });
  chained.types[1].type.fields[0].type = { defined: { name: "Amount" } };
  assert.deepEqual(withoutAliases(chained).types[0].type.fields[0].type, { vec: "u64" });
});

test("declared PDAs name those of the IDL with the same seeds and add the others", () => {
  const root = rootFromIdl(withoutAliases(idl()), {
    vault: ["vault"],
    ticket: ["ticket", { index: "u32" }],
    unused: ["unused", { owner: "pubkey" }],
  });
  assert.deepEqual(
    root.program.pdas.map((pda) => pda.name),
    ["ticket", "unused", "vault"],
  );
  const [, vault, ticket] = root.program.instructions[0].accounts;
  assert.equal(vault.defaultValue.pda.name, "vault");
  assert.equal(ticket.defaultValue.seeds[0].name, "index");
});

test("a seed of 32 bytes is the same in the IDL and in a declaration", () => {
  const keyed = withoutAliases(idl());
  keyed.instructions[0].args[0].type = { array: ["u8", 32] };
  const root = rootFromIdl(keyed, { theTicket: ["ticket", { id: "bytes32" }] });
  assert.deepEqual(
    root.program.pdas.map((pda) => pda.name),
    ["theTicket", "theVault"],
  );
  const files = renderRustProgram(keyed, root);
  assert.match(files.get("pdas.rs"), /find_the_ticket_pda\(id: &\[u8; 32\]\)/);
  assert.match(files.get("pdas.rs"), /&\[b"ticket", id\]/);
});

test("two PDAs of one name with different seeds are an error", () => {
  assert.throws(
    () => rootFromIdl(withoutAliases(idl()), { theVault: ["other"] }),
    /sample: two PDAs with different seeds are called "theVault"/,
  );
});

test("an event with the name of an account is an error", () => {
  const clashing = idl();
  clashing.events.push({ name: "Vault", discriminator: [1, 1, 1, 1, 1, 1, 1, 1] });
  assert.throws(() => rootFromIdl(withoutAliases(clashing)), /the event vault has the name/);
});

test("an event with a short discriminator is an error", () => {
  const short = idl();
  short.events[0].discriminator = [1];
  assert.throws(() => eventsOf(short), /Opened has 1 bytes; the clients decode 8/);
});

test("the Rust side has errors with text, events and PDA finders, and no CPI", () => {
  const plain = withoutAliases(idl());
  const files = renderRustProgram(plain, rootFromIdl(plain, { vault: ["vault"] }));
  assert.match(files.get("errors.rs"), /"not \\"small\\"; \{braces\} and `ticks`"/);
  assert.match(files.get("events.rs"), /OPENED_EVENT_DISCRIMINATOR: \[u8; 8\] = \[8, 7, 6, 5, 4/);
  assert.match(files.get("pdas.rs"), /find_vault_pda\(\) -> \(Address, u8\)/);
  assert.match(files.get("pdas.rs"), /&\[b"ticket", &number\.to_le_bytes\(\)\]/);
  assert.match(files.get("types/opened.rs"), /A vault was opened\./);
  for (const [path, content] of files) {
    assert.doesNotMatch(content, /AccountInfo|crate::SAMPLE_ID|crate::generated::types/, path);
  }
});

test("two errors with one code are an error", () => {
  const double = withoutAliases(idl());
  double.errors.push({ code: 6000, name: "Other", msg: "other" });
  assert.throws(() => renderRustProgram(double, rootFromIdl(double)), /two errors have the code 6000/);
});

test("the TypeScript side keeps error texts and never hides a built-in type", async () => {
  const plain = withoutAliases(idl());
  const files = await renderTypeScriptProgram(plain, rootFromIdl(plain));
  assert.match(files.get("errorTexts.ts"), /6000: \{/);
  assert.match(files.get("events.ts"), /name: "Opened"/);
  assert.ok(files.has("types/sampleParameters.ts") && !files.has("types/parameters.ts"));
});
