/** How the messages about names put things. */
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import { list } from '@slight/text/words.ts';
import { nameOf } from '../lsp/uri.ts';
import type { AppNames } from './app-names.ts';

/** What a person calls one: `key-value store`. */
export function nounOf(kind: CapabilityKind): string {
  return nouns[kind];
}

const nouns: Readonly<Record<CapabilityKind, string>> = {
  keyvalue: 'key-value store',
  messaging: 'message channel',
  blobstore: 'blob container',
  sql: 'database',
  configs: 'configuration',
  distributed_locking: 'lock',
  http: 'HTTP server',
  'http-client': 'HTTP client',
};

/** HTTP has a name in the slightfile only: no guest opens it. */
export function isOpenedByName(kind: CapabilityKind): boolean {
  return kind !== 'http' && kind !== 'http-client';
}

/** `slightfile.toml`, or all of them where the app has several. */
export function slightfilesOf({ slightfiles }: Pick<AppNames, 'slightfiles'>, conjunction = 'and'): string {
  return list(slightfiles.map(nameOf), conjunction);
}
