/** What is wrong with an answer, or with diagnostics that were pushed. */
import type { Message } from './wire.ts';
import { placesIn } from './places.ts';
import type { Snapshot } from './text.ts';
import { holds } from './text.ts';
import type { World } from './world.ts';

/** A request that was sent. */
export interface Asked {
  readonly id: number;
  readonly method: string;
  readonly params: object;
  /** Its number among the messages. */
  readonly sent: number;
  /** The document that it is about, as that was when it was sent. */
  readonly uri?: string;
  readonly snapshot?: Snapshot;
  /** Of no method that there is, or with a part of a shape that the protocol does not have. */
  readonly isStrange: boolean;
  readonly isMisshapen: boolean;
  isCancelled: boolean;
  /** Called with the answer, if it is right as far as can be seen from here. Gives what is wrong with it all the same. */
  readonly onAnswer?: (message: Message) => string | undefined;
}

const codes = {
  cancelled: -32800,
  contentModified: -32801,
  requestFailed: -32803,
  methodNotFound: -32601,
  invalidParams: -32602,
} as const;

/** Undefined where the answer is right, as far as the client can know. */
export function faultOf(world: World, asked: Asked, message: Message): string | undefined {
  if (message.error) return faultOfError(world, asked, message.error);
  if (!('result' in message)) return 'neither a result nor an error';
  if (asked.isMisshapen) return undefined;
  if (asked.isStrange) return 'a result for a method that there is not';
  return faultOfResult(world, asked, message.result);
}

function faultOfError(world: World, asked: Asked, error: NonNullable<Message['error']>): string | undefined {
  const { uri, sent, method, isCancelled, isMisshapen, isStrange } = asked;
  const isFitting =
    (error.code === codes.cancelled && isCancelled) ||
    (error.code === codes.contentModified &&
      (isMisshapen || (uri !== undefined && world.changedSince(uri, sent)))) ||
    (error.code === codes.requestFailed && (isMisshapen || /rename/i.test(method))) ||
    (error.code === codes.methodNotFound && isStrange) ||
    (error.code === codes.invalidParams && isMisshapen);
  return isFitting ? undefined : `error ${error.code}: ${error.message}`;
}

function faultOfResult(world: World, asked: Asked, result: unknown): string | undefined {
  const { uri = '', snapshot, sent } = asked;
  const { positions, versions, faults } = placesIn(result, uri);
  if (faults[0] !== undefined) return faults[0];
  if (asked.uri !== undefined && !snapshot && !isEmpty(result))
    return 'an answer about a document that is closed';
  for (const [of, all] of positions) {
    // an answer about a document that changed meanwhile would have been an error
    const texts = of === uri && snapshot ? [snapshot] : world.candidates(of, sent);
    if (!texts || texts.some((text) => all.every((position) => holds(text, position)))) continue;
    return `positions that are in no text of ${of}: ${JSON.stringify({ positions: all, texts: texts.map(({ text }) => text) })}`;
  }
  for (const [of, version] of versions) {
    const states = of === uri ? [snapshot] : world.since(of, sent);
    if (states.length > 0 && !states.some((state) => (state?.version ?? null) === version)) {
      return `an edit of version ${version ?? 'null'} of ${of}, which has ${states[0]?.version ?? 'none'}`;
    }
  }
  return faultOfTwice(asked.method, result) ?? faultOfLines(result, snapshot);
}

/** What is found is told once. */
function faultOfTwice(method: string, result: unknown): string | undefined {
  if (!/symbol$|references$|definition$|highlight$/i.test(method) || !Array.isArray(result)) return undefined;
  const items = result.map((item) => JSON.stringify(item));
  const twice = items.find((item, index) => items.indexOf(item) !== index);
  return twice === undefined ? undefined : `the same twice: ${twice}`;
}

/** Folding ranges name lines alone. */
function faultOfLines(result: unknown, snapshot: Snapshot | undefined): string | undefined {
  if (!Array.isArray(result) || !snapshot) return undefined;
  for (const { startLine, endLine } of result as { startLine?: number; endLine?: number }[]) {
    if (startLine === undefined || endLine === undefined) continue;
    if (startLine < 0 || endLine < startLine || endLine >= snapshot.starts.length)
      return `a fold of lines ${startLine} to ${endLine} of ${snapshot.starts.length}`;
  }
  return undefined;
}

export interface Pushed {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly object[];
}

/**
 * @param before what was pushed for the document the last time
 * @param since the message behind which every state of the document may be the one that was read
 */
export function faultOfPush(
  world: World,
  { uri, version, diagnostics }: Pushed,
  before: Pushed | undefined,
  since: number,
): string | undefined {
  const states = world.since(uri, since);
  if (version === undefined) {
    // those of the file, which nobody has open
    return states.includes(undefined)
      ? undefined
      : 'diagnostics without a version, of a document that is open';
  }
  const texts = states.filter((state) => state?.version === version).filter((state) => state !== undefined);
  if (texts.length === 0) return `diagnostics of version ${version}, which ${uri} has not`;
  // one that was opened again may begin anew
  if (version < (before?.version ?? version) && !states.includes(undefined))
    return `diagnostics of version ${version} of ${uri} behind those of version ${before?.version ?? 'none'}`;
  const { positions, faults } = placesIn(diagnostics, uri);
  if (faults[0] !== undefined) return faults[0];
  const all = positions.get(uri) ?? [];
  return texts.some((text) => all.every((position) => holds(text, position)))
    ? undefined
    : `diagnostics that are not in version ${version} of ${uri}: ${JSON.stringify(diagnostics)}`;
}

function isEmpty(result: unknown): boolean {
  if (result === null || (Array.isArray(result) && result.length === 0)) return true;
  const { items, kind } = result as { items?: unknown; kind?: unknown };
  return kind === 'unchanged' || (Array.isArray(items) && items.length === 0);
}
