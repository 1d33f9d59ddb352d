import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kindOf } from '../index/kind.ts';
import { languageOf } from './language.ts';
import { isUnreadSource, unreadEndings } from './unread.ts';

test('no language that is read is among those that are not', () => {
  for (const ending of unreadEndings) assert.equal(languageOf(`a.${ending}`), undefined, ending);
});

test('a source that nobody reads is known to be there, by its name alone', () => {
  assert.ok(isUnreadSource('src/Main.SWIFT'));
  assert.equal(kindOf('src/main.zig')?.kind, 'unread');
  for (const name of ['main.rs', 'notes.md', 'swift', 'main.swift.orig'])
    assert.ok(!isUnreadSource(name), name);
});
