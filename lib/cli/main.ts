/**
 * What all commands share: how they fail and how they stop.
 *
 * @module
 */
import { type Command, CommanderError, InvalidArgumentError } from "commander";
import process from "node:process";

/** Exit statuses: 0 done, 1 the input or the run failed, 2 wrong usage, 130 interrupted. */
const EXIT = { done: 0, failed: 1, usage: 2, interrupted: 130 };

/**
 * Runs a command on the program's arguments and ends the process: a failure is one line on stderr,
 * Ctrl-C is heeded through `interruption`.
 */
export async function main(command: Command): Promise<never> {
  command.exitOverride();
  try {
    await command.parseAsync(process.argv);
    process.exit(EXIT.done);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exit(error.exitCode === 0 ? EXIT.done : EXIT.usage);
    }
    if (interruption.signal.aborted) {
      console.error("Interrupted.");
      process.exit(EXIT.interrupted);
    }
    console.error(oneLine(error));
    process.exit(EXIT.failed);
  }
}

/** Aborted at the first Ctrl-C or termination signal; a second one ends the process at once. */
export const interruption: AbortController = new AbortController();

for (const name of ["SIGINT", "SIGTERM"] as const) {
  process.on(name, () => {
    if (interruption.signal.aborted) process.exit(EXIT.interrupted);
    interruption.abort();
  });
}

/** "Cannot …: reason" for a failure with its cause. */
export function cannot(task: string, error: unknown): Error {
  return new Error(`Cannot ${task}: ${oneLine(error).replace(/^Cannot /, "cannot ")}`);
}

function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0];
}

/** A commander parser for whole numbers within bounds. */
export function integer(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < low || value > high) {
      throw new InvalidArgumentError(`Name a whole number from ${low} to ${high}.`);
    }
    return value;
  };
}
