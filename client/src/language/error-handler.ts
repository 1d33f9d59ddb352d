import { window } from 'vscode';
import { CloseAction, ErrorAction, type ErrorHandler } from 'vscode-languageclient/node';
import type { App } from '../app.ts';
import { createServerEnds, mostEnds } from './server-ends.ts';

/**
 * Starts another server when one has ended by a fault, and asks when servers end again and again. VS Code's own gives up,
 * until the window is loaded anew, as soon as three messages could not be written to a server that has just ended.
 * @param restart starts a server after this has given up
 */
export function errorHandler({ log }: App, restart: () => Promise<void>): ErrorHandler {
  const ends = createServerEnds();
  const giveUp = async (message: string): Promise<void> => {
    const choice = await window.showErrorMessage(message, restartServer, showLog);
    if (choice === showLog) log.show();
    if (choice !== restartServer) return;
    ends.forget();
    await restart();
  };
  return {
    // what cannot be written tells nothing new: the server has ended, and so it is closed next
    error: (error) => ({
      action: ErrorAction.Continue,
      handled: true,
      message: `The language server cannot be written to or read: ${error.message}.`,
    }),
    closed() {
      if (ends.restartsAfter(Date.now())) {
        const message = 'The language server has ended, and is started again.';
        return { action: CloseAction.Restart, handled: true, message };
      }
      const message = `The language server has ended ${mostEnds} times in three minutes. Until it is restarted, slightfiles, WIT files and sources have no help.`;
      giveUp(message).catch((error: unknown) => log.error(String(error)));
      return { action: CloseAction.DoNotRestart, handled: true, message };
    },
  };
}

const restartServer = 'Restart';
const showLog = 'Show Log';
