/**
 * Which servers a guest may send requests to: hosts with commas or blanks between them, such as
 * `api.example.com, *.example.org, localhost:*, [::1]:3000, https://example.net`. Without a port, that of the scheme is
 * meant; `*` is every host, `*.example.org` every one below example.org.
 */

/** One of them. What is absent may be any. */
interface AllowedHost {
  /** `https:` */
  readonly scheme?: string;
  /** As a URL writes it, whatever it was written as: `xn--bcher-kva.example`, `127.0.0.1`, `[::1]`. */
  readonly host?: string;
  /** True where it is what is below the host, and not that itself. */
  readonly below: boolean;
  /** A number, `any`, or `default`: 80 of `http:`, 443 of `https:`. */
  readonly port: string;
}

export type AllowedHosts = readonly AllowedHost[];

/** The hosts of a text as they are written, and where. */
export function hostsIn(
  text: string,
): readonly { readonly host: string; readonly start: number; readonly end: number }[] {
  return Array.from(text.matchAll(/[^\s,]+/g), ({ 0: host, index: start }) => ({
    host,
    start,
    end: start + host.length,
  }));
}

/** True of a host that stands for every server: `*`, `*:*`. */
export function allowsAll(host: string): boolean {
  const read = readHost(host);
  return (
    typeof read !== 'string' && !read.scheme && read.host === undefined && !read.below && read.port === 'any'
  );
}

/** @returns what is wrong with the text, as a predicate, where it cannot be read */
export function readAllowedHosts(text: string): AllowedHosts | string {
  const read = hostsIn(text).map(({ host }) => readHost(host));
  return read.find((one) => typeof one === 'string') ?? read.filter((one) => typeof one !== 'string');
}

export function allows(hosts: AllowedHosts, url: URL): boolean {
  const name = withoutDot(url.hostname);
  return hosts.some(
    ({ scheme, host, below, port }) =>
      (scheme === undefined || scheme === url.protocol) &&
      (host === undefined || (below ? name.endsWith(`.${host}`) : name === host)) &&
      // a URL does not say the port that its scheme has anyway
      (port === 'any' || (port === 'default' ? url.port === '' : port === portOf(url))),
  );
}

function readHost(text: string): AllowedHost | string {
  if (text === '*') return { below: false, port: 'any' };
  const [, scheme = '', place = ''] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/i.exec(text) ?? [];
  if (place.includes('@')) return 'has a user name before a host; write the host alone';
  if (/[?#\\]|\/./.test(place)) return 'has a path behind a host; write the host alone';
  if (scheme !== '' && !/^https?$/i.test(scheme)) return 'has a scheme that is neither http:// nor https://';
  if (/^[^[]*:.*:/.test(place)) return 'has an IPv6 address without brackets; write it as [::1]';
  const [, star, name = '', port = ''] = /^(\*\.)?(\[.*\]|[^:/]*)(?::(\d{1,5}|\*))?\/?$/.exec(place) ?? [];
  const below = star !== undefined;
  if (name === '' || (below && name === '*')) return `has a host that is none${such}`;
  if (name !== '*' && name.includes('*'))
    return `has a * within a name; it may stand for all that is before the first dot${such}`;
  if (/^\d/.test(port) && (Number(port) < 1 || Number(port) > 65_535))
    return 'has a port that is out of range (1–65535)';
  const host = name === '*' ? undefined : hostOf(name);
  if (host === null) return `has a host that is neither a name nor an IP address${such}`;
  if (below && host !== undefined && isAddress(host))
    return 'has *. before an IP address; write the address alone';
  return {
    ...(scheme !== '' && { scheme: `${scheme.toLowerCase()}:` }),
    ...(host !== undefined && { host }),
    below,
    port: port === '' ? 'default' : port === '*' ? 'any' : String(Number(port)),
  };
}

const such = ', such as api.example.com or *.example.com';

/** In the form that URLs have; null where it is no host. */
function hostOf(name: string): string | null {
  // what a URL passes over without a word
  if (!/^[\p{L}\p{N}\p{M}._:[\]-]+$/u.test(name)) return null;
  const host = URL.parse(`http://${name}/`)?.hostname;
  return host === undefined ? null : withoutDot(host);
}

function isAddress(host: string): boolean {
  return host.startsWith('[') || /^\d+(?:\.\d+){3}$/.test(host);
}

/** `example.com.` is `example.com`, looked up from the root. */
function withoutDot(host: string): string {
  return host.replace(/\.$/, '');
}

function portOf({ port, protocol }: URL): string {
  return port === '' ? (protocol === 'https:' ? '443' : '80') : port;
}
