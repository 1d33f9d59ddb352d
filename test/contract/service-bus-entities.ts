/** The queues, topics and subscriptions of the test server that speaks Service Bus, and who holds which message. */
import { randomUUID } from 'node:crypto';
import type { Message, Sender } from 'rhea';

interface Entry {
  readonly message: Message;
  readonly sequence: number;
  /** By which somebody holds it. */
  lock: string | undefined;
  expiry: NodeJS.Timeout | undefined;
}

/** What is received from: a queue, or a subscription of a topic. */
export class Box {
  readonly #lockMs: number;
  #entries: Entry[] = [];
  #sequence = 0;
  /** The one that had a message last is at the end. */
  #receivers: Sender[] = [];
  /** Those of which rhea has not counted yet that they have less credit by what they are just sent. */
  readonly #served = new Set<Sender>();

  /** @param lockMs how long who has a message has it, in milliseconds */
  constructor(lockMs: number) {
    this.#lockMs = lockMs;
  }

  put(message: Message): void {
    const sequence = ++this.#sequence;
    this.#entries.push({ message, sequence, lock: undefined, expiry: undefined });
    this.pump();
  }

  attach(receiver: Sender): void {
    this.#receivers.push(receiver);
    this.pump();
  }

  /** What it held stays locked until that is over: a lock is nothing of a link. */
  detach(receiver: Sender): void {
    this.#receivers = this.#receivers.filter((one) => one !== receiver);
  }

  /** @returns whether anybody held it by that lock */
  settle(lock: string, isDone: boolean): boolean {
    const entry = this.#locked(lock);
    if (!entry) return false;
    clearTimeout(entry.expiry);
    entry.lock = undefined;
    if (isDone) this.#entries = this.#entries.filter((one) => one !== entry);
    this.pump();
    return true;
  }

  /** @returns until when it is held now; nothing where nobody holds it by that lock */
  renew(lock: string): Date | undefined {
    const entry = this.#locked(lock);
    return entry && this.#expire(entry);
  }

  #locked(lock: string): Entry | undefined {
    return this.#entries.find((one) => one.lock === lock);
  }

  #expire(entry: Entry): Date {
    clearTimeout(entry.expiry);
    entry.expiry = setTimeout(() => {
      entry.lock = undefined;
      this.pump();
    }, this.#lockMs).unref();
    return new Date(Date.now() + this.#lockMs);
  }

  pump(): void {
    for (const entry of this.#entries) {
      if (entry.lock !== undefined) continue;
      const isFree = (one: Sender) => one.is_open() && one.sendable() && !this.#served.has(one);
      const receiver = this.#receivers.find(isFree);
      if (!receiver) return;
      this.#served.add(receiver);
      setImmediate(() => {
        this.#served.delete(receiver);
        this.pump();
      });
      this.#receivers = [...this.#receivers.filter((one) => one !== receiver), receiver];
      entry.lock = randomUUID();
      receiver.send(
        {
          ...entry.message,
          message_annotations: {
            'x-opt-sequence-number': entry.sequence,
            'x-opt-locked-until': this.#expire(entry),
          },
        },
        tagOf(entry.lock),
      );
    }
  }
}

/** All that a namespace has, by names without regard to case. */
export class Entities {
  /** Of what is made from now on, in milliseconds. */
  lockMs = 30_000;
  readonly #queues = new Map<string, Box>();
  readonly #topics = new Map<string, Map<string, Box>>();

  has(path: string): boolean {
    return this.#queues.has(path.toLowerCase()) || this.#topics.has(path.toLowerCase());
  }

  hasTopic(path: string): boolean {
    return this.#topics.has(path.toLowerCase());
  }

  make(path: string, kind: 'queue' | 'topic'): void {
    if (kind === 'queue') this.#queues.set(path.toLowerCase(), new Box(this.lockMs));
    else this.#topics.set(path.toLowerCase(), new Map());
  }

  /** @returns whether it was not there */
  subscribe(topic: string, name: string): boolean {
    const subscriptions = this.#topics.get(topic.toLowerCase());
    if (!subscriptions || subscriptions.has(name.toLowerCase())) return false;
    subscriptions.set(name.toLowerCase(), new Box(this.lockMs));
    return true;
  }

  /** The queue of that path, or the subscription: `topic/Subscriptions/name`. */
  box(path: string): Box | undefined {
    const [, topic = '', name = ''] = /^(.+)\/subscriptions\/([^/]+)$/i.exec(path) ?? [];
    return (
      this.#queues.get(path.toLowerCase()) ?? this.#topics.get(topic.toLowerCase())?.get(name.toLowerCase())
    );
  }

  put(path: string, message: Message): void {
    this.#queues.get(path.toLowerCase())?.put(message);
    for (const box of this.#topics.get(path.toLowerCase())?.values() ?? []) box.put(message);
  }
}

/** A lock is a UUID, and its delivery's tag that in the order of bytes that .NET's Guid has. */
export function tagOf(lock: string): Buffer {
  return swapped(Buffer.from(lock.replaceAll('-', ''), 'hex'));
}

export function lockOf(tag: Buffer): string {
  return dashed(swapped(tag).toString('hex'));
}

/** The same of a lock as requests name it, in the order that it is written in. */
export function lockNamed(uuid: Buffer): string {
  return dashed(uuid.toString('hex'));
}

function dashed(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function swapped(bytes: Buffer): Buffer {
  const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
  return Buffer.from(order.map((index) => bytes[index] ?? 0));
}
