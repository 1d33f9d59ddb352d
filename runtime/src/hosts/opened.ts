import type { Ports, PortName } from '../ports/ports.ts';
import { HostResource } from './values.ts';

/** A capability that the guest has opened: the handle that it holds. The capability itself is shared and lives on. */
export class Opened<N extends PortName> extends HostResource {
  readonly port: Ports[N];

  constructor(resource: string, port: Ports[N], openedAs: string) {
    super(resource, openedAs);
    this.port = port;
  }
}
