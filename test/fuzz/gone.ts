/**
 * Documents of files that were deleted while they are open. A server that has seen the file knows that it is gone, where
 * one that was just started takes the document for a new one, and both are right: so they have to see the same.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { Editor } from './editor.ts';
import type { Profile } from './profile.ts';
import type { Session } from './session.ts';
import { pathOf, uriOf } from './world.ts';

/** Longer than the server waits before it looks at the disk, in milliseconds. */
const untilLooked = 600;

/** Resolves when the server has seen the disk as it is: an editor that tells nothing of it has it looked at when it saves. */
export async function seeDisk(editor: Editor, { watches }: Profile): Promise<void> {
  const [saved] = editor.world.all();
  if (!watches && saved) {
    editor.notify('textDocument/didSave', { textDocument: { uri: saved.uri } });
    await editor.settle();
    await setTimeout(untilLooked);
  }
  await editor.ask({ method: 'slight/index', params: {} });
}

/**
 * Opens again what is open and gone from the disk, so that it is new to the server, too. Gives the paths of the other
 * files that are open: the server has seen all of them.
 */
export async function renewGone(session: Session): Promise<ReadonlySet<string>> {
  const { editor, profile, results, serving } = session;
  await seeDisk(editor, profile);
  const seen = new Set<string>();
  for (const document of editor.world.all()) {
    const { uri } = document;
    const file = pathOf(uri);
    if (file === undefined) continue;
    if (editor.world.onDisk(file) !== undefined) seen.add(file);
    if (!editor.world.isDeleted(file)) continue;
    editor.close(uri);
    results.forget(uri);
    serving.delete(uri);
    editor.open(document);
  }
  await editor.ask({ method: 'slight/index', params: {} });
  return seen;
}

/** Opens all documents in a server that was just started, and has it see how files of them are deleted. */
export async function openAll(
  { editor, profile }: Session,
  fresh: Editor,
  seen: ReadonlySet<string>,
): Promise<void> {
  const documents = editor.world.all();
  const gone = documents.flatMap(({ uri, snapshot: { text } }) => {
    const file = pathOf(uri);
    return file !== undefined && seen.has(file) && editor.world.isDeleted(file) ? [{ file, text }] : [];
  });
  for (const { file, text } of gone) writeFileSync(file, text.toWellFormed());
  for (const document of documents) fresh.open(document);
  if (gone.length === 0) return;
  await fresh.ask({ method: 'slight/index', params: {} });
  for (const { file } of gone) rmSync(file);
  const changes = gone.map(({ file }) => ({ uri: uriOf(file), type: 3 }));
  if (profile.watches) fresh.notify('workspace/didChangeWatchedFiles', { changes });
  await seeDisk(fresh, profile);
}
