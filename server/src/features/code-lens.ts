import { findConfig, findResource } from '@slight/slightfile/catalogue.ts';
import type { Capability } from '@slight/slightfile/slightfile.ts';
import type { CodeLens } from 'vscode-languageserver-types';
import type { File } from '../file.ts';
import { rangeOf } from '../file.ts';

/** The commands behind the lenses; a client that has one says so. Each is called with the slightfile's URI. */
export const lensCommands = {
  run: 'slight.run',
  debug: 'slight.debug',
  /** Called with the URI, and the name of the resource whose server is to start. */
  startBackend: 'slight.startBackend',
  /** Called with the URI, a position and the locations that are to be shown. */
  showReferences: 'slight.showReferences',
} as const;

/**
 * `▶ Run` and `Debug` over the first line of a slightfile that gives a guest something to open, and `Start backend`
 * over each capability whose server a run would bring up; those that the client has the commands of.
 */
export function codeLenses(file: File, commands: ReadonlySet<string>): CodeLens[] {
  const { document, slightfile } = file;
  if (slightfile.capabilities.length === 0) return [];
  const top = { line: 0, character: 0 };
  const lens = (title: string, command: string): CodeLens[] =>
    commands.has(command)
      ? [{ range: { start: top, end: top }, command: { title, command, arguments: [document.uri] } }]
      : [];
  return [
    ...lens('▶ Run', lensCommands.run),
    ...lens('Debug', lensCommands.debug),
    ...(commands.has(lensCommands.startBackend) ? backendLenses(file) : []),
  ];
}

function backendLenses(file: File): CodeLens[] {
  const { document, slightfile } = file;
  return slightfile.capabilities.flatMap((capability): CodeLens[] => {
    const resource = capability.resource && findResource(capability.resource.value);
    if (resource?.backend === undefined || resource.status !== 'served' || isGiven(capability)) return [];
    return [
      {
        range: rangeOf(file, capability.header),
        command: {
          title: 'Start backend',
          command: lensCommands.startBackend,
          arguments: [document.uri, resource.id],
        },
      },
    ];
  });
}

/** True where the slightfile says which server to use: then a run starts none, unless that one is down. */
function isGiven({ resource, configs }: Capability): boolean {
  const known = resource && findResource(resource.value);
  return configs.some(({ key }) => known && findConfig(known, key)?.required === 'backend');
}
