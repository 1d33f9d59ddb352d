/** Steps that are about the workspace: its files, its folders, its running apps, and nonsense. */
import { folders } from './corpus.ts';
import { changeDisk, pathIn } from './disk.ts';
import { misshapen } from './requests.ts';
import type { Session } from './session.ts';
import { anyDocument } from './session.ts';
import { uriOf } from './world.ts';

export function touchDisk({ random, editor, root, profile }: Session): void {
  const paths = changeDisk(random, root, editor.world);
  if (!profile.watches) return;
  const type = () => random.pick([1, 2, 3]);
  editor.notify('workspace/didChangeWatchedFiles', {
    changes: paths.map((path) => ({ uri: uriOf(path), type: type() })),
  });
}

export function save(session: Session): void {
  const document = anyDocument(session);
  if (document) session.editor.notify('textDocument/didSave', { textDocument: { uri: document.uri } });
}

/** Notifications that make no sense, about documents that nobody has. */
export function sayMisshapen({ random, editor }: Session): void {
  const uri = 'file:///nowhere/x.rs';
  const [method, params] = random.pick<readonly [string, object]>([
    ['textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges: [{ text: '' }] }],
    ['textDocument/didClose', { textDocument: { uri } }],
    ['textDocument/didSave', { textDocument: { uri } }],
    ['workspace/didChangeWatchedFiles', { changes: [{ uri, type: 2 }] }],
    ['workspace/didChangeWorkspaceFolders', { event: { added: [], removed: [{ uri, name: 'x' }] } }],
    ['slight/serving', { uri, serving: [] }],
    ['$/setTrace', { value: 'off' }],
    ['no/such', { uri }],
  ]);
  editor.notify(method, misshapen(random, params));
}

/** The client tells what serves the capabilities of an app that runs. */
export function serve(session: Session): void {
  const { random, editor, serving } = session;
  const document = anyDocument(session);
  if (!document) return;
  const { uri } = document;
  const all = Array.from({ length: random.below(3) }, () => ({
    resource: random.pick(['keyvalue.redis', 'messaging.filesystem', 'configs.envvars']),
    ...(random.chance(0.5) && { name: random.pick(['orders', '*', 'carts']) }),
    rung: random.pick(['given', 'container', 'local', 'embedded', 'x']),
    ...(random.chance(0.7) && { address: `127.0.0.1:${random.below(70_000)}`, image: 'redis:7-alpine' }),
  }));
  serving.set(uri, all);
  editor.notify('slight/serving', { uri, serving: all });
}

export function toggleFolder({ editor, root, open }: Session): void {
  const [, name] = folders;
  const folder = { uri: uriOf(pathIn(root, name)), name };
  const isOpen = open.delete(name);
  if (!isOpen) open.add(name);
  editor.notify('workspace/didChangeWorkspaceFolders', {
    event: { added: isOpen ? [] : [folder], removed: isOpen ? [folder] : [] },
  });
}
