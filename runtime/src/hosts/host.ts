/** A host adapts one guest-facing interface to a port. It speaks in plain values (values.ts). */
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

/** What hosts ask for the capabilities: by port and by the name that the guest opens. */
export interface Opener {
  /**
   * The capability of that name, opened once and then shared.
   * @throws CapabilityError where no capability of that name is declared, or its server cannot be used
   */
  open<N extends PortName>(port: N, name: string): Promise<Ports[N]>;
  /** Told of every error that a guest is given, when it is given. */
  failed?(failure: Failure): void;
}

/** One row of the table of hosts (hosts/index.ts): which imports it serves, and how. */
export interface Host {
  /** The capability whose declarations it opens. */
  readonly port: PortName;
  /** Import names that it serves. A component's version is matched by semver rules: 0.6.x for 0.6.0. */
  readonly interfaces: readonly string[];
  /** Makes the functions of one of those interfaces, under the name that the guest imports it by. */
  create(interfaceName: string, opener: Opener): HostInterface;
}
