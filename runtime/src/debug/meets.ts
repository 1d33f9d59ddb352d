/** Whether a call meets a breakpoint. */
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import type { Breakpoint } from './requests.ts';

/** A call, as conditions see it. */
export interface Made {
  readonly capability?: CapabilityKind;
  /** What was opened; absent for what is opened by no name. */
  readonly name?: string;
  /** `keyvalue.set`: the resource, or the interface, and the function. */
  readonly function: string;
  /** Without the resource of a method. */
  readonly args: readonly unknown[];
}

/** How long an expression may take, in milliseconds: one without end would stop the run for good. */
const patience = 100;

export function isAt({ on }: Breakpoint, made: Made): boolean {
  if ('function' in on) return matches(on.function, made);
  if (on.capability !== made.capability) return false;
  return on.name === '*' || made.name === undefined || on.name === made.name;
}

/** `sql.*` means the functions of the capability, by whatever the generations call their resource. */
function matches(pattern: string, { capability, function: name }: Made): boolean {
  const method = name.slice(name.lastIndexOf('.') + 1);
  const names = [name, ...(capability ? [`${capability}.${method}`] : [])];
  return names.some((one) => path.matchesGlob(one, pattern));
}

/**
 * True where there is no condition, or it is true; also where it cannot be evaluated: who wrote it sees then where the
 * guest is.
 * @param fault told why it cannot be evaluated
 */
export function holds(
  { condition = '' }: Breakpoint,
  made: Made,
  fault: (condition: string, reason: string) => void = () => undefined,
): boolean {
  if (condition.trim() === '') return true;
  try {
    return Boolean(evaluated(condition, made));
  } catch (error) {
    fault(condition, reasonOf(error));
    return true;
  }
}

/** A log's text, with its expressions evaluated. */
export function logged(text: string, made: Made): string {
  return text.replaceAll(/\{([^{}]*)\}/g, (_, expression: string) => {
    try {
      return String(evaluated(expression, made));
    } catch (error) {
      return `{${reasonOf(error)}}`;
    }
  });
}

/** The forms of a hit count. */
const hitCount = /^\s*(>=|>|<=|<|==?|%)?\s*([1-9]\d*)\s*$/;

export function isHitCount(text: string): boolean {
  return hitCount.test(text);
}

/** Whether it has been met often enough. @param count this time too */
export function isTurn({ hits = '>= 1' }: Breakpoint, count: number): boolean {
  const [, sign = '=', digits = '1'] = hitCount.exec(hits) ?? [];
  const wanted = Number(digits);
  if (sign === '%') return count % wanted === 0;
  if (sign === '>') return count > wanted;
  if (sign === '>=') return count >= wanted;
  if (sign === '<') return count < wanted;
  return sign === '<=' ? count <= wanted : count === wanted;
}

/** What an expression threw: of another realm, so that no class of this one knows it. */
function reasonOf(error: unknown): string {
  return (error as { readonly message?: string }).message ?? String(error);
}

function evaluated(expression: string, { capability, name, function: full, args }: Made): unknown {
  const values = args.map(readable);
  const key = values.find((value) => typeof value === 'string');
  const method = full.slice(full.lastIndexOf('.') + 1);
  return runInNewContext(expression, { capability, name, method, key, args: values }, { timeout: patience });
}

/** Bytes as text, which is what keys and values are compared with. */
function readable(value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString() : value;
}
