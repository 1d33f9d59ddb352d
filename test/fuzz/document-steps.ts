/** Steps that are about one document: it is edited, asked about, opened or closed. */
import type { CodeAction } from 'vscode-languageserver-types';
import { files, untitled } from './corpus.ts';
import { pathIn } from './disk.ts';
import { Finding } from './editor.ts';
import { editOf, typed } from './edits.ts';
import { askAbout, misshapen } from './requests.ts';
import type { Session } from './session.ts';
import { anyDocument, sendEdit } from './session.ts';
import { snapshotOf } from './text.ts';
import type { OpenDocument } from './world.ts';
import { uriOf } from './world.ts';

/** Most of the documents are open most of the time. */
const mostOpen = 12;

export function edit(session: Session): void {
  const document = anyDocument(session);
  if (document) sendEdit(session, document, editOf(session.random, document));
}

/** Someone types, and an editor asks for completions with it. */
export function type(session: Session): void {
  let document = anyDocument(session);
  for (const one of document ? typed(session.random, document) : []) {
    if (document) sendEdit(session, document, one);
    document = document && { ...document, snapshot: one.snapshot };
    const position = one.contentChanges[0]?.range?.start;
    if (!document || !position) continue;
    const after = { ...position, character: position.character + 1 };
    session.editor.request({
      method: 'textDocument/completion',
      params: { textDocument: { uri: document.uri }, position: after },
    });
  }
}

export function ask(session: Session): void {
  const { random, editor, results } = session;
  // about a closed document now and then
  const document = random.chance(0.01) ? unopened(session) : anyDocument(session);
  if (!document) return;
  const about = askAbout(random, document);
  const isActions = about.method === 'textDocument/codeAction';
  editor.request(about, {
    onAnswer: ({ result }) => {
      if (isActions) results.keepActions(document, result as CodeAction[] | null);
      return undefined;
    },
  });
}

export function askTokens(session: Session): void {
  const document = anyDocument(session);
  if (document) session.results.askTokens(session.editor, session.random, document);
}

export function askReport(session: Session): void {
  const { editor, results } = session;
  const document = anyDocument(session);
  if (!document) return;
  const { uri } = document;
  editor.request(results.askReport(uri), {
    onAnswer: ({ result }) => {
      if (result) results.keepReport(uri, result as never);
      return undefined;
    },
  });
}

export function cancel({ editor, random }: Session): void {
  editor.cancel(random.below);
}

export function openOne(session: Session): void {
  const isFull = session.editor.world.all().length >= mostOpen;
  if (isFull) closeOne(session);
  const document = isFull ? undefined : unopened(session);
  if (document) session.editor.open(document);
}

/** A document that could be opened: as it is on disk, or as it begins. */
function unopened({ random, editor, root }: Session): OpenDocument | undefined {
  const name = random.pick([...Object.keys(files), ...Object.keys(untitled)]);
  const seed = files[name] ?? untitled[name];
  const isFile = seed !== undefined && name in files;
  const uri = isFile ? uriOf(pathIn(root, name)) : name;
  if (!seed || editor.world.get(uri)) return undefined;
  const text = (isFile ? editor.world.onDisk(pathIn(root, name)) : undefined) ?? seed.text;
  const version = random.pick([0, 1, 1, 1, 7]);
  return { uri, language: seed.language, seed: seed.text, snapshot: snapshotOf(version, text) };
}

export function closeOne(session: Session): void {
  const document = anyDocument(session);
  if (!document || session.editor.world.all().length < mostOpen / 2) return;
  session.editor.close(document.uri);
  session.results.forget(document.uri);
  session.serving.delete(document.uri);
}

export function resolve({ editor, results }: Session): void {
  results.resolve(editor);
}

/** One request with nothing beside it, so that it can be timed; now and then the tokens are compared, too. */
export async function askAlone(session: Session): Promise<void> {
  const { random, editor, results } = session;
  const document = anyDocument(session);
  if (!document) return;
  await editor.settle();
  if (random.chance(0.8)) {
    await editor.ask(askAbout(random, document));
    return;
  }
  const fault = await results.compareTokens(editor, random, document);
  if (fault !== undefined) throw new Finding(fault);
}

export function askMisshapen(session: Session): void {
  const { random, editor } = session;
  const document = anyDocument(session);
  if (!document) return;
  const { method, params } = askAbout(random, document);
  editor.request({ method, params: misshapen(random, params) }, { isMisshapen: true });
}

/** What the client has of diagnostics by asking what changed is what it is told when it asks for all of them. */
export async function pullTwice(session: Session): Promise<void> {
  const document = anyDocument(session);
  if (!document || !session.profile.pulls) return;
  const fault = await session.results.comparePulls(session.editor, document.uri);
  if (fault !== undefined) throw new Finding(`${fault}\ntext: ${JSON.stringify(document.snapshot.text)}`);
}
