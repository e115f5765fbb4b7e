/** bvx: reads the command, runs it, ends with its exit code. */
import process from 'node:process';
import { version } from '../core/version';
import { analyze } from './commands/analyze';
import { batch } from './commands/batch';
import { bench } from './commands/bench';
import { convert } from './commands/convert';
import { gases } from './commands/gases';
import { exportCommand } from './commands/export';
import { importCommand } from './commands/import';
import { merge } from './commands/merge';
import { phantom } from './commands/phantom';
import { sample } from './commands/sample';
import { score } from './commands/score';
import { scores } from './commands/scores';
import { series } from './commands/series';
import { stats } from './commands/stats';
import { table1Command } from './commands/table1';
import { validate } from './commands/validate';
import { UsageError, type Command } from './command';

const commands: readonly Command[] = [
  analyze,
  series,
  convert,
  batch,
  sample,
  phantom,
  score,
  validate,
  bench,
  stats,
  gases,
  scores,
  importCommand,
  exportCommand,
  table1Command,
  merge,
];

const overview = (): string =>
  [
    'bvx: blood volume of small pulmonary vessels on chest CT. Research use only. Not for diagnosis.',
    '',
    ...commands.map((command) => `  bvx ${command.usage}\n      ${command.summary}`),
    '',
    'bvx COMMAND --help shows the options. Exit codes: 0 measured, 2 wrong usage, 3 input refused,',
    '4 not measurable, 5 not enough memory, 130 interrupted.',
    '',
  ].join('\n');

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === '--version' || name === '-v') {
    process.stdout.write(`${version}\n`);
    return 0;
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(overview());
    return name === undefined ? 2 : 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    process.stderr.write(`bvx: there is no command "${name}". bvx --help lists them.\n`);
    return 2;
  }
  if (rest.includes('--version')) {
    process.stdout.write(`${version}\n`);
    return 0;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(`bvx ${command.usage}\n\n${command.help}\n`);
    return 0;
  }
  try {
    return await command.run(rest);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`bvx ${name}: ${error.message}\n`);
    return 2;
  }
}

/** A reader that has seen enough (`| head`) is no failure: what the command writes into files is still written. */
function passOverClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

process.stdout.on('error', passOverClosedPipe);
process.stderr.on('error', passOverClosedPipe);
process.exitCode = await main(process.argv.slice(2));
