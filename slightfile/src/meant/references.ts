/** What somebody wrote who meant a reference: `${HOST}`, `$(envvars.HOST)`, `{envvars.HOST}`, `$HOST`, `%HOST%`, `{{HOST}}`. */
import type { ConfigKey } from '../catalogue.ts';
import { referencesIn, within } from '../references.ts';
import type { ConfigValue } from '../slightfile.ts';
import type { Span } from '@slight/text/span.ts';
import { findStore, storeCalled, stores } from '../stores.ts';
import { isPlace } from '../values/formats.ts';
import { suggest } from '@slight/text/words.ts';

export interface MeantReference {
  readonly span: Span;
  /** Its place in the string's value. */
  readonly at: Span;
  /** `${` alone promises a reference; all else is text, for slight and for us. */
  readonly promised: boolean;
  /** What was most likely meant, `envvars.HOST`. */
  readonly meant: string;
}

/**
 * What is no reference and was meant as one, in the order of the value. Of what may be text, only what names a store,
 * what is the whole value, or what stands in an address where a host, a port or a password does.
 * @param config undefined for a key that the catalogue does not have
 */
export function meantReferences(
  value: ConfigValue,
  key: string,
  config: ConfigKey | undefined,
): readonly MeantReference[] {
  const { text, malformed } = value;
  if (!mayHoldMeant(value)) return nothing;
  const promised = malformed.map(({ span, at }) => {
    const body = text.value.slice(at.start, at.end).replace(/^\$\{+\s*|\s*\}*$/g, '');
    return { span, at, promised: true, meant: meant(body, key) };
  });
  const taken = [...referencesIn(value), ...malformed]
    .map(({ at }) => at)
    .sort((one, other) => one.start - other.start);
  let next = 0;
  const alike = [...text.value.matchAll(likeReference)].flatMap(({ 0: written, index }) => {
    const at = { start: index, end: index + written.length };
    while ((taken[next]?.end ?? Infinity) <= at.start) next++;
    const [name = ''] = /[A-Za-z_][\w.-]*/.exec(written) ?? [];
    if ((taken[next]?.start ?? Infinity) < at.end || !isMeant(text.value, at, name, config)) return [];
    const before = taken.at(next - 1);
    // of `${local.$}{HOST}`, a literal `${HOST}`
    if (next > 0 && before?.end === at.start && written.startsWith('{')) return [];
    return [{ span: within(text, at.start, at.end), at, promised: false, meant: meant(name, key) }];
  });
  return [...promised, ...alike].sort((one, other) => one.at.start - other.at.start);
}

const nothing: readonly never[] = [];

/** False for most values, at less cost. What is meant overlaps no reference, so that it lies in one of the texts. */
function mayHoldMeant({ parts }: ConfigValue): boolean {
  for (const part of parts) if (typeof part === 'string' && /[$%{([<]|^\w+\./.test(part)) return true;
  return false;
}

/**
 * `{{HOST}}`, `{HOST}`, `$(HOST)`, `$envvars.HOST`, `$HOST`, `%HOST%`, `(envvars.HOST)` in any brackets; and
 * `envvars.HOST` where that is all.
 */
const likeReference =
  /\{\{ *\.?[A-Za-z_][\w.-]* *\}\}|\{ *[A-Za-z_][\w.-]* *\}|\$[([<] *[A-Za-z_][\w.:-]* *[)\]>]|\$[A-Za-z_]\w*(?:\.\w+)?|%[A-Za-z_][\w.]*%|[([<] *(?:envvars|usersecrets|azapp)\.[A-Za-z_]\w* *[)\]>]|^(?:envvars|usersecrets|azapp)\.[A-Za-z_]\w*$/g;

function isMeant(text: string, { start, end }: Span, name: string, config: ConfigKey | undefined): boolean {
  const store = /^(\w+)\.\w/.exec(name)?.[1];
  if (store !== undefined && findStore(store)) return true;
  const inAddress = config !== undefined && isPlace(config);
  const isName = store === undefined ? /^[A-Z_][A-Z\d_]+$/.test(name) : storeCalled(store) !== undefined;
  // no address is one of these
  if (end - start === text.length) return isName || inAddress;
  const before = text.slice(Math.max(0, start - 1), start);
  const after = text.slice(end, end + 1);
  return inAddress && isName && /^[/:@,;=.]?$/.test(before) && /^[/:@,;?.]?$/.test(after);
}

/** With the store that is named or meant; else the environment's variable. */
function meant(body: string, key: string): string {
  const [, joined, name] = dotless.exec(body) ?? [];
  if (joined !== undefined && name !== undefined) return `${joined}.${name}`;
  const [, first = '', rest = ''] = /^([A-Za-z_]*)[^A-Za-z0-9_]*(.*)$/.exec(body) ?? [];
  const store = storeCalled(first)?.id;
  if (store !== undefined) return `${store}.${nameOf(rest, key)}`;
  const ids = stores.map(({ id }) => id);
  const near = rest === '' ? undefined : suggest(first, ids);
  return near === undefined ? `envvars.${nameOf(body, key)}` : `${near}.${nameOf(rest, key)}`;
}

/** `envvarsHOST`, `usersecrets_KEY`: a store and a name, and the dot between them forgotten. */
const dotless = /^(envvars|usersecrets|azapp)_?([A-Z]\w*)$/;

/** The name in what was written; where there is none that can be one, the config's own. */
function nameOf(written: string, key: string): string {
  return /(?:^|\.)(\w+)$/.exec(written)?.[1] ?? key;
}
