/** A host adapts one guest-facing interface to a port. It speaks in plain values (values.ts). */
import type { Generation } from '@slight/slightfile/interfaces.ts';
import type { Serve } from '../ports/http.ts';
import type { PortName, Ports } from '../ports/ports.ts';
import type { HostInterface } from './values.ts';

/** An error that a capability gave to the guest, as people are told of it. */
export interface Failure {
  /** As the guest imports it. */
  readonly interface: string;
  /** By its canonical WIT name: `[method]keyvalue.get`. */
  readonly function: string;
  /** The name that the guest opened, or tried to. */
  readonly name: string | undefined;
  /** The port's case: `key-not-found`. */
  readonly case: string;
  readonly message: string;
}

/** Who is told how what a guest was asked to do has ended, and waited for. Neither fails. */
export interface Attendant {
  /** @param isDone its run ended with code 0, or its call returned, and not with an error */
  settle(isDone: boolean): Promise<void>;
  /** The instance has ended, or was put back to its start: none of its handles is there any more. */
  close(): Promise<void>;
}

/** What hosts are given to work with. */
export interface HostContext {
  /**
   * The capability of that port and name, opened once and then shared; of http-client, which guests do not name, by '';
   * so is the one of configs, where a guest names none.
   * @throws CapabilityError where no capability of that name is declared, or its server cannot be used
   */
  open<N extends PortName>(port: N, name: string): Promise<Ports[N]>;
  /** Told of every error that a guest is given, when it is given. */
  failed?(failure: Failure): void;
  /**
   * Aborted when the instance ends: nobody waits any more for what its guest asked. It is made when it is read, so it is
   * read where something is to be given up, and not before. Absent: it does not end before its guest does.
   */
  readonly signal?: AbortSignal;
  /** Has a host's work end with its guest's; absent: nobody says how that ends. Asked again after each `close`. */
  attend?(attendant: Attendant): void;
  /** What goes to the guest's standard error; absent: it has none. */
  readonly stderr?: (bytes: Uint8Array) => void;
  /** Serves HTTP as the guest says itself (ports/http.ts); absent where nothing is served. */
  readonly serve?: Serve;
  /**
   * Calls a function that the guest exports, as `call` of its Instance (guest/guest.ts) does, of the instance that the
   * hosts are made for. They are made before it: until it is there, a call is refused. It does one thing at a time: a
   * host that calls it while the guest waits for that host is refused with GuestBusy. A host that serves (HTTP) keeps
   * what comes until the guest has returned.
   */
  call(interfaceName: string, functionName: string, args: readonly unknown[]): Promise<unknown>;
}

/** What hosts/<folder>/<host>.ts exports as `host`. The rows of schemas/interfaces.json say which imports it serves. */
export interface Host {
  /**
   * Makes the functions of one of its interfaces, under the name that the guest imports it by.
   * @param generation that of the guest, where it is a legacy one: some interfaces are in both, under one name
   */
  create(interfaceName: string, context: HostContext, generation: Generation): HostInterface;
}
