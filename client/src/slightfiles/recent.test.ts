import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Memento, Uri } from 'vscode';
import { createRecent } from './recent.ts';

/** A memory of the workspace. */
function memory(): Memento {
  const kept = new Map<string, unknown>();
  return {
    keys: () => [...kept.keys()],
    get: (key: string, otherwise?: unknown) => kept.get(key) ?? otherwise,
    update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
  } as Memento;
}

const uri = (path: string): Uri => ({ toString: () => path }) as unknown as Uri;

test('the last that was run is the first, each once, also for the next window', () => {
  const kept = memory();
  const recent = createRecent(kept);
  for (const path of ['a', 'b', 'c', 'a']) recent.add(uri(path));
  assert.deepEqual(recent.all, ['a', 'c', 'b']);
  assert.deepEqual(createRecent(kept).all, ['a', 'c', 'b']);
});

test('what was run long ago is forgotten', () => {
  const recent = createRecent(memory());
  for (let index = 0; index < 60; index++) recent.add(uri(`${index}`));
  assert.equal(recent.all.length, 50);
  assert.equal(recent.all[0], '59');
});
