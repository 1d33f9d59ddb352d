/** Passwords where they are written down: `password=…` in an address or a connection string, and what is none. */

/**
 * What stands after the names that passwords have in addresses (`?pass=`, `&auth=`, `;AccountKey=`) and in the
 * connection strings of .NET (`host:6379,password=…`) and of libpq (`host=… password='…'`), as it is written. Where it
 * may end earlier, both.
 */
export function passwordParameters(text: string): readonly string[] {
  return [...text.matchAll(parameter)].flatMap(({ groups }) => {
    const quoted = groups?.['quoted'];
    if (quoted !== undefined) return [quoted, quoted.replace(/\\(.)/gs, '$1')].filter((one) => one !== '');
    const value = groups?.['value'] ?? '';
    const [first = ''] = value.split(/[,;]/);
    return [...new Set([first, value])].filter((one) => one !== '');
  });
}

/** Names as whole words, with what makes them longer: `accessKey`, `client_secret`, `sv` not. */
const name =
  '(?:[a-z0-9_.-]*(?:pass|password|passwd|passphrase|pwd|secret|token|sig|signature)|auth|(?:[a-z0-9_.-]*(?:api|access|account)[_.-]?)?key)';
const parameter = new RegExp(
  `(?:^|[?&;,\\s])${name}\\s*=\\s*(?:'(?<quoted>(?:[^'\\\\]|\\\\.)*)'(?=[?&#;,\\s]|$)|(?<value>[^&#\\s]*))`,
  'gis',
);

/** The parts between references: `${usersecrets.X}` is where a secret comes from, and never one. */
export function apartFromReferences(text: string): readonly string[] {
  return text.split(reference).filter((part) => part !== '');
}

/** Also with its braces as a URL has them, and where its end is not typed yet. */
const reference = /\$(?:\{|%7B)[^{}]*?(?:\}|%7D|$)/i;

/** A Redis address whose path is no number of a database, and so perhaps what belongs before the host. */
export function oddPath(address: string): string | undefined {
  return /^rediss?:\/\/[^/?#]*\/(?!\d*(?:[?#]|$))([^?#]*)/i.exec(address)?.[1];
}
