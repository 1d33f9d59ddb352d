/**
 * Opens providers as a run does: by the resource's name, with a folder for the data, and with the server of the
 * resource's backend, brought up by the ladder as one of this machine.
 */
import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before } from 'node:test';
import { createLadder } from '@slight/runtime/backends/ladder.ts';
import type { Ladder } from '@slight/runtime/backends/ladder.ts';
import type { Step } from '@slight/runtime/backends/climb.ts';
import type { Configs } from '@slight/runtime/ports/configs.ts';
import type { PortName, Ports } from '@slight/runtime/ports/ports.ts';
import { loadProvider } from '@slight/runtime/providers/index.ts';
import type { OpenContext } from '@slight/runtime/providers/provider.ts';
import { findResource } from '@slight/slightfile/catalogue.ts';
import { ownFolder } from '@slight/slightfile/own-folder.ts';
import { toolsFolder } from '../setup/steps/tools.ts';
import { contextOf } from './context.ts';

/** Opens names of a resource as one run would; to be called where tests are declared. */
export function driver<N extends PortName>(
  resource: `${N}.${string}`,
  given: Partial<OpenContext> = {},
): { readonly open: (name: string) => Promise<Ports[N] & AsyncDisposable> } {
  const found = findResource(resource);
  if (!found) throw new Error(`${resource} is no resource`);
  const stack = new AsyncDisposableStack();
  const context = contextOf(given);
  let data: string;
  let ladder: Ladder;
  before(async () => {
    data = stack.use(await mkdtempDisposable(path.join(os.tmpdir(), 'slight-contract-'))).path;
    ladder = stack.use(
      createLadder({
        stateDir: path.join(data, 'backends'),
        workspace: toolsFolder,
        choice: found.backend === undefined ? 'auto' : 'local',
        keep: false,
        signal: context.signal,
        onEvent: () => undefined,
      }),
    );
  });
  after(() => stack.disposeAsync());
  return {
    async open(name) {
      const { configs }: Step = await ladder.climb({ resource, name, configs: {} });
      const provider = await loadProvider(resource);
      return provider.open(name, configs, { ...context, folder: path.join(data, ownFolder(found, name)) });
    },
  };
}

/** Opens configs whose values a run was given, as its environment and as the slightfile's secrets. */
export function configsDriver(resource: `configs.${string}`): {
  readonly open: (values: Readonly<Record<string, string>>) => Promise<Configs & AsyncDisposable>;
} {
  return {
    async open(values) {
      const secret = (name: string) =>
        Promise.resolve(Object.hasOwn(values, name) ? values[name] : undefined);
      return (await loadProvider(resource)).open(
        'configs',
        {},
        contextOf({ environment: values, secret, secretNames: () => Object.keys(values) }),
      );
    },
  };
}
