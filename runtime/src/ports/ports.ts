/** Every port, by the capability that it is of. */
import type { Configs } from './configs.ts';
import type { KeyValue } from './keyvalue.ts';

export interface Ports {
  keyvalue: KeyValue;
  configs: Configs;
}

export type PortName = keyof Ports;
