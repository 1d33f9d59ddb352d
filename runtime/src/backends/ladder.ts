/**
 * The ladder: finds or brings up the server behind each resource of a run. The rungs, from the top: what the
 * slightfile names, where it names one elsewhere or one that listens; a container; a server that is installed on the
 * machine; and a stand-in, another resource that needs no server.
 */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { findResource } from '@slight/slightfile/catalogue.ts';
import { once } from '../once.ts';
import { Mistake } from '../mistake.ts';
import { systemCode } from '../system-error.ts';
import { bindAddress, listens, show } from './address.ts';
import { isStarted } from './backend.ts';
import type { Address, AnyBackend, Backend, RungName } from './backend.ts';
import type { ClimbRequest, LadderEvent, RungChoice, Step } from './climb.ts';
import { containerRung } from './container.ts';
import type { Environment } from './engine-address.ts';
import { loadBackend } from './index.ts';
import { localRung } from './local.ts';
import { containerName, serverId } from './names.ts';
import { sweep } from './parting.ts';
import { ownRuns } from './running.ts';
import type { ServerRung } from './running.ts';
import { bringUp } from './server.ts';
import type { Starters } from './server.ts';
import { noteServes } from './serves.ts';
import { sharedConfigs, standInOf } from './stand-in.ts';
import { serverFolder } from './server-folder.ts';
import type { ServerFolder } from './server-folder.ts';
import type { Keep } from './server-state.ts';
import { dataElsewhere } from './stores.ts';
import { moveOut, part, sharedWith, takeLodging } from './using.ts';
import type { Lodger, Use } from './using.ts';

export interface LadderOptions {
  /** Where it is written down what runs, and where local servers keep their data; it may not exist yet. */
  readonly stateDir: string;
  /** Called before anything is written down there. */
  readonly prepare?: () => Promise<void>;
  /** The folder of the slightfile: its node_modules/.bin is looked at, and containers are named after it. */
  readonly workspace: string;
  readonly choice: RungChoice;
  /**
   * Leaves the servers running when the run ends. The next run that does not ask for it stops them at its own end.
   * `down`: they stay until they are told to go, unless the signal ends it before all are up.
   */
  readonly keep: Keep;
  /** Ends what is under way: climbs then reject with its reason, and leave nothing behind. */
  readonly signal: AbortSignal;
  /** Told how it goes on: `starting`, with messages; and at the end `stopped`, `kept` or `failed`. */
  readonly onEvent: (event: LadderEvent) => void;
  /** Default: the process's. */
  readonly environment?: Environment;
  /** Gives the backend that a resource names. Default: the one of that file. */
  readonly backendOf?: (id: string) => Promise<AnyBackend>;
}

export interface Ladder extends AsyncDisposable {
  /** True while a server runs or starts that the ladder will stop when it is disposed: not the moment to die at once. */
  readonly holds: boolean;
  /**
   * Finds or brings up what serves a resource. Resources with the same backend and address share one server; calls may
   * overlap. A resource that has no backend is `given`.
   * @throws Mistake `backend-unavailable` where the choice of rung cannot be met; CapabilityError where the configs can
   *   name no server; the signal's reason when aborted
   */
  climb(request: ClimbRequest): Promise<Step>;
}

/** A ladder for one run. Disposing it leaves every server, and stops those that nobody else uses. */
export function createLadder(options: LadderOptions): Ladder {
  const { choice, keep, signal, onEvent, environment = process.env, backendOf = loadBackend } = options;
  const stateDir = path.resolve(options.stateDir);
  const user = `${process.pid}-${randomUUID()}`;
  const starters: Starters = { container: containerRung(environment, signal), local: localRung };
  const uses = new Map<string, Use>();
  const lodgers = new Map<string, Lodger>();
  // not before the first climb: a server that it can use need not be stopped
  const sweepOnce = once(() =>
    sweep(stateDir, new Set([...uses.values()].map(({ folder }) => folder.path)), keep, environment),
  );

  const use = (backend: Backend, wanted: Address | undefined, request: ClimbRequest): Use => {
    const id = serverId(backend, wanted);
    const known = uses.get(id);
    if (known) {
      known.requests.push(request);
      return known;
    }
    const folder = serverFolder(path.join(stateDir, id));
    const outcome = bringUp({
      backend,
      configs: request.configs,
      wanted,
      bind: wanted && bindAddress(wanted),
      folder,
      ...(options.prepare && { prepare: options.prepare }),
      name: containerName(options.workspace, stateDir, id),
      workspace: options.workspace,
      environment,
      signal,
      rungs: choice === 'auto' ? ['container', 'local'] : [choice as ServerRung],
      starters,
      user,
      keep,
      onProgress: (rung, reasons, message, progress) =>
        onEvent({
          resource: request.resource,
          name: request.name,
          rung,
          state: 'starting',
          message,
          reasons,
          ...(progress !== undefined && { progress }),
        }),
    });
    const made: Use = { backend, folder, outcome, requests: [request] };
    uses.set(id, made);
    return made;
  };

  /** What is told of a server that somebody else started, where a neighbour did: it stays until both have left. */
  const neighbourly = async (own: ServerFolder, address: Address, request: ClimbRequest) => {
    const known = lodgers.get(own.path);
    const lodging = known?.lodging ?? takeLodging(address, own, user, environment, signal);
    if (!known) lodgers.set(own.path, { own, address, request, lodging });
    const found = await lodging;
    if (found) return [sharedWith(found, keep)];
    lodgers.delete(own.path);
    return [];
  };

  const decide = async (backend: AnyBackend, request: ClimbRequest): Promise<Step> => {
    const { resource, configs } = request;
    const given = (reasons: readonly string[], address?: Address): Step => ({
      rung: 'given',
      resource,
      // a server on this machine is one for development: what the slightfile leaves out is what such servers take
      configs: address ? backend.configs(address, configs) : configs,
      reasons,
      ...(address && { address: show(address) }),
    });
    const standIn = (reasons: readonly string[]): Step => {
      if (choice !== 'auto' && choice !== 'embedded') throw unavailable(request, choice, reasons);
      const resource = standInOf(request);
      return { rung: 'embedded', resource, configs: sharedConfigs(resource, configs), reasons };
    };

    const target = backend.target(configs);
    if (target.kind === 'wrong') throw target.error;
    if (target.kind === 'elsewhere') return given(['It is used as the slightfile names it.']);
    const wanted = target.kind === 'local' ? target.address : undefined;
    const id = serverId(backend, wanted);
    const folder = serverFolder(path.join(stateDir, id));
    const withData = async (step: Step, tried: readonly RungName[]): Promise<Step> => {
      const name = containerName(options.workspace, stateDir, id);
      const now = { backend, rung: step.rung, folder, name, standIn: request.standIn, tried };
      const sentence = await dataElsewhere(now);
      return sentence === undefined ? step : { ...step, reasons: [...step.reasons, sentence] };
    };
    const foreign = async (reasons: readonly string[], address: Address) =>
      withData(given([...reasons, ...(await neighbourly(folder, address, request))], address), []);
    const emptyStandIn = async (step: Step, tried: readonly RungName[]) =>
      request.standIn && !(await request.standIn.holdsData()) ? withData(step, tried) : step;

    if (wanted) {
      const isOwn = await ownRuns(folder, environment, signal).catch((error: unknown) => {
        // what cannot be read there cannot be written either, and that is told where a server is to start
        if (systemCode(error) === undefined) throw error;
        return false;
      });
      if (!isOwn && (await listens(wanted, signal)))
        return foreign([`A server already listens at ${show(wanted)}.`], wanted);
      if (target.kind === 'local' && target.tls) {
        return standIn([
          `Nobody listens at ${show(wanted)}, and a ${backend.title} that Slight starts has no TLS.`,
        ]);
      }
    }
    if (choice === 'embedded') return emptyStandIn(standIn(['The run was asked for stand-ins.']), []);
    if (!isStarted(backend))
      return standIn([...(wanted ? [`Nobody listens at ${show(wanted)}.`] : []), backend.unstarted]);
    const outcome = await use(backend, wanted, request).outcome;
    if (outcome.kind === 'given' && wanted) return foreign(outcome.reasons, wanted);
    if (outcome.kind !== 'server') return emptyStandIn(standIn(outcome.reasons), ['container', 'local']);
    const { rung, address, reasons, isNew, secrets } = outcome;
    if (request.mark !== undefined) await noteServes(folder.path, request.mark);
    const step: Step = {
      rung,
      resource,
      configs: backend.configs(wanted ?? address, outcome.configs),
      secrets,
      address: show(address),
      ...(rung === 'container' && { image: backend.container.image }),
      reasons,
    };
    return isNew ? withData(step, choice === 'auto' && rung === 'local' ? ['container'] : []) : step;
  };

  return {
    get holds() {
      return (!keep && uses.size > 0) || lodgers.size > 0;
    },

    async climb(request) {
      signal.throwIfAborted();
      const id = findResource(request.resource)?.backend;
      if (id === undefined)
        return { rung: 'given', resource: request.resource, configs: request.configs, reasons: [] };
      try {
        const step = await decide(await backendOf(id), request);
        signal.throwIfAborted();
        return step;
      } finally {
        void sweepOnce();
      }
    },

    async [Symbol.asyncDispose]() {
      const kept = keep === 'down' && signal.aborted ? false : keep;
      await Promise.all([
        ...[...uses.values()].map((one) => part(one, kept, environment, onEvent)),
        ...[...lodgers.values()].map((one) => moveOut(one, environment, onEvent)),
      ]);
      await sweepOnce();
    },
  };
}

function unavailable(
  { resource, name }: ClimbRequest,
  choice: RungChoice,
  reasons: readonly string[],
): Mistake {
  const what = choice === 'container' ? 'a container' : 'a local server';
  return new Mistake(
    'backend-unavailable',
    `${resource} "${name}" cannot have ${what}: ${reasons.join(' ')} Leave out --backends ${choice}, and something else may serve it.`,
  );
}
