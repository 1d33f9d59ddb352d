/** All that the files of one app say of names. */
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import { capabilityInterface } from '@slight/slightfile/interfaces.ts';
import type { App } from '../index/apps.ts';
import type { Declared, Facts, Opened } from '../index/facts.ts';

/** A capability of a slightfile, and of which. */
export interface Declaration extends Declared {
  readonly uri: string;
}

/** A call of a source, and of which. */
export interface Use extends Opened {
  readonly uri: string;
}

/** An app may have tens of thousands of names, so whatever is asked of one is found without a look at the others. */
export interface AppNames {
  readonly declarations: readonly Declaration[];
  /** What is declared of each kind, by the name. */
  readonly declared: ByKind<readonly Declaration[]>;
  /** What is declared under a name, of whatever kind: also of one that is unknown. */
  readonly declaredAs: ReadonlyMap<string, readonly Declaration[]>;
  readonly uses: readonly Use[];
  readonly usesByFile: ReadonlyMap<string, readonly Use[]>;
  /** Of those whose name is not computed: by the name. */
  readonly usesByName: ReadonlyMap<string, readonly NamedUse[]>;
  /** The same by the kind that each is of, and the name. */
  readonly opened: ByKind<readonly NamedUse[]>;
  /** The kinds that a call with a computed name can be of. */
  readonly computed: ReadonlySet<CapabilityKind>;
  /** The slightfiles. */
  readonly slightfiles: readonly string[];
  /** The sources in languages that nobody reads here: they may open any name. */
  readonly unread: readonly string[];
  /** The kinds whose interfaces a built module of the app imports; undefined where no module is there, or none can be read. */
  readonly imported?: ReadonlySet<CapabilityKind>;
  /** True where all files were read, and every slightfile can be: then what is not here is nowhere. */
  readonly isWhole: boolean;
}

/** By kind, and then by name. */
export type ByKind<T> = ReadonlyMap<CapabilityKind, ReadonlyMap<string, T>>;

/** What the names of an app are asked of. */
export interface Sources {
  readonly facts: (file: string) => Facts | undefined;
  /** Whether every folder was read. */
  readonly isComplete: () => boolean;
  readonly uriOf: (file: string) => string;
}

/** What the sources and modules of an app use: all but what the slightfiles say. */
export type Used = Pick<AppNames, 'uses' | 'usesByFile' | 'usesByName' | 'computed' | 'unread' | 'imported'>;

export function usedBy({ sources, unread, modules }: App, from: Sources): Used {
  const usesByFile = new Map<string, readonly Use[]>();
  for (const file of sources) {
    const uses = usesIn(file, from);
    if (uses.length > 0) usesByFile.set(from.uriOf(file), uses);
  }
  const imported = importedBy(modules, from.facts);
  return usedIn(usesByFile, {
    unread: [...unread].sort().map(from.uriOf),
    ...(imported && { imported }),
  });
}

/** The same with what a source uses besides that belongs to no app. */
export function usedBesides({ usesByFile, ...used }: Used, file: string, from: Sources): Used {
  return usedIn(new Map([...usesByFile, [from.uriOf(file), usesIn(file, from)]]), used);
}

function usesIn(file: string, { facts, uriOf }: Sources): readonly Use[] {
  const read = facts(file);
  if (read?.kind !== 'source' || read.opened.length === 0) return none;
  const uri = uriOf(file);
  return read.opened.map((opened) => ({ ...opened, uri }));
}

const none: readonly Use[] = [];

function usedIn(
  usesByFile: ReadonlyMap<string, readonly Use[]>,
  { unread, imported }: Pick<Used, 'unread' | 'imported'>,
): Used {
  const uses = [...usesByFile.values()].flat();
  const usesByName = Map.groupBy(uses.filter(isNamed), ({ name }) => name.value);
  const computed = new Set(uses.filter((use) => !isNamed(use)).flatMap(({ kinds }) => kinds));
  return { uses, usesByFile, usesByName, computed, unread, ...(imported && { imported }) };
}

/** All names; what is used is taken as it is given, since it is looked for in thousands of files. */
export function namesOf(app: App, from: Sources, used: Used = usedBy(app, from)): AppNames {
  const declarations: Declaration[] = [];
  let isWhole = from.isComplete();
  // the order in which files were found says nothing, and what is told of them must not change with it
  const files = [...app.slightfiles].sort();
  for (const file of files) {
    const read = from.facts(file);
    if (read?.kind !== 'slightfile') {
      isWhole = false;
      continue;
    }
    isWhole &&= read.isWhole;
    const uri = from.uriOf(file);
    for (const declared of read.declared) declarations.push({ ...declared, uri });
  }
  const slightfiles = files.map(from.uriOf);
  const declared = byKind(
    // an empty name that is written is one
    declarations.filter(({ kind, name, place }) => kind !== undefined && (name !== '' || place)),
    ({ kind }) => kind,
    ({ name }) => name,
  );
  const declaredAs = Map.groupBy(declarations, ({ name }) => name);
  const opened = byKind(
    used.uses.filter(isNamed),
    (use) => kindOfUse({ declared }, use, use.name.value),
    ({ name }) => name.value,
  );
  return { ...used, declarations, declared, declaredAs, opened, slightfiles, isWhole };
}

function importedBy(
  modules: Iterable<string>,
  facts: Sources['facts'],
): ReadonlySet<CapabilityKind> | undefined {
  const kinds = new Set<CapabilityKind>();
  let isKnown = false;
  for (const file of modules) {
    const read = facts(file);
    if (read?.kind !== 'module' || !read.module) continue;
    isKnown = true;
    for (const name of read.module.imports) {
      const known = capabilityInterface(name);
      if (known?.opensByName) kinds.add(known.kind);
    }
  }
  return isKnown ? kinds : undefined;
}

function byKind<T>(
  all: readonly T[],
  kindOf: (one: T) => CapabilityKind | undefined,
  nameOf: (one: T) => string,
): ByKind<readonly T[]> {
  const kinds = new Map<CapabilityKind, Map<string, T[]>>();
  for (const one of all) {
    const kind = kindOf(one);
    if (kind === undefined) continue;
    const names = kinds.get(kind) ?? new Map<string, T[]>();
    kinds.set(kind, names);
    const same = names.get(nameOf(one));
    if (same) same.push(one);
    else names.set(nameOf(one), [one]);
  }
  return kinds;
}

/** A capability of an app, as a guest knows it. */
export interface CapabilityName {
  readonly kind: CapabilityKind;
  readonly name: string;
}

/** What serves a name: the capabilities that have it, else those that serve whatever is opened. */
export function declarationsOf(
  { declared }: Pick<AppNames, 'declared'>,
  { kind, name }: CapabilityName,
): readonly Declaration[] {
  const named = declared.get(kind)?.get(name) ?? [];
  const wildcards = name === '*' ? [] : (declared.get(kind)?.get('*') ?? []);
  if (wildcards.length === 0) return named;
  // in each slightfile by itself: one may name what the other serves with a wildcard
  const elsewhere = new Set(named.map(({ uri }) => uri));
  return [...named, ...wildcards.filter(({ uri }) => !elsewhere.has(uri))];
}

/** Which of the kinds that a call may be of it is: one that declares the name, else one that a wildcard serves. */
export function kindOfUse(
  { declared }: Pick<AppNames, 'declared'>,
  { kinds }: Pick<Opened, 'kinds'>,
  name: string,
): CapabilityKind {
  const [likeliest = 'keyvalue'] = kinds;
  const declares = (kind: CapabilityKind, wanted: string) => declared.get(kind)?.has(wanted) === true;
  return kinds.find((kind) => declares(kind, name)) ?? kinds.find((kind) => declares(kind, '*')) ?? likeliest;
}

/** The calls that open a capability by its name. */
export function usesOf({ opened }: AppNames, { kind, name }: CapabilityName): readonly NamedUse[] {
  return opened.get(kind)?.get(name) ?? [];
}

export type NamedUse = Use & { readonly name: NonNullable<Use['name']> };

/**
 * Whether all that opens a kind is known by its name: no call computes one, and no source is in a language that nobody
 * reads here.
 */
export function isUnderstood({ computed, unread }: AppNames, kind: CapabilityKind): boolean {
  return !computed.has(kind) && unread.length === 0;
}

export function isNamed(use: Use): use is NamedUse {
  return use.name !== undefined;
}
