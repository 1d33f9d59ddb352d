import { reportFailure } from './failure.ts';
import { program } from './program.ts';
import { keepWarningsPlain } from './warnings.ts';

/** Reads the command line, hands over to the file of the command, and ends the process with its exit code. */
export async function start(argv: readonly string[]): Promise<never> {
  keepWarningsPlain();
  let code: number;
  try {
    await program().parseAsync(argv);
    code = Number(process.exitCode ?? 0);
  } catch (error) {
    code = reportFailure(error, argv.includes('--verbose'));
  }
  // connections that a client library keeps open must not hold the shell
  process.exit(code);
}
