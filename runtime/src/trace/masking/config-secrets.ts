/** What of a config's value is secret. */
import type { ConfigKey } from '@slight/slightfile/catalogue.ts';
import {
  apartFromReferences,
  oddPath,
  passwordParameters,
} from '@slight/slightfile/values/written-passwords.ts';
import { besidesHost } from './address-parts.ts';

/**
 * All of it where the catalogue says so, or where it comes from a store: of an address that the file gives its passwords,
 * and of one that a store gives all but host and port, because people must be told where slight connects to. A reference
 * that is not followed yet is none.
 * @param config undefined for a key that the catalogue does not have
 */
export function secretsOf(
  config: ConfigKey | undefined,
  value: string,
  isFromStore: boolean,
): readonly string[] {
  const written = (secrets: readonly string[]) =>
    isFromStore ? secrets : secrets.flatMap(apartFromReferences);
  if (config?.secret === true) return written([value]);
  if (config?.format === 'url') {
    return isFromStore ? givenOf(value, [{ start: 0, text: value }]) : written(passwordsOf(value));
  }
  return isFromStore && (config === undefined || config.format === 'string') ? [value] : [];
}

/** What a store gave for a reference that is a part of a value. */
export interface StoredPart {
  readonly store: string;
  /** Where it begins in the value. */
  readonly start: number;
  readonly text: string;
}

/**
 * The same of a value that references are parts of: besides, each part that is a user's secret, wherever it stands, and
 * each that would be one alone, or in an address is not of its host and port; also as it is meant where it has escapes
 * of URLs.
 */
export function secretsWithin(
  config: ConfigKey | undefined,
  value: string,
  parts: readonly StoredPart[],
): readonly string[] {
  const isAddress = config?.format === 'url' && !config.secret;
  const own = parts.flatMap(({ store, text }) => {
    if (store === 'usersecrets') return [text];
    return isAddress ? passwordsOf(text) : secretsOf(config, text, true);
  });
  const all = isAddress ? givenOf(value, parts) : secretsOf(config, value, parts.length > 0);
  const secrets = [...all, ...own.flatMap((one) => [one, meant(one)])];
  return [...new Set(secrets)].filter((one) => one !== '');
}

/** What tells nothing, and slight's own sentences need: numbers, schemes, users that every server has, names and choices. */
const common = new RegExp(
  `^(?:${[
    '\\d+',
    ...['rediss?', 'redis\\+unix', 'unix', 'https?', 'nats', 'tls', 'wss?', 'postgres(?:ql)?', 'default'],
    // libpq's, and those that passwords of others have
    ...['host', 'port', 'user', 'password', 'pass', 'auth', 'token', 'dbname', 'options', 'application_name'],
    ...['sslmode', 'sslrootcert', 'allow', 'disable', 'prefer', 'require', 'verify-ca', 'verify-full'],
  ].join('|')})$`,
  'i',
);

/** The passwords in an address, and what of it stores gave that is not of its host and port. */
function givenOf(address: string, parts: readonly Pick<StoredPart, 'start' | 'text'>[]): readonly string[] {
  const pieces = besidesHost(address);
  const given = parts.flatMap(({ start, text }) =>
    pieces.map((piece) =>
      address.slice(Math.max(piece.start, start), Math.min(piece.end, start + text.length)),
    ),
  );
  const telling = given.filter((one) => !common.test(one));
  const secrets = [...passwordsOf(address), ...telling.flatMap((one) => [one, meant(one)])];
  return [...new Set(secrets)].filter((one) => one !== '');
}

/** The passwords in an address, as they are written and as they are meant. Also in one that is no URL. */
export function passwordsOf(address: string): readonly string[] {
  // a raw / or # in a password ends the host for URL, and what a person means ends at the last @
  const [, login = ''] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(.*)@/is.exec(address) ?? [];
  const colon = login.indexOf(':');
  const url = URL.parse(address);
  const written = [
    colon < 0 ? '' : login.slice(colon + 1),
    url?.password ?? '',
    ...passwordParameters(address),
    oddPath(address) ?? '',
  ];
  return [...new Set(written.flatMap((one) => [one, meant(one)]))].filter((one) => one !== '');
}

function meant(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
