import { argumentOf } from '@slight/wit/gate-forms.ts';
import { idOf, type Unit } from '@slight/wit/packages.ts';
import { Scopes, type Block } from '@slight/wit/scopes.ts';
import type { WitSource, WitSurroundings } from '@slight/wit/surroundings.ts';
import type { Item } from '@slight/wit/tree.ts';
import { worldNames } from '@slight/wit/world-names.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionItem, Position } from 'vscode-languageserver-types';
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Frame, Word } from './completion/frame.ts';
import { toItems, type WitProposal } from './completion/item.ts';
import {
  legacyFiles,
  packageProposals,
  pathOf,
  pathProposals,
  versionProposals,
} from './completion/paths.ts';
import { placeAt, type Place } from './completion/place.ts';
import {
  functionProposals,
  gateProposals,
  legacyProposals,
  statementProposals,
} from './completion/statements.ts';
import { spelled } from '@slight/wit/keywords.ts';
import { namesOfBlock, typeProposals } from './completion/types.ts';

export interface CompletionOptions {
  /** The client fills in `${1:placeholders}`. */
  readonly snippets: boolean;
  /** The character that the client asks at unasked. */
  readonly trigger?: string | undefined;
}

/** What can be written at a position, the likeliest first. Half-typed text is the normal case. */
export function completion(
  source: WitSource,
  surroundings: WitSurroundings,
  document: TextDocument,
  position: Position,
  { snippets, trigger }: CompletionOptions,
): CompletionItem[] {
  const place = placeAt(source, document.offsetAt(position));
  if (!place) return [];
  // a blank or a brace is typed for many reasons; a list of statements is none of them
  if (place.wanted.kind === 'item' && trigger !== undefined) return [];
  const fits = fitsSnippets(source.text.slice(place.span.end), place);
  const proposals = proposalsAt(source, surroundings, place);
  return toItems(proposals, { document, span: place.span, snippets: snippets && fits });
}

/** A statement is filled in where nothing follows it on its line, a type where it has no arguments yet. */
function fitsSnippets(rest: string, { wanted }: Place): boolean {
  return wanted.kind === 'type' ? !rest.startsWith('<') : /^[^\S\n]*(?:\n|$)/.test(rest);
}

function proposalsAt(
  source: WitSource,
  surroundings: WitSurroundings,
  { wanted, frames }: Place,
): WitProposal[] {
  const scopes = new Scopes(source, surroundings);
  const isLegacy = source.file.syntax === 'legacy';
  const unit = unitAt(scopes, frames);
  const block = unit && blockAt(scopes, frames, unit);
  const blockOf = (path: readonly Word[]): Block | undefined => {
    const place = unit && scopes.place(pathOf(path), unit);
    return place?.kind === 'found' ? place.block : undefined;
  };
  const version = unit?.package.version;
  switch (wanted.kind) {
    case 'item':
      if (isLegacy) return legacyProposals(wanted.within);
      return statementProposals(wanted.within, { hasPackage: source.file.package !== undefined, version });
    case 'words':
      return wanted.words.map((label) => ({ label, kind: CompletionItemKind.Keyword }));
    case 'type':
      return typeProposals(scopes, block, { ...wanted, declared: declaredAt(frames), isLegacy });
    case 'meaning':
      return [
        ...functionProposals(wanted.within, isLegacy),
        ...(wanted.within === 'world' ? pathProposals(scopes, 'import', block) : []),
      ];
    case 'path':
      return wanted.of === 'legacy'
        ? legacyFiles(surroundings, source.uri)
        : pathProposals(scopes, wanted.of, block);
    case 'names': {
      const from = blockOf(wanted.path);
      const names = from ? namesOfBlock(scopes, from, wanted.taken) : [];
      return wanted.braces ? names.map(inBraces) : names;
    }
    case 'included': {
      const world = blockOf(wanted.path);
      const names = world ? worldNames(scopes, world).names : [];
      return names
        .filter(({ value }) => !wanted.taken.has(value))
        .map(({ value, direction, kind }) => ({
          label: spelled(value),
          kind: kind === 'interface' ? CompletionItemKind.Interface : CompletionItemKind.Function,
          detail: direction,
        }));
    }
    case 'version':
      return versionProposals(scopes, wanted.path);
    case 'package':
      return packageProposals(surroundings, source.uri);
    case 'gate':
      return gateProposals('', version);
    case 'gate-argument': {
      const label = argumentOf(wanted.gate);
      if (label === undefined || label === 'string') return [];
      return [{ label, kind: CompletionItemKind.Property, text: `${label} = ` }];
    }
    case 'gate-version':
      return version === undefined ? [] : [{ label: version, kind: CompletionItemKind.Constant }];
  }
}

/** The type that is declared at a place, if one is that holds other types. */
function declaredAt(frames: readonly Frame[]): string | undefined {
  for (const { kind, head, words } of frames.toReversed()) {
    const isMadeOfTypes = kind === 'record' || kind === 'variant' || kind === 'union';
    const declaration = isMadeOfTypes ? head : words[0]?.text === 'type' ? words : [];
    if (declaration[1]) return declaration[1].text.replace(/^%/, '');
  }
  return undefined;
}

function inBraces(proposal: WitProposal): WitProposal {
  const { label } = proposal;
  return { ...proposal, text: `{${label}}`, snippet: [`{${label}`, [''], '};'] };
}

/** The package that the place is in: the file's, or one in braces. */
function unitAt(scopes: Scopes, frames: readonly Frame[]): Unit | undefined {
  const [own, ...nested] = scopes.units();
  const frame = frames.find(({ kind }) => kind === 'package');
  const head =
    frame?.head
      .slice(1)
      .map(({ text }) => text)
      .join('') ?? '';
  const found = nested.find(({ name }) => name && head.startsWith(idOf(name)));
  return frame ? found : own;
}

/** The interface or the world that the place is in; a legacy file is one. */
function blockAt(scopes: Scopes, frames: readonly Frame[], unit: Unit): Block | undefined {
  if (unit.source.file.syntax === 'legacy') return scopes.block(unit.items, 'legacy', undefined, unit);
  let block: Block | undefined;
  for (const { kind, head } of frames) {
    if (kind !== 'interface' && kind !== 'world') continue;
    const name = head[1]?.text.replace(/^%/, '');
    const items: readonly Item[] = block?.items ?? unit.items;
    block = items.map((item) => blockNamed(scopes, item, name, unit)).find((each) => each !== undefined);
  }
  return block;
}

function blockNamed(scopes: Scopes, item: Item, name: string | undefined, unit: Unit): Block | undefined {
  switch (item.kind) {
    case 'interface':
    case 'world':
      return item.name.value === name ? scopes.block(item.items, item.kind, item.name, unit) : undefined;
    case 'import':
    case 'export':
      return item.name?.value === name && item.target.kind === 'interface'
        ? scopes.block(item.target.items, 'interface', item.name, unit)
        : undefined;
    default:
      return undefined;
  }
}
