import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import {
  getAddressDecoder,
  getAddressEncoder,
  getBase64Decoder,
  type Address,
} from "@solana/kit";
import { decodeEvents, describeError, emission, ioToken, PROGRAMS } from "../src";

const OTHER = getAddressDecoder().decode(new Uint8Array(32).fill(7));

function encodedBurn(): Uint8Array {
  const size = ioToken.getBurnedEncoder().fixedSize;
  const body = Uint8Array.from({ length: size }, (_, index) => index + 1);
  return new Uint8Array([...ioToken.BURNED_EVENT_DISCRIMINATOR, ...body]);
}

function logged(program: Address, data: Uint8Array): string[] {
  return [
    `Program ${program} invoke [1]`,
    "Program log: Instruction: burn",
    `Program data: ${getBase64Decoder().decode(data)}`,
    `Program ${program} success`,
  ];
}

test("an event is decoded from its log line and encodes to the same bytes", () => {
  const data = encodedBurn();
  const [event, ...rest] = decodeEvents(logged(ioToken.IO_TOKEN_PROGRAM_ADDRESS, data));
  assert.equal(rest.length, 0);
  assert.ok(event?.program === "io_token" && event.name === "Burned");
  assert.deepEqual(new Uint8Array(ioToken.getBurnedEncoder().encode(event.data)), data.slice(8));
});

test("data of another program or with another discriminator is no event", () => {
  const data = encodedBurn();
  assert.deepEqual(decodeEvents(logged(OTHER, data)), []);
  assert.deepEqual(decodeEvents(logged(emission.EMISSION_PROGRAM_ADDRESS, data)), []);
  data[0] = (data[0] ?? 0) ^ 1;
  assert.deepEqual(decodeEvents(logged(ioToken.IO_TOKEN_PROGRAM_ADDRESS, data)), []);
});

test("an event belongs to the innermost program, and text cannot pass for one", () => {
  const id = ioToken.IO_TOKEN_PROGRAM_ADDRESS;
  const outer = emission.EMISSION_PROGRAM_ADDRESS;
  const inner = logged(id, encodedBurn()).map((line) => line.replace("invoke [1]", "invoke [2]"));
  const called = [`Program ${outer} invoke [1]`, ...inner, `Program ${outer} success`];
  assert.equal(decodeEvents(called).length, 1);
  const forged = logged(id, encodedBurn()).map((line) => `Program log: ${line}`);
  assert.deepEqual(decodeEvents([`Program ${OTHER} invoke [1]`, ...forged]), []);
});

test("an event of another length and cut logs are errors", () => {
  const data = encodedBurn();
  const longer = new Uint8Array([...data, 0]);
  const id = ioToken.IO_TOKEN_PROGRAM_ADDRESS;
  assert.throws(() => decodeEvents(logged(id, longer)), /older than the program/);
  assert.throws(() => decodeEvents(logged(id, data.slice(0, -1))));
  assert.throws(() => decodeEvents([...logged(id, data), "Log truncated"]), /cut off/);
});

test("every error of every program has its name, code and text", () => {
  let checked = 0;
  for (const program of PROGRAMS) {
    for (const [code, { name, message }] of Object.entries(program.errors)) {
      const failure = describeError(Number(code), program.address);
      assert.deepEqual(failure, { program: program.name, name, code: Number(code), message });
      assert.ok(message.length > 0, `${program.name}.${name} has no text`);
      checked += 1;
    }
  }
  assert.ok(checked >= 60, `${checked} errors`);
});

test("an error passed on by a caller is the callee's", () => {
  const code = ioToken.IO_TOKEN_ERROR__CAP_EXCEEDED;
  const logs = [
    `Program ${ioToken.IO_TOKEN_PROGRAM_ADDRESS} failed: custom program error: 0x${code.toString(16)}`,
    `Program ${emission.EMISSION_PROGRAM_ADDRESS} failed: custom program error: 0x${code.toString(16)}`,
  ];
  const failure = describeError(code, emission.EMISSION_PROGRAM_ADDRESS, logs);
  assert.equal(failure.program, "io_token");
  assert.equal(failure.name, "CapExceeded");
  assert.equal(describeError(99, OTHER).name, "Custom");
});

test("each PDA is the hash of its seeds, its bump and its program", async () => {
  const text = (seed: string) => Buffer.from(seed, "utf8");
  const index = Buffer.from([0x04, 0x03, 0x02, 0x01]);
  const token = ioToken.IO_TOKEN_PROGRAM_ADDRESS;
  const pools = emission.EMISSION_PROGRAM_ADDRESS;
  const table = [
    { program: token, found: ioToken.findConfigPda(), seeds: [text("config")] },
    { program: token, found: ioToken.findMintPda(), seeds: [text("mint")] },
    { program: token, found: ioToken.findMintAuthorityPda(), seeds: [text("mint-authority")] },
    { program: token, found: ioToken.findVestingVaultPda(), seeds: [text("vesting-vault")] },
    {
      program: token,
      found: ioToken.findVestingPda({ index: 0x01020304 }),
      seeds: [text("vesting"), index],
    },
    { program: pools, found: emission.findStatePda(), seeds: [text("emission")] },
    { program: pools, found: emission.findAuthorityPda(), seeds: [text("authority")] },
    { program: pools, found: emission.findAvailabilityVaultPda(), seeds: [text("availability")] },
    { program: pools, found: emission.findComputeVaultPda(), seeds: [text("compute")] },
    { program: pools, found: emission.findReserveVaultPda(), seeds: [text("reserve")] },
  ];
  for (const { program, found, seeds } of table) {
    const [address, bump] = await found;
    const hash = createHash("sha256");
    for (const seed of seeds) hash.update(seed);
    hash.update(Uint8Array.of(bump));
    hash.update(new Uint8Array(getAddressEncoder().encode(program)));
    hash.update("ProgramDerivedAddress");
    assert.equal(address, getAddressDecoder().decode(hash.digest()), seeds.join("/"));
  }
});

test("an instruction derives its accounts and carries its arguments", async () => {
  const [config] = await ioToken.findConfigPda();
  const holder = { address: OTHER, signTransactions: async () => [] };
  const instruction = await ioToken.getBurnInstructionAsync({
    holder,
    source: OTHER,
    amount: 7n,
  });
  assert.equal(instruction.programAddress, ioToken.IO_TOKEN_PROGRAM_ADDRESS);
  assert.equal(instruction.accounts[1]?.address, config);
  assert.equal(ioToken.getBurnInstructionDataDecoder().decode(instruction.data).amount, 7n);
  assert.equal(
    ioToken.identifyIoTokenInstruction(instruction),
    ioToken.IoTokenInstruction.Burn,
  );
});
