/** The breakpoints of a session, as the client sets them, and as the runtime is told of them. */
import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { isHitCount } from '../meets.ts';
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

const noCount = 'Write a hit count as 3, > 3, >= 3 or % 3.';

const noFunction =
  'Name a capability, or a resource of it, and its function: keyvalue.set, bucket.get, sql.*.';

/** What guests do not ask for: they are asked. */
const asked = 'Slight stops at what a guest asks for, and http is what a guest is asked for.';

const elsewhere =
  'Slight stops at calls: set a breakpoint on a [[capability]] block of the slightfile, or on a function such as keyvalue.set.';

export function createBreakpoints(): Breakpoints {
  const bySource = new Map<string, readonly Breakpoint[]>();
  let ofFunctions: readonly Breakpoint[] = [];
  let last = 0;
  return {
    inSource({ source, breakpoints = [] }, blocks) {
      const set: Breakpoint[] = [];
      const told = breakpoints.map((one): DebugProtocol.Breakpoint => {
        const id = (last += 1);
        const block = blockAt(blocks, one.line);
        const fault = block ? (block.on.capability === 'http' ? asked : faultOf(one)) : elsewhere;
        if (!block || fault !== undefined)
          return { id, verified: false, line: one.line, message: fault ?? elsewhere };
        set.push({ id, on: block.on, ...meant(one) });
        return { id, verified: true, line: block.first, source };
      });
      // by whichever path it is called
      bySource.set(real(source.path ?? ''), set);
      return told;
    },
    onFunctions({ breakpoints }) {
      const set: Breakpoint[] = [];
      const told = breakpoints.map((one): DebugProtocol.Breakpoint => {
        const id = (last += 1);
        const fault = /^[\w*-]+\.[\w*-]+$/.test(one.name) ? faultOf(one) : noFunction;
        if (fault !== undefined) return { id, verified: false, message: fault };
        set.push({ id, on: { function: one.name }, ...meant(one) });
        return { id, verified: true };
      });
      ofFunctions = set;
      return told;
    },
    get all() {
      return [...bySource.values(), ofFunctions].flat();
    },
  };
}

/** What of it cannot be meant. */
function faultOf({ hitCondition }: Pick<DebugProtocol.SourceBreakpoint, 'hitCondition'>): string | undefined {
  return hitCondition && !isHitCount(hitCondition) ? noCount : undefined;
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
