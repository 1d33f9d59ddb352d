/** What can be done about the problems of names, in a guest's source and in a slightfile. */
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import { isSure, list, quote } from '@slight/text/words.ts';
import type {
  CodeAction,
  CreateFile,
  Diagnostic,
  Range,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-types';
import { CodeActionKind } from 'vscode-languageserver-types';
import { declareCapability, missingSlightfile } from '../slightfile/actions/declare-capability.ts';
import type { File } from '../slightfile/file.ts';
import { editOf } from '../lsp/ranges.ts';
import { nameOf } from '../lsp/uri.ts';
import type { AppNames } from './app-names.ts';
import { nameDiagnostic } from './diagnostics.ts';
import { otherName } from './other-name.ts';
import { meet } from './places.ts';
import type { NameProblem } from './problem.ts';
import { distinct, needsEscape, refusalOf } from './rename.ts';

export interface NameActions {
  readonly app: AppNames;
  /** What the range touches some of. */
  readonly problems: readonly NameProblem[];
  readonly range: Range;
  /** Those in which a name can be declared. */
  readonly slightfiles: readonly File[];
  /** Edits of several documents, in the form that the client takes. */
  readonly edit: (edits: ReadonlyMap<string, readonly TextEdit[]>) => WorkspaceEdit;
  readonly diagnostic?: (problem: NameProblem) => Diagnostic;
}

/** In a source: another name here, the former name in the slightfile again, or a declaration. */
export function sourceNameActions(given: NameActions & { readonly uri: string }): CodeAction[] {
  return eachOf(given, (problem) => [
    ...correct(problem, given.uri),
    ...changeHere(problem, given.uri),
    ...renameDeclarations(problem, given),
    ...(isOfDeclarations(problem) ? declare(problem, given) : []),
  ]);
}

/** In a slightfile: the name that is opened instead of this one, this one wherever that is opened, or a declaration. */
export function slightfileNameActions(given: NameActions): CodeAction[] {
  return eachOf(given, (problem) => [
    ...renameDeclarations(problem, given),
    ...changeOpened(problem, given),
    ...declare(problem, given),
  ]);
}

type Offer = Pick<CodeAction, 'title' | 'edit' | 'isPreferred'>;

function eachOf(
  { problems, range, diagnostic = (problem) => nameDiagnostic(problem, false) }: NameActions,
  offers: (problem: NameProblem) => readonly Offer[],
): CodeAction[] {
  return problems
    .filter((problem) => problem.code !== 'never-opened' && meet(problem.range, range))
    .flatMap((problem) =>
      offers(problem).map((offer) => ({
        ...offer,
        kind: CodeActionKind.QuickFix,
        diagnostics: [diagnostic(problem)],
      })),
    );
}

/** Whether another declaration would help. */
function isOfDeclarations({ code }: NameProblem): boolean {
  return code === 'undeclared-name' || code === 'other-capability';
}

function correct({ correction, range, name }: NameProblem, uri: string): readonly Offer[] {
  if (correction === undefined) return [];
  const title = `Write ${correction}, the length of ${quote(name)}`;
  return [{ title, isPreferred: true, edit: { changes: { [uri]: [{ range, newText: correction }] } } }];
}

function changeHere({ name, suggestion, place, undeclared }: NameProblem, uri: string): readonly Offer[] {
  if (suggestion === undefined || !place || needsEscape(suggestion)) return [];
  const edits = otherName(place, suggestion);
  if (!edits) return [];
  // of a name that was renamed in the slightfile, it is not known which of the two is to stay
  const isPreferred = (undeclared?.renamed.length ?? 0) === 0 && isSure(name, suggestion);
  return [
    {
      title: `Change to ${quote(suggestion)}`,
      ...(isPreferred && { isPreferred }),
      edit: { changes: { [uri]: edits.map(({ range, text }) => ({ range, newText: text })) } },
    },
  ];
}

/** The declarations that were most likely renamed get the name that is opened. */
function renameDeclarations({ undeclared }: NameProblem, { app, edit }: NameActions): readonly Offer[] {
  if (!undeclared || undeclared.suggestion === undefined) return [];
  const { kind, name, suggestion, renamed } = undeclared;
  const places = renamed.flatMap(({ uri, place }) =>
    place ? [{ uri, range: place.inner, text: name }] : [],
  );
  if (places.length === 0 || refusalOf(app, { kind, name: suggestion }, name) !== undefined) return [];
  const where = list([...new Set(places.map(({ uri }) => nameOf(uri)))]);
  return [
    {
      title: `Rename ${quote(suggestion)} to ${quote(name)} in ${where}`,
      edit: edit(replacing(places)),
    },
  ];
}

/** Every call that opens a name that nothing declares opens the one that was most likely meant. */
function changeOpened({ undeclared }: NameProblem, { edit }: NameActions): readonly Offer[] {
  if (!undeclared || undeclared.suggestion === undefined || needsEscape(undeclared.suggestion)) return [];
  const { name, suggestion, uses } = undeclared;
  const places: { uri: string; range: Range; text: string }[] = [];
  for (const use of uses) {
    const edits = otherName(use.name, suggestion);
    if (!edits) return [];
    places.push(...edits.map((one) => ({ uri: use.uri, ...one })));
  }
  const files = new Set(places.map(({ uri }) => uri));
  const [first = ''] = files;
  const where = files.size === 1 ? nameOf(first) : `${files.size} files`;
  return [
    {
      title: `Change ${quote(name)} to ${quote(suggestion)} in ${where}`,
      edit: edit(replacing(places)),
    },
  ];
}

/** By URI. A constant that two calls name stands once. */
function replacing(
  places: readonly { readonly uri: string; readonly range: Range; readonly text: string }[],
): ReadonlyMap<string, readonly TextEdit[]> {
  return new Map(
    Array.from(
      Map.groupBy(places, ({ uri }) => uri),
      ([uri, those]) => [uri, distinct(those).map(({ range, text }) => ({ range, newText: text }))],
    ),
  );
}

function declare(
  { name, kind, kinds = [kind] }: NameProblem,
  { slightfiles }: NameActions,
): readonly Offer[] {
  return slightfiles.flatMap((file) =>
    declareCapability(file, name, kinds).map(({ title, edits }) => ({
      title: `${title} in ${nameOf(file.document.uri)}`,
      edit: editOf(file, edits),
    })),
  );
}

/** A whole new slightfile for a name that a source opens where no slightfile is near. `uri` is the one to make. */
export function createSlightfile(uri: string, kind: CapabilityKind, name: string): CodeAction {
  const start = { line: 0, character: 0 };
  const create: CreateFile = { kind: 'create', uri, options: { ignoreIfExists: true } };
  const fill: TextDocumentEdit = {
    textDocument: { uri, version: null },
    edits: [{ range: { start, end: start }, newText: missingSlightfile(kind, name) }],
  };
  return {
    title: `Create slightfile.toml that serves "${name}"`,
    kind: CodeActionKind.QuickFix,
    edit: { documentChanges: [create, fill] },
  };
}
