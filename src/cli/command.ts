/** What a command is, and how its words are read. */
import { parseArgs, type ParseArgsConfig } from 'node:util';

export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly help: string;
  /** Runs it and gives the exit code. Throws `UsageError` on words it does not know. */
  run(argv: readonly string[]): Promise<number>;
}

/** Wrong usage: exit code 2. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>;

/** parseArgs with its errors as `UsageError`. */
export function readArguments<T extends Options>(
  argv: readonly string[],
  options: T,
): ReturnType<typeof parseArgs<{ args: string[]; options: T; allowPositionals: true; strict: true }>> {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? firstSentence(error.message) : String(error));
  }
}

const firstSentence = (text: string): string => text.split('. To specify')[0];

/** A whole number within limits, or a `UsageError` that names the option. */
export function wholeNumber(text: string | undefined, option: string, low: number, high: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new UsageError(`--${option} takes a whole number from ${low} to ${high}, not "${text}"`);
  }
  return value;
}
