#!/usr/bin/env node
/** `slight`: reads the command line and hands over to the file of the command. */
import { enableCompileCache } from 'node:module';
import { reportFailure } from './failure.ts';
import { program } from './program.ts';
import { keepWarningsPlain } from './warnings.ts';

enableCompileCache();
keepWarningsPlain();

let code: number;
try {
  await program().parseAsync(process.argv);
  code = Number(process.exitCode ?? 0);
} catch (error) {
  code = reportFailure(error, process.argv.includes('--verbose'));
}
// connections that a client library keeps open must not hold the shell
process.exit(code);
