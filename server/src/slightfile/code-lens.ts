import { findResource } from '@slight/slightfile/catalogue.ts';
import type { CodeLens } from 'vscode-languageserver-types';
import type { File } from './file.ts';
import { rangeOf } from '../lsp/ranges.ts';
import type { Serving } from './served.ts';
import { servingBy } from './served.ts';
import { mayHaveOwnServer } from './own-server.ts';

/** The commands behind the lenses; a client that has one says so. Each is called with the slightfile's URI. */
export const lensCommands = {
  run: 'slight.run',
  stop: 'slight.stop',
  debug: 'slight.debug',
  openInBrowser: 'slight.openInBrowser',
  /** Called with the URI, and the name of the resource whose server is to start. */
  startBackend: 'slight.startBackend',
  /** Called with the URI, and the address of the server that is to stop, or the resource that it serves. */
  stopBackends: 'slight.stopBackends',
  /** Called with the URI, a position and the locations that are to be shown. */
  showReferences: 'slight.showReferences',
} as const;

export interface LensOptions {
  /** Those that the client has. */
  readonly commands: ReadonlySet<string>;
  /** The client shows `$(play)` as a sign, and not as it is written; a space after it would collapse there. */
  readonly codicons: boolean;
  /** The app of the slightfile runs now. */
  readonly isRunning: boolean;
  /** Where it serves HTTP now. */
  readonly url?: string | undefined;
  /** What serves its capabilities now. */
  readonly serving: readonly Serving[];
}

/**
 * `Run` and `Debug` over the first line of a slightfile that gives a guest something to open, `Stop` in their place while
 * its app runs, with `Open in Browser` while it serves HTTP, and `Start backend` over each capability whose server a run would bring up, or `Stop backend` where that
 * is up to stay; those that the client has the commands of.
 */
export function codeLenses(file: File, options: LensOptions): CodeLens[] {
  if (file.slightfile.capabilities.length === 0) return [];
  return [...appLenses(file, options), ...backendLenses(file, options)];
}

function appLenses({ document }: File, { commands, codicons, isRunning, url }: LensOptions): CodeLens[] {
  const top = { line: 0, character: 0 };
  const lens = (icon: string, title: string, command: string, tooltip: string): CodeLens[] =>
    commands.has(command)
      ? [
          {
            range: { start: top, end: top },
            command: {
              title: codicons ? `$(${icon})\u00a0${title}` : title,
              tooltip,
              command,
              arguments: [document.uri],
            },
          },
        ]
      : [];
  if (isRunning)
    return [
      ...lens('debug-stop', 'Stop', lensCommands.stop, 'Stop the app of this slightfile'),
      ...(url === undefined ? [] : lens('globe', 'Open in Browser', lensCommands.openInBrowser, url)),
    ];
  return [
    ...lens('play', 'Run', lensCommands.run, 'Run the app of this slightfile in a terminal'),
    ...lens('debug-alt', 'Debug', lensCommands.debug, 'Debug the app of this slightfile'),
  ];
}

function backendLenses(file: File, { commands, serving }: LensOptions): CodeLens[] {
  const { document, slightfile, environment } = file;
  const servingOf = servingBy(serving);
  return slightfile.capabilities.flatMap((capability): CodeLens[] => {
    const resource = capability.resource && findResource(capability.resource.value);
    if (!resource) return [];
    const now = servingOf(resource.id, capability.name?.value);
    const isServer = now?.rung === 'container' || now?.rung === 'local';
    if (!isServer && !mayHaveOwnServer(capability, resource, environment)) return [];
    const { command, ...words } = now?.stays ? stop : isServer ? keep : start;
    if (!commands.has(command)) return [];
    return [
      {
        range: rangeOf(file, capability.header),
        command: {
          ...words,
          command,
          arguments: [document.uri, (now?.stays && now.address) || resource.id],
        },
      },
    ];
  });
}

const start = {
  title: 'Start backend',
  tooltip: 'Start the server that runs of this app use, and leave it running',
  command: lensCommands.startBackend,
};

/** Of a server that a run has started, and would stop. */
const keep = {
  title: 'Keep backend',
  tooltip: 'Leave this server running when the app ends',
  command: lensCommands.startBackend,
};

const stop = {
  title: 'Stop backend',
  tooltip: 'Stop this server; its data stays',
  command: lensCommands.stopBackends,
};
