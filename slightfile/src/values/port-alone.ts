/** An address that is a port and nothing else: every client takes such a number for the name of a host. */
import type { ConfigKey } from '../catalogue.ts';

/** The port in `6379`, `:6379` and `redis://6379`. */
export function portAlone(value: string): string | undefined {
  const digits = /^(?:[a-z][a-z0-9+.-]*:\/\/)?:?(\d{1,5})\/?$/i.exec(value)?.[1];
  return digits !== undefined && Number(digits) > 0 && Number(digits) <= 65535 ? digits : undefined;
}

/** The address on this machine that has this port; undefined where the value is more than a port, or names no port. */
export function withHost({ format, schemes = [] }: ConfigKey, value: string): string | undefined {
  const port = portAlone(value);
  if (port === undefined) return undefined;
  if (format === 'address') return `localhost:${port}`;
  const written = /^[a-z][^:]*(?=:)/i.exec(value)?.[0].toLowerCase() ?? '';
  const scheme = schemes.includes(written) ? written : schemes[0];
  return format === 'url' && scheme !== undefined ? `${scheme}://localhost:${port}` : undefined;
}
