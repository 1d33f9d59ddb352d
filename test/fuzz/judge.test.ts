/** The judge finds what it is there for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Asked } from './judge.ts';
import { faultOf, faultOfPush } from './judge.ts';
import { snapshotOf } from './text.ts';
import { tokenFault } from './tokens.ts';
import type { Message } from './wire.ts';
import { World } from './world.ts';

const uri = 'file:///app/slightfile.toml';
const range = (line: number, from: number, to: number) => ({
  start: { line, character: from },
  end: { line, character: to },
});

/** A request about a document of two lines, which had one line less when `edits` were made. */
function asked(method = 'textDocument/hover'): { world: World; about: Asked } {
  const world = new World(true);
  const snapshot = snapshotOf(1, 'abc\r\nde');
  world.set({ uri, language: 'slightfile', seed: '', snapshot });
  world.tick();
  const sent = world.tick();
  const more = { isStrange: false, isMisshapen: false, isCancelled: false };
  return { world, about: { id: 1, method, params: {}, sent, uri, snapshot, ...more } };
}

function judged(message: Message, more: Partial<Asked> = {}): string | undefined {
  const { world, about } = asked();
  return faultOf(world, { ...about, ...more }, message);
}

test('positions must be in the text as it was when the request was sent', () => {
  assert.equal(judged({ result: [{ range: range(0, 0, 3) }, { uri, range: range(1, 2, 2) }] }), undefined);
  assert.match(judged({ result: { range: range(0, 3, 4) } }) ?? '', /positions that are in no text/);
  assert.match(judged({ result: [{ uri, range: range(2, 0, 0) }] }) ?? '', /positions that are in no text/);
  assert.match(judged({ result: [{ range: range(0, 2, 1) }] }) ?? '', /ends before it starts/);
  assert.match(judged({ result: [{ startLine: 0, endLine: 2 }] }) ?? '', /a fold of lines/);
});

test('edits end with a whole line end or none', () => {
  const edit = (newText: string) => [{ range: range(0, 0, 1), newText }];
  assert.equal(judged({ result: edit('\r\n') }), undefined);
  assert.match(judged({ result: { changes: { [uri]: edit('a\r') } } }) ?? '', /half a line end/);
});

test('edits must not overlap, and name the version that they are of', () => {
  const edits = (...ranges: object[]) => ranges.map((each) => ({ range: each, newText: '' }));
  assert.equal(judged({ result: edits(range(0, 1, 2), range(0, 0, 1), range(0, 1, 1)) }), undefined);
  assert.match(
    judged({ result: { changes: { [uri]: edits(range(0, 0, 2), range(0, 1, 3)) } } }) ?? '',
    /overlap/,
  );
  const of = (version: number) => ({
    documentChanges: [{ textDocument: { uri, version }, edits: edits(range(0, 0, 1)) }],
  });
  assert.equal(judged({ result: of(1) }), undefined);
  assert.match(judged({ result: of(2) }) ?? '', /an edit of version 2/);
});

test('a place is told once', () => {
  const place = { uri, range: range(0, 0, 1) };
  const method = 'textDocument/references';
  assert.equal(judged({ result: [place, { uri, range: range(0, 0, 2) }] }, { method }), undefined);
  assert.match(judged({ result: [place, place] }, { method }) ?? '', /twice/);
});

test('errors must have a reason', () => {
  const error = (code: number) => ({ error: { code, message: '' } });
  assert.match(judged(error(-32603)) ?? '', /-32603/);
  assert.match(judged(error(-32603), { isMisshapen: true }) ?? '', /-32603/);
  assert.match(judged(error(-32800)) ?? '', /-32800/);
  assert.equal(judged(error(-32800), { isCancelled: true }), undefined);
  assert.match(judged(error(-32801)) ?? '', /-32801/);
  assert.match(judged(error(-32803)) ?? '', /-32803/);
  assert.equal(judged(error(-32803), { method: 'textDocument/rename' }), undefined);
  assert.match(judged({ result: [] }, { isStrange: true }) ?? '', /a method that there is not/);
  const { world, about } = asked();
  world.set({ uri, language: '', seed: '', snapshot: snapshotOf(2, '') });
  world.tick();
  assert.equal(faultOf(world, about, error(-32801)), undefined);
});

test('pushed diagnostics must be of a version that there is, and lie in it', () => {
  const { world } = asked();
  const push = (version: number, ...diagnostics: object[]) =>
    faultOfPush(world, { uri, version, diagnostics }, undefined, 0);
  assert.equal(push(1, { range: range(1, 0, 2) }), undefined);
  assert.match(push(1, { range: range(1, 0, 3) }) ?? '', /are not in version 1/);
  assert.match(push(2) ?? '', /diagnostics of version 2/);
});

test('only of a file that is not open are diagnostics without a version', () => {
  const { world } = asked();
  const diagnostics = [{ range: range(1, 0, 2) }];
  assert.match(faultOfPush(world, { uri, diagnostics }, undefined, world.clock) ?? '', /without a version/);
  assert.equal(faultOfPush(world, { uri: `${uri}.closed`, diagnostics }, undefined, 0), undefined);
});

test('tokens must be in order, and in the text', () => {
  const snapshot = snapshotOf(1, 'abc\nde');
  assert.equal(tokenFault([0, 0, 2, 0, 0, 0, 2, 1, 0, 0, 1, 1, 1, 0, 0], snapshot), undefined);
  for (const data of [[0], [0, 0, 2, 0, 0, 0, 1, 1, 0, 0], [0, 2, 2, 0, 0], [2, 0, 1, 0, 0], [0, 0, 0, 0, 0]])
    assert.ok(tokenFault(data, snapshot), JSON.stringify(data));
});
