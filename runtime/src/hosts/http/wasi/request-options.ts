/** `request-options` of wasi:http: how long a request may take. */
import type { HostFunction } from '../../values.ts';
import { HostResource } from '../../values.ts';

export class RequestOptions extends HostResource {
  /** In nanoseconds, as the others. */
  connectTimeout: bigint | undefined;
  firstByteTimeout: bigint | undefined;
  betweenBytesTimeout: bigint | undefined;

  constructor() {
    super('request-options');
  }
}

const timeout = (name: string, key: 'connectTimeout' | 'firstByteTimeout' | 'betweenBytesTimeout') => ({
  [`[method]request-options.${name}`]: (options: RequestOptions) => options[key],
  [`[method]request-options.set-${name}`]: (options: RequestOptions, duration: bigint | undefined) =>
    void (options[key] = duration),
});

export const requestOptionsFunctions: Record<string, HostFunction> = {
  '[constructor]request-options': () => new RequestOptions(),
  ...timeout('connect-timeout', 'connectTimeout'),
  ...timeout('first-byte-timeout', 'firstByteTimeout'),
  ...timeout('between-bytes-timeout', 'betweenBytesTimeout'),
  '[resource-drop]request-options': () => undefined,
};
