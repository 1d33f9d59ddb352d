/** A lease of etcd: what keeps keys for a time, https://etcd.io/docs/v3.5/learning/api/#lease-api. */
import type { LockingErrorCase } from '../../../ports/distributed-locking.ts';
import type { Answer } from './gateway.ts';

export interface Lease {
  /** As etcd writes it in JSON: decimal digits. */
  readonly id: string;
  /** As it stands in keys. */
  readonly hex: string;
  /** As etcd has granted it. */
  readonly seconds: number;
  /** When it was asked for, or last renewed, by performance.now(): it is over no sooner than counted from there. */
  readonly asked: number;
  /** After how many milliseconds it is over for its holder; Infinity: not by itself. */
  readonly ends: number;
}

type Call = (
  path: string,
  body: object,
  errorCase: LockingErrorCase,
  signal?: AbortSignal,
) => Promise<Answer>;

/** The longest that etcd grants, in seconds. */
const longest = 9_000_000_000;

/** @param milliseconds rounded up to seconds; etcd may grant more, 2 s at the least as it is set up usually */
export async function grantLease(call: Call, milliseconds: number, signal: AbortSignal): Promise<Lease> {
  const seconds = Math.min(Math.max(1, Math.ceil(milliseconds / 1000)), longest);
  const asked = performance.now();
  const answer = await call('lease/grant', { TTL: String(seconds) }, 'lock-acquire-error', signal);
  const id = String(answer['ID']);
  return { id, hex: BigInt(id).toString(16), seconds: Number(answer['TTL']), asked, ends: Infinity };
}
