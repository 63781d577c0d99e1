import { PROGRAMS } from "./generated";
import { failedProgram } from "./logs";

/** A program's refusal, with its name and text from the IDL. */
export type ProgramFailure = {
  /** The program's name in the IDL, or its address when this client does not know it. */
  program: string;
  /** The error's name, for example `CapExceeded`. */
  name: string;
  /** The custom error code. */
  code: number;
  /** What it means and what to do. */
  message: string;
};

/**
 * Describes a custom error. `logs` tell which program failed first (a caller passes the error of
 * the program it called on); without them it is the instruction's own `program`.
 */
export function describeError(
  code: number,
  program: string,
  logs: readonly string[] = [],
): ProgramFailure {
  const address = failedProgram(logs) ?? program;
  const known = PROGRAMS.find((candidate) => candidate.address === address);
  const text = known?.errors[code];
  return {
    program: known?.name ?? address,
    name: text?.name ?? "Custom",
    code,
    message: text?.message ?? "an error this client has no text for; see the logs",
  };
}
