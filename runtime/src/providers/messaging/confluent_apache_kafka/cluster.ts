/** The brokers of a cluster: which there are, and how they are asked. */
import { CapabilityError } from '../../../ports/errors.ts';
import { urlHost } from '../../../network.ts';
import type { Deadlines } from '../../deadlines.ts';
import type { Broker, KafkaAddress } from './address.ts';
import { connectBroker } from './connection.ts';
import type { Link } from './connection.ts';
import type { Request } from './library.ts';

/** A broker's number in its cluster; `any`: whichever can be reached. */
export type Node = number | 'any';

/**
 * Connections of its own, one a broker, made when they are needed. A broker answers what comes over one in turn: who waits
 * there for long has a lane of their own.
 */
export interface Lane extends AsyncDisposable {
  /**
   * @param deadline in milliseconds; default: that of a command
   * @throws CapabilityError where there is no connection; else what the client throws
   */
  ask<A extends unknown[], R>(node: Node, request: Request<A, R>, args: A, deadline?: number): Promise<R>;
  /** Whether a broker knows the request at all. */
  knows(node: Node, request: Request<never, unknown>): Promise<boolean>;
}

type Named = Broker & { readonly nodeId: number };

export interface Cluster extends AsyncDisposable {
  readonly address: KafkaAddress;
  readonly deadlines: Deadlines;
  /** @param client what it calls itself to the brokers. Default: `slight` */
  lane(client?: string): Lane;
  /** Writes down where all of its brokers are, as one of them has told. */
  learn(brokers: readonly Named[]): void;
  /** Writes down where one is that was named in another answer. */
  learnOf(broker: Named): void;
}

export function openCluster(address: KafkaAddress, deadlines: Deadlines, signal: AbortSignal): Cluster {
  const brokers = new Map<number, Broker>();
  const lanes = new Set<Lane>();
  /** Of each lane, what closes its connection to a broker. */
  const drops = new Set<(key: string) => void>();
  let isEnded = false;

  const end = async () => {
    isEnded = true;
    signal.removeEventListener('abort', abort);
    await Promise.all(Array.from(lanes, (one) => one[Symbol.asyncDispose]()));
  };
  const abort = () => void end();
  signal.addEventListener('abort', abort, { once: true });

  /** A cluster of one broker is spoken to where it was found: what it calls itself may be a name inside of a container. */
  const placeOf = (node: number): Broker => {
    const isAlone = brokers.size <= 1 && address.brokers.length === 1;
    return (isAlone ? undefined : brokers.get(node)) ?? address.brokers[0];
  };

  const lane = (client = 'slight'): Lane => {
    const links = new Map<string, Promise<Link>>();
    let isClosed = false;
    const requireOpen = () => {
      if (isEnded || isClosed || signal.aborted)
        throw new CapabilityError('connection-lost', 'The run has ended.');
    };
    const linkTo = async (broker: Broker): Promise<Link> => {
      requireOpen();
      const key = `${urlHost(broker.host)}:${broker.port}`;
      const known = links.get(key);
      if (known) return known;
      const forget = () => {
        if (links.get(key) === made) links.delete(key);
      };
      // what it does not answer on one connection, it does not on the others: the next call shall not find that out again
      const onSilence = () => drops.forEach((one) => one(key));
      const made = connectBroker(broker, { client, address, deadlines, onClose: forget, onSilence });
      links.set(key, made);
      made.catch(forget);
      return made;
    };
    const close = async (link: Promise<Link> | undefined) => {
      // one that could not be made is told to who asked for it
      const made = await link?.catch(() => undefined);
      await made?.[Symbol.asyncDispose]();
    };
    const drop = (key: string) => void close(links.get(key));
    const anyLink = async (): Promise<Link> => {
      const faults: unknown[] = [];
      for (const broker of [...address.brokers, ...brokers.values()]) {
        try {
          return await linkTo(broker);
        } catch (error) {
          faults.push(error);
          // each would say the same
          if (error instanceof CapabilityError && error.case === 'insufficient-permissions') break;
        }
        requireOpen();
      }
      throw faults[0];
    };
    const find = (node: Node) => (node === 'any' ? anyLink() : linkTo(placeOf(node)));
    const made: Lane = {
      async ask(node, request, args, deadline = deadlines.command) {
        return (await find(node)).ask(request, args, deadline);
      },
      async knows(node, request) {
        return (await find(node)).knows(request);
      },
      async [Symbol.asyncDispose]() {
        isClosed = true;
        lanes.delete(made);
        drops.delete(drop);
        const open = [...links.values()];
        links.clear();
        await Promise.all(open.map(close));
      },
    };
    lanes.add(made);
    drops.add(drop);
    return made;
  };

  return {
    address,
    deadlines,
    lane,
    learn(told) {
      if (told.length === 0) return;
      brokers.clear();
      for (const { nodeId, host, port } of told) brokers.set(nodeId, { host, port });
    },
    learnOf({ nodeId, host, port }) {
      if (!brokers.has(nodeId)) brokers.set(nodeId, { host, port });
    },
    [Symbol.asyncDispose]: end,
  };
}
