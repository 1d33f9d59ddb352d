/** What serves the capabilities of a slightfile, as the language server takes it. Knows nothing of VS Code. */
import { dirname, isAbsolute, relative, sep } from 'node:path';
import type { UsedServer } from '@slight/runtime/app/status.ts';
import type { Serving } from '@slight/server/slightfile/served.ts';
import { capabilityOf, type BackendEvent } from '../runtime/backend-event.ts';

/**
 * What serves now: what a run was told, and for what it was told nothing of, the servers that are up.
 * @param events the last event of each capability
 * @param slightfile its path; folders below it are given as people read them: `.slight/keyvalue/orders`
 */
export function servingOf(
  events: Iterable<BackendEvent>,
  servers: readonly UsedServer[],
  slightfile: string,
): readonly Serving[] {
  const up = new Map(
    servers.flatMap((server) =>
      // of one that nobody can use, nothing is served
      (server.isLost ? [] : server.serves).map((one): [string, Serving] => [
        capabilityOf(one),
        upOf(server, one),
      ]),
    ),
  );
  const used = Array.from(events)
    .filter(({ state }) => state === 'ready')
    .map((event): [string, Serving] => {
      const { resource, name, rung, address, image, folder } = event;
      const key = capabilityOf(event);
      return [
        key,
        {
          resource,
          name,
          rung,
          ...(address !== undefined && { address }),
          ...(image !== undefined && { image }),
          ...(folder !== undefined && { folder: shortened(folder, dirname(slightfile)) }),
          ...(address !== undefined &&
            up.get(key)?.address === address &&
            up.get(key)?.stays && { stays: true }),
        },
      ];
    });
  return [...new Map([...up, ...used]).values()];
}

function upOf(
  { rung, address, image, stays, owner }: UsedServer,
  { resource, name }: UsedServer['serves'][number],
): Serving {
  return {
    ...{ resource, name, rung },
    ...(address !== undefined && { address }),
    ...(image !== undefined && { image }),
    // that of another workspace is not this one's to stop
    ...(stays && owner === undefined && { stays }),
  };
}

/** True for a server that was brought up or joined. */
export function isServer({ state, rung }: BackendEvent): boolean {
  return state === 'ready' && (rung === 'container' || rung === 'local');
}

/** `Redis, a local server on 127.0.0.1:49153, for orders and carts` */
export function describeServer({ title, rung, address, serves, owner }: UsedServer): string {
  const names = serves.map(({ name }) => (name === '*' ? 'every name' : name));
  const served = names.length > 0 ? `, for ${names.join(', ')}` : '';
  const on = address === undefined ? '' : ` on ${address}`;
  const of = owner === undefined ? '' : ` of the workspace ${owner}`;
  return `${title}, a ${rung === 'container' ? 'container' : 'local server'}${on}${of}${served}`;
}

/** `keyvalue.redis orders: container at 127.0.0.1:6379`, `keyvalue.filesystem notes: in /apps/shop/.slight/keyvalue/notes` */
export function describeServing({ resource, name, rung, state, address, folder }: BackendEvent): string {
  const where = [address && `at ${address}`, folder && `in ${folder}`].filter((part) => part !== undefined);
  const what = [...(rung === 'given' ? [] : [rung]), ...where].join(' ') || 'as the slightfile names it';
  return `${resource} ${name}: ${state === 'ready' ? what : state}`;
}

function shortened(folder: string, from: string): string {
  const path = relative(from, folder);
  return path.startsWith('..') || isAbsolute(path) ? folder : path.split(sep).join('/');
}
