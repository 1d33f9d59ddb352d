/** Interfaces, worlds, packages and their versions. */
import { fileName, type Package } from '@slight/wit/packages.ts';
import { releasesOf } from '@slight/wit/releases.ts';
import type { Block, Scopes } from '@slight/wit/scopes.ts';
import type { WitSurroundings } from '@slight/wit/surroundings.ts';
import type { Interface, Name, Path, World } from '@slight/wit/tree.ts';
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Word } from './frame.ts';
import { spelled } from '@slight/wit/keywords.ts';
import type { Piece } from '../../lsp/proposal.ts';
import type { WitProposal } from './item.ts';
import type { PathUse } from './wanted.ts';

/** What a path can lead to: those of the package first, then those of the packages at hand. */
export function pathProposals(scopes: Scopes, of: PathUse, current: Block | undefined): WitProposal[] {
  const wants = of === 'include' ? 'world' : 'interface';
  const own =
    of === 'top-use'
      ? []
      : itemsOf(scopes, scopes.packages.own, wants, current).map(({ name, item }) =>
          pathProposal(name, of, item),
        );
  const others = [...scopes.packages.ids()].flatMap((id) =>
    scopes.packages
      .named(id)
      .filter((each) => !each.own)
      .flatMap((each) =>
        itemsOf(scopes, each, wants, current).map(({ name, item }) =>
          pathProposal(pathIn(each, id, name), of, item),
        ),
      ),
  );
  return [...own, ...others];
}

/** The legacy files of the folder. */
export function legacyFiles({ own }: WitSurroundings, uri: string): WitProposal[] {
  return own
    .filter(({ uri: each, file }) => each !== uri && file.syntax === 'legacy')
    .map(({ uri: each }) => ({ label: fileName(each), kind: CompletionItemKind.Interface, detail: 'file' }));
}

/** The name of the package that other files of the folder have. */
export function packageProposals({ own }: WitSurroundings, uri: string): WitProposal[] {
  const names = own.flatMap(({ uri: each, text, file }) =>
    each === uri || !file.package ? [] : text.slice(file.package.span.start, file.package.span.end),
  );
  return [...new Set(names)].map((label) => ({ label, kind: CompletionItemKind.Module, text: `${label};` }));
}

/** The versions in which a package is at hand: those that have a text of their own, then the earlier ones of what slight ships. */
export function versionProposals(scopes: Scopes, path: readonly Word[]): WitProposal[] {
  const { namespace, package: name } = pathOf(path);
  const id = namespace && name ? `${namespace.value}:${name.value}` : '';
  const known = scopes.packages
    .named(id)
    .flatMap(({ version, shipped }) =>
      version === undefined ? [] : [{ version, earlier: shipped ? releasesOf(version) : [] }],
    );
  const versions = [...known.map(({ version }) => version), ...known.flatMap(({ earlier }) => earlier)];
  return [...new Set(versions)].map((label) => ({ label, kind: CompletionItemKind.Constant }));
}

/** The words of a path as the parser reads them. */
export function pathOf(words: readonly Word[]): Path {
  const version = words.at(-2)?.kind === '@' ? words.at(-1) : undefined;
  const names = words.filter(({ kind }) => kind === 'id').map(nameOf);
  const slash = words.some(({ kind }) => kind === '/');
  const span = { start: words[0]?.start ?? 0, end: words.at(-1)?.end ?? 0 };
  const last = names.at(-1) ?? { value: '', span };
  const rest = slash ? names.slice(0, -1) : names;
  const isLong = rest.length > 1;
  const spaces = rest.slice(0, -1);
  const [first] = spaces;
  const package_ = rest.at(-1);
  return {
    ...(isLong &&
      first && { namespace: { value: spaces.map(({ value }) => value).join(':'), span: first.span } }),
    ...(isLong && package_ && { package: package_ }),
    name: slash || !isLong ? last : { value: '', span },
    ...(version && { version: { value: version.text, span: { start: version.start, end: version.end } } }),
    span,
  };
}

function nameOf({ text, start, end }: Word): Name {
  return { value: text.replace(/^%/, ''), span: { start, end } };
}

function itemsOf(
  scopes: Scopes,
  of: Package,
  wants: 'interface' | 'world',
  current: Block | undefined,
): { readonly name: string; readonly item: Interface | World }[] {
  return [...scopes.items(of)]
    .filter(([, { item }]) => item.kind === wants && item.items !== current?.items)
    .map(([name, { item }]) => ({ name: spelled(name), item }));
}

function pathIn({ version }: Package, id: string, name: string): string {
  return `${id.split(':').map(spelled).join(':')}/${name}${version === undefined ? '' : `@${version}`}`;
}

function pathProposal(label: string, of: PathUse, item: Interface | World): WitProposal {
  const isDeprecated = item.gates.some((gate) => gate.name.value === 'deprecated');
  return {
    label,
    kind: item.kind === 'world' ? CompletionItemKind.Module : CompletionItemKind.Interface,
    detail: item.kind,
    snippet: ending(label, of),
    ...(item.docs !== undefined && { documentation: item.docs }),
    ...(isDeprecated && { deprecated: true }),
  };
}

function ending(label: string, of: PathUse): readonly Piece[] {
  switch (of) {
    case 'use':
      return [`${label}.{`, [''], '};'];
    case 'legacy':
      return [label];
    default:
      return [`${label};`];
  }
}
