/** `slight dap`: one debug session over standard input and output. */
import { SlightSession } from '../debug/adapter/session.ts';

/** Settles when the session is over, and what it started has ended. */
export async function serveDebugging(): Promise<void> {
  const session = new SlightSession({ node: process.execPath, script: process.argv[1] ?? '' });
  session.start(process.stdin, process.stdout);
  await session.over;
}
