import { createMasking } from '../trace/masking/masking.ts';
import { reportFailure } from './failure.ts';
import { outputFailure, writeAtOnce } from './output.ts';
import { program } from './program.ts';
import { keepWarningsPlain } from './warnings.ts';

/** Reads the command line, hands over to the file of the command, and ends the process with its exit code. */
export async function start(argv: readonly string[]): Promise<never> {
  const masking = createMasking();
  keepWarningsPlain(masking.mask);
  const failed = writeAtOnce(process.stdout);
  // a missing reader of standard error ends nothing, and there is nobody to be told of it
  writeAtOnce(process.stderr);
  const report = (error: unknown) => reportFailure(error, argv.includes('--verbose'), masking.mask);
  // of an error that nobody waits for, Node would print all that it carries
  process.on('uncaughtException', (error) => process.exit(report(error)));
  let code: number;
  try {
    await program(masking).parseAsync(argv);
    code = Number(process.exitCode ?? 0);
  } catch (error) {
    code = report(error);
  }
  if (failed() !== undefined) code = report(outputFailure(failed()));
  // connections that a client library keeps open must not hold the shell
  process.exit(code);
}
