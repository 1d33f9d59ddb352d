/** What the steps of a session share. */
import type { Editor } from './editor.ts';
import type { Edit } from './edits.ts';
import type { Profile } from './profile.ts';
import type { Random } from './random.ts';
import type { Results } from './results.ts';
import type { OpenDocument } from './world.ts';

export interface Session {
  readonly random: Random;
  readonly editor: Editor;
  readonly results: Results;
  readonly profile: Profile;
  /** The folder of everything. */
  readonly root: string;
  /** What the client told of running apps, by the slightfile's URI. */
  readonly serving: Map<string, unknown>;
  /** The folders that are open: those of the corpus. */
  readonly open: Set<string>;
}

export function anyDocument({ random, editor }: Session): OpenDocument | undefined {
  const all = editor.world.all();
  return all.length === 0 ? undefined : random.pick(all);
}

export function sendEdit(
  { editor }: Session,
  document: OpenDocument,
  { contentChanges, snapshot }: Edit,
): void {
  const { uri } = document;
  editor.world.set({ ...document, snapshot });
  editor.notify('textDocument/didChange', {
    textDocument: { uri, version: snapshot.version },
    contentChanges,
  });
}
