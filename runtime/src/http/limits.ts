/** How much of a request, and how long, the server bears: what is more gets the status that says so. */

export interface Limits {
  /** Bytes of the request line and the header fields together; 431. */
  readonly head: number;
  /** Bytes of the request's target; 414. */
  readonly target: number;
  /** Bytes of a request's body; 413. */
  readonly body: number;
  /** Bytes of the bodies together that are held for guests that are given them whole; 503. */
  readonly bodies: number;
  /** Milliseconds for the request line and the header fields; 408. */
  readonly headTime: number;
  /**
   * Milliseconds that a client may let the guest wait for the body in all, and one second more for each KiB that it sent;
   * 408. It counts until the answer has begun.
   */
  readonly bodyTime: number;
  /** Milliseconds for which a client may take nothing of its answer, or send nothing of its body once that has begun. */
  readonly stall: number;
  /** Milliseconds that a connection is kept for the next request. */
  readonly idle: number;
  /**
   * Milliseconds without a byte of the answer after which a client that has closed its side counts as gone. One that is gone
   * and one that has only nothing more to say look the same.
   */
  readonly halfClosed: number;
}

/** A limit, for who offers it to people. */
export interface Limit {
  readonly name: keyof Limits;
  readonly default: number;
  readonly unit: 'bytes' | 'milliseconds';
  /** Its option on a command line, without the dashes. */
  readonly flag: string;
  /** A sentence, for a help text. */
  readonly sentence: string;
  /** 0 says something: of the others, it would be what no client can keep, and to Node it is no limit at all. */
  readonly mayBeZero?: true;
}

const KiB = 1024;

export const limits: readonly Limit[] = [
  {
    name: 'head',
    default: 16 * KiB,
    unit: 'bytes',
    flag: 'max-head',
    sentence: 'The most that a request line and its header fields may be together (431).',
  },
  {
    name: 'target',
    default: 8 * KiB,
    unit: 'bytes',
    flag: 'max-target',
    sentence: 'The most that the URL of a request may be (414).',
  },
  {
    name: 'body',
    default: KiB ** 3,
    unit: 'bytes',
    flag: 'max-body',
    sentence: 'The most that the body of a request may be (413).',
    mayBeZero: true,
  },
  {
    name: 'bodies',
    default: KiB ** 3,
    unit: 'bytes',
    flag: 'max-bodies',
    sentence: 'The most that bodies may be together of which the guest is given each as a whole (503).',
  },
  {
    name: 'headTime',
    default: 30_000,
    unit: 'milliseconds',
    flag: 'head-timeout',
    sentence: 'How long a client may take for the request line and the header fields (408).',
  },
  {
    name: 'bodyTime',
    default: 30_000,
    unit: 'milliseconds',
    flag: 'body-timeout',
    sentence:
      'How long a client may let the guest wait for the body, and a second more for each KiB of it (408).',
  },
  {
    name: 'stall',
    default: 30_000,
    unit: 'milliseconds',
    flag: 'stall-timeout',
    sentence:
      'How long a client may take nothing of its answer, or send nothing of its body once that has begun.',
  },
  {
    name: 'idle',
    default: 5_000,
    unit: 'milliseconds',
    flag: 'idle-timeout',
    sentence: 'How long a connection is kept for the next request.',
  },
  {
    name: 'halfClosed',
    default: 2_000,
    unit: 'milliseconds',
    flag: 'half-closed-timeout',
    sentence:
      'How long a client that has closed its side of the connection is still answered where no byte goes out.',
  },
];

export const defaultLimits = Object.fromEntries(limits.map((limit) => [limit.name, limit.default])) as Record<
  keyof Limits,
  number
> satisfies Limits;
