/** The breakpoints of a session, as the client sets them, and as the runtime is told of them. */
import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Breakpoint } from '../requests.ts';
import { blockAt } from './places.ts';
import type { Block } from './places.ts';

export interface Breakpoints {
  /** Those of a source take the place of its earlier ones. */
  inSource(
    asked: DebugProtocol.SetBreakpointsArguments,
    blocks: readonly Block[],
  ): readonly DebugProtocol.Breakpoint[];
  onFunctions(asked: DebugProtocol.SetFunctionBreakpointsArguments): readonly DebugProtocol.Breakpoint[];
  readonly all: readonly Breakpoint[];
}

const elsewhere =
  'Slight stops at calls: set a breakpoint on a [[capability]] block of the slightfile, or on a function such as keyvalue.set.';

export function createBreakpoints(): Breakpoints {
  const bySource = new Map<string, readonly Breakpoint[]>();
  let ofFunctions: readonly Breakpoint[] = [];
  let last = 0;
  return {
    inSource({ source, breakpoints = [] }, blocks) {
      const set: Breakpoint[] = [];
      const told = breakpoints.map((asked): DebugProtocol.Breakpoint => {
        const id = (last += 1);
        const block = blockAt(blocks, asked.line);
        if (!block) return { id, verified: false, line: asked.line, message: elsewhere };
        set.push({ id, on: block.on, ...meant(asked) });
        return { id, verified: true, line: block.first, source };
      });
      bySource.set(source.path ?? '', set);
      return told;
    },
    onFunctions({ breakpoints }) {
      ofFunctions = breakpoints.map((asked) => ({
        id: (last += 1),
        on: { function: asked.name },
        ...meant(asked),
      }));
      return ofFunctions.map(({ id }) => ({ id, verified: true }));
    },
    get all() {
      return [...bySource.values(), ofFunctions].flat();
    },
  };
}

/** What it says besides its place. */
function meant({
  condition,
  hitCondition,
  logMessage,
}: Partial<DebugProtocol.SourceBreakpoint>): Omit<Breakpoint, 'id' | 'on'> {
  return {
    ...(condition && { condition }),
    ...(hitCondition && { hits: hitCondition }),
    ...(logMessage && { log: logMessage }),
  };
}

/** Whether both paths are of one file, whatever links lead there. */
export function isSameFile(one: string, other: string): boolean {
  return real(one) === real(other);
}

function real(file: string): string {
  try {
    return realpathSync.native(file);
  } catch {
    return path.resolve(file);
  }
}
