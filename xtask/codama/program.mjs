// From an IDL to codama's tree, with the events and PDAs that the standard visitors leave out.
import {
  bytesTypeNode,
  camelCase,
  constantPdaSeedNodeFromBytes,
  definedTypeNode,
  fixedSizeTypeNode,
  isNode,
  numberTypeNode,
  pdaNode,
  programNode,
  publicKeyTypeNode,
  rootNode,
  variablePdaSeedNode,
  visit,
} from "codama";
import {
  defaultVisitor,
  rootNodeFromAnchorWithoutDefaultVisitor,
} from "@codama/nodes-from-anchor";

/**
 * Builds the tree of one program.
 *
 * `declaredPdas` (from pdas.json) names the program's PDAs; those the IDL describes as well take
 * the declared name wherever an instruction uses them, whatever the account is called there.
 */
export function rootFromIdl(idl, declaredPdas = {}) {
  const declared = Object.entries(declaredPdas).map(([name, seeds]) =>
    declaredPda(name, seeds),
  );
  const root = rootNodeFromAnchorWithoutDefaultVisitor(idl);
  const named = renamePdas(root.program, declared);
  const expanded = visit(rootNode(named), defaultVisitor()).program;
  return rootNode(
    programNode({
      ...expanded,
      pdas: mergePdas(idl.metadata.name, expanded.pdas ?? [], declared),
      definedTypes: [...(expanded.definedTypes ?? []), ...eventTypes(idl, expanded)],
    }),
  );
}

function declaredPda(name, seeds) {
  return pdaNode({
    name,
    seeds: seeds.map((seed) => {
      if (typeof seed === "string") {
        return constantPdaSeedNodeFromBytes(
          "base16",
          Buffer.from(seed, "utf8").toString("hex"),
        );
      }
      const [[variable, type]] = Object.entries(seed);
      return variablePdaSeedNode(variable, seedType(type));
    }),
  });
}

/** `pubkey`, `bytes32` or a number type. */
function seedType(type) {
  if (type === "pubkey") return publicKeyTypeNode();
  if (type === "bytes32") return fixedSizeTypeNode(bytesTypeNode(), 32);
  return numberTypeNode(type);
}

/** Two PDAs are the same when their constant bytes and the types of their variables are. */
export function seedShape(pda) {
  return JSON.stringify(
    (pda.seeds ?? []).map((seed) =>
      isNode(seed, "constantPdaSeedNode")
        ? [...constantSeedBytes(seed)]
        : { ...plainSeedType(seed.type) },
    ),
  );
}

/** The IDL's `[u8; n]` is what the default visitor makes of it: n bytes. */
function plainSeedType(type) {
  const isArray = isNode(type, "arrayTypeNode") && isNode(type.count, "fixedCountNode");
  return isArray && type.item.format === "u8"
    ? fixedSizeTypeNode(bytesTypeNode(), type.count.value)
    : type;
}

function renamePdas(program, declared) {
  const byShape = new Map(declared.map((pda) => [seedShape(pda), pda]));
  const renameAccount = (account) => {
    const value = account.defaultValue;
    if (!value || !isNode(value, "pdaValueNode") || !isNode(value.pda, "pdaNode")) {
      return account;
    }
    const own = !value.pda.programId || value.pda.programId === program.publicKey;
    const match = own ? byShape.get(seedShape(value.pda)) : undefined;
    if (!match) return account;
    const before = variables(value.pda);
    const after = variables(match);
    const seeds = (value.seeds ?? []).map((seed) => ({
      ...seed,
      name: after[before.indexOf(seed.name)],
    }));
    return { ...account, defaultValue: { ...value, pda: match, seeds } };
  };
  const instructions = (program.instructions ?? []).map((instruction) => ({
    ...instruction,
    accounts: (instruction.accounts ?? []).map(renameAccount),
  }));
  return { ...program, instructions };
}

function variables(pda) {
  return pda.seeds.filter((seed) => isNode(seed, "variablePdaSeedNode")).map((seed) => seed.name);
}

function mergePdas(program, found, declared) {
  const shapes = new Set(found.map(seedShape));
  const missing = declared.filter((pda) => !shapes.has(seedShape(pda)));
  const all = [...found, ...missing];
  const names = all.map((pda) => pda.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) {
    throw new Error(
      `${program}: two PDAs with different seeds are called ${JSON.stringify(twice)}; ` +
        `name them in xtask/codama/pdas.json`,
    );
  }
  return all.sort((a, b) => a.name.localeCompare(b.name, "en"));
}

/** An event's struct as an ordinary type, so that the renderers write its codec. */
function eventTypes(idl, program) {
  const taken = new Set(
    [...(program.accounts ?? []), ...(program.definedTypes ?? [])].map((node) => node.name),
  );
  return (program.events ?? []).map((event) => {
    if (taken.has(event.name)) {
      throw new Error(
        `${idl.metadata.name}: the event ${event.name} has the name of an account or a type; ` +
          `rename one of them in the program`,
      );
    }
    const source = idl.types.find((type) => camelCase(type.name) === event.name);
    return definedTypeNode({ name: event.name, docs: source?.docs, type: event.data.type });
  });
}

/** The events of the IDL: `{ name, discriminator }`, by name. */
export function eventsOf(idl) {
  return (idl.events ?? []).map(({ name, discriminator }) => {
    if (discriminator.length !== 8) {
      throw new Error(
        `${idl.metadata.name}: the discriminator of the event ${name} has ` +
          `${discriminator.length} bytes; the clients decode 8`,
      );
    }
    return { name, discriminator };
  });
}

/** A constant seed's bytes, whatever it is encoded in. */
export function constantSeedBytes(seed) {
  const { kind, data, encoding } = seed.value;
  if (kind === "bytesValueNode" && encoding === "base58") return base58(data);
  if (kind === "bytesValueNode" && encoding === "base16") return Buffer.from(data, "hex");
  if (kind === "stringValueNode") return Buffer.from(seed.value.string, "utf8");
  throw new Error(`a PDA seed of kind ${kind} (${encoding ?? "no encoding"}) is not supported`);
}

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

function base58(text) {
  const bytes = [];
  for (const character of text) {
    let carry = BASE58.indexOf(character);
    for (let index = 0; index < bytes.length; index += 1) {
      carry += bytes[index] * 58;
      bytes[index] = carry & 0xff;
      carry >>= 8;
    }
    while (carry > 0) {
      bytes.push(carry & 0xff);
      carry >>= 8;
    }
  }
  for (const character of text) {
    if (character !== "1") break;
    bytes.push(0);
  }
  return Uint8Array.from(bytes.reverse());
}
