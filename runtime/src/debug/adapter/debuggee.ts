/** The runtime whose guest is debugged, as a child of the adapter. */
import { startRuntime } from '../../child/runtime.ts';
import type { RuntimeEnd, RuntimeOptions } from '../../child/runtime.ts';
import type { ServedCapability } from '../../channel.ts';
import type { DebugRequests } from '../requests.ts';
import type { Launched } from './configuration.ts';

/** How a runtime is started. */
export interface Program {
  /** The Node to run it with. */
  readonly node: string;
  /** dist/slight.mjs */
  readonly script: string;
}

export interface Debuggee {
  readonly ended: Promise<RuntimeEnd>;
  /** @throws Error with a sentence for people where the runtime refuses it, or does not hear */
  ask<Method extends keyof DebugRequests>(
    method: Method,
    ...params: Parameters<DebugRequests[Method]>
  ): Promise<ReturnType<DebugRequests[Method]>>;
  /** What serves the capabilities, as far as the runtime says so. */
  served(): Promise<readonly ServedCapability[]>;
  /** Settles when it has ended, and its servers are put away. */
  stop(): Promise<unknown>;
}

/** How long a runtime is waited for that computes, in milliseconds. */
const patience = 2_000;

/** How long what is told with a question may be, as JSON, in UTF-16 code units: a runtime hears no longer line. */
const longest = 60_000;

/** Starts it; its guest waits until it is asked to begin. */
export function startDebuggee(
  program: Program,
  { cwd, environment, arguments: args }: Launched,
  told: Pick<RuntimeOptions, 'onOutput' | 'onStopped' | 'onLogged'>,
): Debuggee {
  const runtime = startRuntime({
    ...program,
    ...told,
    arguments: args,
    cwd,
    env: { ...process.env, ...environment },
    onEvent: () => undefined,
  });
  return {
    ended: runtime.ended,
    async ask(method, ...params) {
      if (JSON.stringify(params).length > longest) throw new Error('That is too long to be handed over.');
      const answer = await runtime.ask(method, patience, ...params);
      if (answer === undefined)
        throw new Error('The guest computes, or has ended: it answers at its next call.');
      return answer;
    },
    served: async () => (await runtime.ask('capabilities', patience)) ?? [],
    stop: () => runtime.stop(),
  };
}
