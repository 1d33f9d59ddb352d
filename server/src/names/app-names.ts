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

export interface AppNames {
  readonly declarations: readonly Declaration[];
  /** The names that are declared of each kind. */
  readonly declared: ReadonlyMap<CapabilityKind, ReadonlySet<string>>;
  readonly uses: readonly Use[];
  /** Of those whose name is not computed: by the name. An app may have thousands. */
  readonly usesByName: ReadonlyMap<string, readonly NamedUse[]>;
  /** The slightfiles. */
  readonly slightfiles: readonly string[];
  /** The kinds whose interfaces a built module of the app imports; undefined where no module is there, or none can be read. */
  readonly imported?: ReadonlySet<CapabilityKind>;
  /** True where all files were read, and every slightfile can be: then what is not here is nowhere. */
  readonly isWhole: boolean;
}

/** What the names of an app are asked of. */
export interface Sources {
  readonly facts: (file: string) => Facts | undefined;
  /** Whether every folder was read. */
  readonly isComplete: () => boolean;
  readonly uriOf: (file: string) => string;
}

/** What the sources and modules of an app use: all but what the slightfiles say. */
export type Used = Pick<AppNames, 'uses' | 'usesByName' | 'imported'>;

export function usedBy({ sources, modules }: App, from: Sources): Used {
  const uses = Array.from(sources, (file) => usesIn(file, from)).flat();
  const imported = importedBy(modules, from.facts);
  return { uses, usesByName: byName(uses), ...(imported && { imported }) };
}

/** The same with what a source uses besides that belongs to no app. */
export function usedBesides(used: Used, file: string, from: Sources): Used {
  const uses = [...used.uses, ...usesIn(file, from)];
  return { ...used, uses, usesByName: byName(uses) };
}

function usesIn(file: string, { facts, uriOf }: Sources): readonly Use[] {
  const read = facts(file);
  if (read?.kind !== 'source' || read.opened.length === 0) return none;
  const uri = uriOf(file);
  return read.opened.map((opened) => ({ ...opened, uri }));
}

const none: readonly Use[] = [];

function byName(uses: readonly Use[]): AppNames['usesByName'] {
  return Map.groupBy(uses.filter(isNamed), ({ name }) => name.value);
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
  return { ...used, declarations, declared: namesByKind(declarations), slightfiles, isWhole };
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

function namesByKind(declarations: readonly Declaration[]): ReadonlyMap<CapabilityKind, ReadonlySet<string>> {
  const names = new Map<CapabilityKind, Set<string>>();
  for (const { kind, name } of declarations) {
    if (kind === undefined || name === '') continue;
    const known = names.get(kind);
    if (known) known.add(name);
    else names.set(kind, new Set([name]));
  }
  return names;
}

/** A capability of an app, as a guest knows it. */
export interface CapabilityName {
  readonly kind: CapabilityKind;
  readonly name: string;
}

/** What serves a name: the capabilities that have it, else those that serve whatever is opened. */
export function declarationsOf(
  { declarations }: Pick<AppNames, 'declarations'>,
  { kind, name }: CapabilityName,
): readonly Declaration[] {
  const kin = declarations.filter((declaration) => declaration.kind === kind);
  // in each slightfile by itself: one may name what the other serves with a wildcard
  const named = kin.filter((declaration) => declaration.name === name);
  const elsewhere = new Set(named.map(({ uri }) => uri));
  return [
    ...named,
    ...kin.filter(
      (declaration) => declaration.name === '*' && name !== '*' && !elsewhere.has(declaration.uri),
    ),
  ];
}

/** Which of the kinds that a call may be of it is: one that declares the name, else one that a wildcard serves. */
export function kindOfUse(app: AppNames, { kinds }: Pick<Opened, 'kinds'>, name: string): CapabilityKind {
  const [likeliest = 'keyvalue'] = kinds;
  const declares = (kind: CapabilityKind, wanted: string) => app.declared.get(kind)?.has(wanted) === true;
  return kinds.find((kind) => declares(kind, name)) ?? kinds.find((kind) => declares(kind, '*')) ?? likeliest;
}

/** The calls that open a capability by its name. */
export function usesOf(app: AppNames, { kind, name }: CapabilityName): readonly NamedUse[] {
  const namesakes = app.usesByName.get(name) ?? [];
  return namesakes.filter((use) => kindOfUse(app, use, name) === kind);
}

export type NamedUse = Use & { readonly name: NonNullable<Use['name']> };

export function isNamed(use: Use): use is NamedUse {
  return use.name !== undefined;
}
