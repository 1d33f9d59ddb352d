import { window, type Disposable, type Terminal } from 'vscode';

/**
 * The terminals of runs that an extension host left behind which was killed: VS Code takes their tasks for running, and
 * would start none of them again.
 */
export interface LeftTerminals {
  /** Resolves when none of them has this name any more. */
  close(name: string): Promise<void>;
}

/** To be called before this extension host starts a run. */
export function leftTerminals(): LeftTerminals {
  const left = window.terminals.filter(hasNoShell);
  return {
    async close(name) {
      const held = left.filter((terminal) => terminal.name === name && window.terminals.includes(terminal));
      await Promise.all(held.map(closed));
    },
  };
}

/** A person's own terminal has a shell, whatever its name. */
function hasNoShell({ creationOptions }: Terminal): boolean {
  return (creationOptions as { readonly shellPath?: unknown }).shellPath === undefined;
}

function closed(terminal: Terminal): Promise<void> {
  return new Promise((resolve) => {
    const listening: Disposable = window.onDidCloseTerminal((one) => {
      if (one !== terminal) return;
      listening.dispose();
      resolve();
    });
    terminal.dispose();
  });
}
