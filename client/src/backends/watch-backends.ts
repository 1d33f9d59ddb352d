import { Disposable, window, workspace, type Uri } from 'vscode';
import type { App } from '../app.ts';
import { createLookout } from './lookout.ts';
import { isServer } from './served-by.ts';
import { slightfiles } from '../slightfiles/slightfiles.ts';

/**
 * Where the runtime writes down what runs, where nobody has set another folder. Of a folder that is new VS Code may tell
 * alone, and not of the file that was written in it at once.
 */
const written = '**/{.slight,.slight/backends,.slight/backends/*,.slight/backends/*/state.json}';

/** What is soon enough to tell of servers that were left running, and late enough not to stand in anybody's way. */
const rest = 2000;

/** How often it is seen whether the servers that are shown are still there, in milliseconds. */
const turn = 3000;

/**
 * Keeps up with which servers run: those that were left running, those that come and go in a terminal, and those that
 * end without a word.
 */
export function watchBackends({ backends, runs, log }: App): Disposable {
  let timer: NodeJS.Timeout | undefined;
  /** Something was written while an app ran. */
  let isPutOff = false;
  const refresh = async (): Promise<void> => backends.refresh(await slightfiles());
  const refreshSoon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      // the end of a run is told below
      isPutOff = runs.active.length > 0;
      if (!isPutOff) refresh().catch((error: unknown) => log.warn(String(error)));
    }, rest);
  };
  const watcher = workspace.createFileSystemWatcher(written);
  refreshSoon();
  const lookout = createLookout();
  let isLooking = false;
  // a server that takes no connections any more may still be ending: its slightfile is asked about once more
  let ending: readonly Uri[] = [];
  const look = async (): Promise<void> => {
    const shown = backends.all;
    if (isLooking || shown.length === 0 || !window.state.focused) return;
    isLooking = true;
    try {
      const addresses = shown
        .flatMap(({ servers }) => servers.map(({ address }) => address))
        .filter((address) => address !== undefined);
      const gone = await lookout.look([...new Set(addresses)]);
      const of = shown.filter(({ servers }) =>
        servers.some(({ address }) => address !== undefined && gone.includes(address)),
      );
      const now = of.map(({ slightfile }) => slightfile);
      await backends.refresh([...ending, ...now]);
      ending = now;
    } finally {
      isLooking = false;
    }
  };
  const looking = setInterval(() => void look(), turn);
  return Disposable.from(
    watcher,
    watcher.onDidCreate(refreshSoon),
    watcher.onDidChange(refreshSoon),
    watcher.onDidDelete(refreshSoon),
    workspace.onDidGrantWorkspaceTrust(refreshSoon),
    runs.onDidChange(({ slightfile, backends: used, state }) => {
      const isOver = !['running', 'draining', 'stopping'].includes(state.kind);
      if (isOver && (isPutOff || used.values().some(isServer) || backends.of(slightfile).length > 0))
        refreshSoon();
    }),
    window.onDidChangeWindowState(look),
    new Disposable(() => {
      clearTimeout(timer);
      clearInterval(looking);
    }),
  );
}
