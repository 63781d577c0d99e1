/**
 * Reading the log lines of a transaction. Programs choose what follows "Program log: ", never what
 * stands before it, and each line is one entry: no program can pretend to be another here.
 */

/** Data that one program logged, in base64. */
export type LoggedData = { program: string; base64: string };

const ADDRESS = "[1-9A-HJ-NP-Za-km-z]{32,44}";
const INVOKE = new RegExp(`^Program (${ADDRESS}) invoke \\[\\d+\\]$`);
const SUCCESS = new RegExp(`^Program ${ADDRESS} success$`);
const FAILED = new RegExp(`^Program (${ADDRESS}) failed: `);
const DATA = /^Program data: ([A-Za-z0-9+/]+={0,2})$/;
const TRUNCATED = "Log truncated";

/** The data that each program logged, in order. Throws when the runtime cut lines off. */
export function loggedData(logs: readonly string[]): LoggedData[] {
  if (logs.includes(TRUNCATED)) {
    throw new Error("the transaction's logs were cut off at 10 kB, so its events are not all known");
  }
  const stack: string[] = [];
  const found: LoggedData[] = [];
  for (const line of logs) {
    const invoked = INVOKE.exec(line)?.[1];
    const base64 = DATA.exec(line)?.[1];
    const program = stack.at(-1);
    if (invoked) stack.push(invoked);
    else if (SUCCESS.test(line) || FAILED.test(line)) stack.pop();
    else if (base64 && program) found.push({ program, base64 });
  }
  return found;
}

/** The program that failed first: with calls between programs, the innermost one. */
export function failedProgram(logs: readonly string[]): string | undefined {
  for (const line of logs) {
    const program = FAILED.exec(line)?.[1];
    if (program) return program;
  }
  return undefined;
}
