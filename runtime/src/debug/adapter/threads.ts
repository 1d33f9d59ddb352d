/** The threads of a session, one for each instance of the guest: where each has stopped, and what it shows there. */
import path from 'node:path';
import { Handles, Scope, Source, StackFrame, Thread } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ServedCapability } from '../../channel.ts';
import type { Stopped } from '../stopped.ts';
import { blockOf } from './places.ts';
import type { Block } from './places.ts';
import { scopesOf, toldVariable } from './variables.ts';
import type { Container } from './variables.ts';

export interface Threads {
  stop(stopped: Stopped): void;
  /** Forgets where it has stopped: it goes on. */
  go(thread: number): void;
  stopped(thread: number): Stopped | undefined;
  readonly all: Thread[];
  /** The frames of a thread: one, at the block of what it calls; none where it has not stopped. */
  frames(thread: number, slightfile: string, blocks: readonly Block[]): StackFrame[];
  /** @param frame that of a thread has its number */
  scopes(frame: number, served: readonly ServedCapability[]): Scope[];
  variables(reference: number): DebugProtocol.Variable[];
  /**
   * What of a call a variable is.
   * @throws Error with a sentence for people where it cannot be given another value
   */
  changeable(reference: number, name: string): { readonly thread: number; readonly what: number | 'result' };
}

/** How long a frame's name may be, in UTF-16 code units. */
const longest = 120;

export function createThreads(): Threads {
  const stopped = new Map<number, Stopped>();
  const containers = new Handles<Container>();
  const known = new Set([1]);
  const container = (reference: number) => containers.get(reference) as Container | undefined;
  return {
    stop(one) {
      known.add(one.thread);
      // references are good for as long as something has stopped
      if (stopped.size === 0) containers.reset();
      stopped.set(one.thread, one);
    },
    go: (thread) => void stopped.delete(thread),
    stopped: (thread) => stopped.get(thread),
    get all() {
      return Array.from(known, (id) => new Thread(id, id === 1 ? 'main' : `instance ${id}`));
    },
    frames(thread, slightfile, blocks) {
      const one = stopped.get(thread);
      if (!one) return [];
      const { call, arguments: args } = one;
      const name = `${call.function}(${args.map(({ text }) => text).join(', ')})`;
      const source = new Source(path.basename(slightfile), slightfile);
      const line = blockOf(blocks, call)?.first ?? 1;
      return [
        new StackFrame(thread, name.length > longest ? `${name.slice(0, longest)}…` : name, source, line, 1),
      ];
    },
    scopes(frame, served) {
      const one = stopped.get(frame);
      const scopes = one ? scopesOf(one, served) : [];
      return scopes.map((scope) => new Scope(scope.name, containers.create(scope), false));
    },
    variables(reference) {
      const { thread = 0, variables = [] } = container(reference) ?? {};
      return variables.map((one) =>
        toldVariable(one, (parts) => containers.create({ thread, variables: parts })),
      );
    },
    changeable(reference, name) {
      const { thread = 0, variables = [] } = container(reference) ?? {};
      const what = variables.find((one) => one.name === name)?.what;
      if (what === undefined) throw new Error('This can be read, and not changed.');
      return { thread, what };
    },
  };
}
