/** TypeScript client of the network's programs; `src/generated` is rendered from their IDLs. */
export { emission, ioToken, iosd, priceFeed, PROGRAMS, type ProgramEvent } from "./generated";
export { describeError, type ProgramFailure } from "./errors";
export { decodeEvents } from "./events";
