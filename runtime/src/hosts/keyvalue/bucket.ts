/** The bucket of wasi:keyvalue, as a guest holds it. */
import type { KeyValue } from '../../ports/keyvalue.ts';
import { allAre, HostResource } from '../values.ts';

export class Bucket extends HostResource {
  readonly port: KeyValue;

  constructor(port: KeyValue, openedAs: string) {
    super(undefined, openedAs);
    this.port = port;
  }
}

allAre(Bucket, 'bucket');
