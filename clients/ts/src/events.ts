import { getBase64Encoder } from "@solana/kit";
import { PROGRAMS, type ProgramEvent } from "./generated";
import { loggedData } from "./logs";

/**
 * The programs' events in the logs of a successful transaction, in order; data of other programs
 * is left out. Throws when the logs were cut off or an event has another layout than this client's.
 */
export function decodeEvents(logs: readonly string[]): ProgramEvent[] {
  const base64 = getBase64Encoder();
  return loggedData(logs).flatMap((logged) => {
    const program = PROGRAMS.find(({ address }) => address === logged.program);
    const event: ProgramEvent | undefined = program?.decodeEvent(base64.encode(logged.base64));
    return event ? [event] : [];
  });
}
