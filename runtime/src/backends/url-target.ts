/** What backends have in common that one config names, by an address: where it points, and how it is written. */
import type { ConfigValues } from '../providers/provider.ts';
import { urlHost } from './address.ts';
import { orWrong } from './backend.ts';
import type { Address, Target } from './backend.ts';

interface UrlConfig<A> {
  /** `REDIS_ADDRESS`. */
  readonly key: string;
  /**
   * Reads it as the provider does.
   * @throws CapabilityError where the provider would refuse it
   */
  readonly read: (text: string | undefined) => A;
  /** The port of this machine that it names; undefined where it names anything else. */
  readonly here: (address: A) => { readonly address: Address; readonly tls: boolean } | undefined;
  /** Writes it, for the server that was brought up with these configs. */
  readonly write: (hostAndPort: string, configs: ConfigValues) => string;
}

interface UrlTarget<A> {
  readonly target: (configs: ConfigValues) => Target;
  /** The address; undefined where there is none, or one that `target` refuses. */
  readonly parse: (configs: ConfigValues) => A | undefined;
  /** The configs that make a provider use the server at this address: what names one is kept. */
  readonly configs: (address: Address, configs: ConfigValues) => ConfigValues;
}

export function urlTarget<A>({ key, read, here, write }: UrlConfig<A>): UrlTarget<A> {
  const isUnset = ({ [key]: text = '' }: ConfigValues) => text.trim() === '';
  return {
    target(configs) {
      if (isUnset(configs)) return { kind: 'none' };
      return orWrong(() => {
        const found = here(read(configs[key]));
        return found ? { kind: 'local', ...found } : { kind: 'elsewhere' };
      });
    },
    parse(configs) {
      try {
        return isUnset(configs) ? undefined : read(configs[key]);
      } catch {
        return undefined;
      }
    },
    configs: ({ host, port }, configs) => ({
      ...configs,
      ...(isUnset(configs) && { [key]: write(`${urlHost(host)}:${port}`, configs) }),
    }),
  };
}
