import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs a compiler. Fails with what it printed, or with the Debian package that has it. */
export async function command(
  program: string,
  debianPackage: string,
  args: readonly string[],
): Promise<void> {
  try {
    await promisify(execFile)(program, args);
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    if (code === 'ENOENT') {
      throw new Error(`${program} is not on this machine. On Debian: apt-get install ${debianPackage}`, {
        cause: error,
      });
    }
    throw new Error(`${program} failed:\n${stderr ?? String(error)}`, { cause: error });
  }
}
