/** For `slight run` itself: see ../guard.ts. */
import { Command } from 'commander';

export function guard(): Command {
  return new Command('guard')
    .argument('<state>')
    .argument('<patience>')
    .action(async (stateDir: string, patience: string) => {
      const { guardCommand } = await import('../guard.ts');
      await guardCommand(stateDir, process.ppid, Number(patience));
    });
}
