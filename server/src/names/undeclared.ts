/** The names that sources open and nothing declares, each with the declaration that was most likely meant. */
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import type { AppNames, Declaration, NamedUse } from './app-names.ts';
import { isUnderstood } from './app-names.ts';
import { soughtOf } from './nearest.ts';

export interface Undeclared {
  readonly kind: CapabilityKind;
  readonly name: string;
  /** In the order of their URIs; never empty. */
  readonly uses: readonly NamedUse[];
  /** The name of the same kind that was most likely meant. */
  readonly suggestion?: string;
  /** The declarations of that name where no source opens it, so that it was they, most likely, that were renamed. */
  readonly renamed: readonly Declaration[];
}

/** What is most like a word of those; undefined where nothing is. */
export type Suggest = (word: string, candidates: Iterable<string>) => string | undefined;

/** Each is made when it is first asked for, since what it means has to be sought. */
export interface UndeclaredNames {
  readonly get: (kind: CapabilityKind, name: string) => Undeclared | undefined;
  /** What was meant by a name that is not declared of this kind, be it of another. */
  readonly suggestion: (kind: CapabilityKind, name: string) => string | undefined;
  /** All of them, by kind and name. */
  readonly all: () => readonly Undeclared[];
}

export function undeclaredNames(app: AppNames, suggest: Suggest): UndeclaredNames {
  const kinds = new Map(
    Array.from(app.opened.keys(), (kind) => [kind, undeclaredOf(app, kind, suggest)] as const),
  );
  return {
    get: (kind, name) => kinds.get(kind)?.get(name),
    suggestion: (kind, name) => kinds.get(kind)?.suggestion(name),
    all: () => [...kinds.keys()].sort().flatMap((kind) => kinds.get(kind)?.all() ?? []),
  };
}

function undeclaredOf(app: AppNames, kind: CapabilityKind, suggest: Suggest) {
  const opened = app.opened.get(kind) ?? new Map<string, readonly NamedUse[]>();
  const declared = app.declared.get(kind) ?? new Map<string, readonly Declaration[]>();
  // a wildcard serves whatever is opened
  // and nobody means to declare an empty name
  const missing = declared.has('*')
    ? []
    : [...opened.keys()].filter((name) => name !== '' && !declared.has(name));
  // of what is declared as something else, that is told
  const names = new Set(missing.filter((name) => !app.declaredAs.has(name)));
  const candidates = [...declared.keys()];
  const leftOver = isUnderstood(app, kind) ? candidates.filter((name) => !opened.has(name)) : [];
  const isLeftOver = new Set(leftOver);
  const isSought = soughtOf(missing, candidates.length);
  const suggestion = memo((name) => {
    const likest = isSought(name) ? suggest(name, candidates) : undefined;
    // where one name is missing and one is left over, the one became the other
    return likest ?? (names.size === 1 && names.has(name) && leftOver.length === 1 ? leftOver[0] : undefined);
  });
  const get = memo((name): Undeclared | undefined => {
    if (!names.has(name)) return undefined;
    const meant = suggestion(name);
    return {
      kind,
      name,
      uses: byUri(opened.get(name) ?? []),
      ...(meant !== undefined && { suggestion: meant }),
      renamed: meant !== undefined && isLeftOver.has(meant) ? (declared.get(meant) ?? []) : [],
    };
  });
  return { get, suggestion, all: () => [...names].sort().flatMap((name) => get(name) ?? []) };
}

function memo<T>(make: (name: string) => T): (name: string) => T {
  const made = new Map<string, T>();
  return (name) => {
    const known = made.get(name);
    if (known !== undefined || made.has(name)) return known as T;
    const one = make(name);
    made.set(name, one);
    return one;
  };
}

/** The order in which sources were found says nothing. */
function byUri(uses: readonly NamedUse[]): readonly NamedUse[] {
  return uses.toSorted((one, other) => (one.uri < other.uri ? -1 : one.uri > other.uri ? 1 : 0));
}
