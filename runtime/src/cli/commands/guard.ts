/** For `slight run` itself: see ../guard.ts. */
import { Command } from 'commander';

export function guard(): Command {
  return new Command('guard').argument('<state>').action(async (stateDir: string) => {
    const { guardCommand } = await import('../guard.ts');
    await guardCommand(stateDir, process.ppid);
  });
}
