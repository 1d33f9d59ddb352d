import { EventEmitter, workspace, type Event, type LogOutputChannel, type Uri } from 'vscode';
import type { UsedServer } from '@slight/runtime/app/status.ts';
import { statusArguments } from '../runtime/arguments.ts';
import { askStatus, type Told } from '../runtime/ask-status.ts';
import { runtimeSettings } from '../settings/settings.ts';
import { rootOf } from '../slightfiles/slightfile.ts';

/** The servers of the workspace's slightfiles that run, as the runtime tells: it alone knows. */
export interface Backends {
  /** Fires with the slightfile whose servers are others now. */
  readonly onDidChange: Event<Uri>;
  /** The slightfiles that have any. */
  readonly all: readonly { readonly slightfile: Uri; readonly servers: readonly UsedServer[] }[];
  of(slightfile: Uri): readonly UsedServer[];
  /**
   * Asks the runtime again, in a workspace that is trusted. Where it does not answer, nothing changes, and the log says
   * why.
   */
  refresh(slightfiles: readonly Uri[]): Promise<void>;
  dispose(): void;
}

/** @param script dist/slight.mjs */
export function createBackends(script: string, log: LogOutputChannel): Backends {
  const known = new Map<string, { readonly slightfile: Uri; readonly servers: readonly UsedServer[] }>();
  const changed = new EventEmitter<Uri>();
  /** One after the other: what was asked first must not be kept last. */
  let queue: Promise<void> = Promise.resolve();
  const of = (slightfile: Uri): readonly UsedServer[] => known.get(slightfile.toString())?.servers ?? [];
  const ask = async (slightfiles: readonly Uri[]): Promise<void> => {
    const told = await statusOf(script, slightfiles, false).catch((error: unknown) => {
      log.warn(`Which servers run is not known: ${String(error)}`);
      return undefined;
    });
    if (!told) return;
    const servers = new Map(told.apps.map((app) => [app.slightfile, app.servers]));
    for (const slightfile of slightfiles) {
      const now = servers.get(slightfile.fsPath) ?? [];
      if (JSON.stringify(now) === JSON.stringify(of(slightfile))) continue;
      if (now.length > 0) known.set(slightfile.toString(), { slightfile, servers: now });
      else known.delete(slightfile.toString());
      changed.fire(slightfile);
    }
  };
  return {
    onDidChange: changed.event,
    get all() {
      return [...known.values()];
    },
    of,
    async refresh(slightfiles) {
      if (!workspace.isTrusted || slightfiles.length === 0) return;
      const asking = queue.then(() => ask(slightfiles));
      queue = asking.catch(() => undefined);
      await asking;
    },
    dispose: () => changed.dispose(),
  };
}

/**
 * Asks the runtime of slightfiles: those that have a folder and settings in common at once.
 * @param machine asks where this machine could have servers from, too
 */
export async function statusOf(script: string, slightfiles: readonly Uri[], machine: boolean): Promise<Told> {
  if (slightfiles.length === 0) return { apps: [] };
  const groups = Map.groupBy(slightfiles, (slightfile) => {
    const { node, data } = runtimeSettings(slightfile);
    return JSON.stringify([rootOf(slightfile), node, data]);
  });
  const all = await Promise.all(
    Array.from(groups.values(), async ([first, ...others], index): Promise<Told> => {
      if (!first) return { apps: [] };
      const settings = runtimeSettings(first);
      return await askStatus({
        node: settings.node ?? process.execPath,
        script,
        arguments: statusArguments({
          slightfiles: [first, ...others].map(({ fsPath }) => fsPath),
          settings,
          machine: machine && index === 0,
        }),
        cwd: rootOf(first),
        env: { ...process.env, NO_COLOR: '1' },
      });
    }),
  );
  const sources = all.find((one) => one.machine)?.machine;
  return { apps: all.flatMap(({ apps }) => apps), ...(sources && { machine: sources }) };
}
