/** Runs a command of the command line in this process and keeps what it writes. */
import process from 'node:process';
import { vi } from 'vitest';
import type { Command } from '../../src/cli/command';

export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

export async function runCommand(command: Command, ...argv: readonly string[]): Promise<Ran> {
  let out = '';
  let err = '';
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
  try {
    const exit = await command.run(argv);
    return { exit, out, err };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
}
