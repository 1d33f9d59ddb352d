/** What of a config's value is secret. */
import type { ConfigKey } from '@slight/slightfile/catalogue.ts';
import { apartFromReferences, oddPath, passwordParameters } from '@slight/slightfile/written-passwords.ts';

/**
 * All of it where the catalogue says so, or where it comes from a store: of an address its passwords, because people
 * must be told where slight connects to. A reference that slight did not follow is none.
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
  if (config?.format === 'url') return written(passwordsOf(value));
  return isFromStore && (config === undefined || config.format === 'string') ? [value] : [];
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
