/** What the protocol says of a server's life, told in whole batches: what an editor writes at once arrives at once. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { text as readAll } from 'node:stream/consumers';
import { test } from 'node:test';
import { spawnServer } from '../testing/client.ts';

interface Answer {
  readonly id?: number | string;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

const initialize = { method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } };
const shutdown = { method: 'shutdown' };
const exit = { method: 'exit' };
const uri = 'file:///app/slightfile.toml';
const open = {
  method: 'textDocument/didOpen',
  params: { textDocument: { uri, languageId: 'slightfile', version: 1, text: 'specversion = "0.2"\n' } },
};
const hover = {
  method: 'textDocument/hover',
  params: { textDocument: { uri }, position: { line: 0, character: 3 } },
};

/** What a server says to what is written to it at once, until its process ends. */
async function said(...messages: readonly (object | string)[]) {
  const server = spawnServer('--stdio');
  assert.ok(server.stdin && server.stdout && server.stderr);
  server.stdin.end(
    messages.map((message) => (typeof message === 'string' ? message : framed(message))).join(''),
  );
  const [output, errors, end] = await Promise.all([
    readAll(server.stdout),
    readAll(server.stderr),
    once(server, 'exit'),
  ]);
  const answers = output
    .split(/Content-Length: \d+\r\n\r\n/)
    .filter((body) => body !== '')
    .map((body) => JSON.parse(body) as Answer)
    .filter(({ id }) => id !== undefined);
  return { answers: new Map(answers.map((answer) => [answer.id, answer])), errors, code: end[0] as number };
}

function framed(message: object): string {
  const body = JSON.stringify({ jsonrpc: '2.0', ...message });
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

test('requests are refused before initialize and after shutdown, and there is one initialize', async () => {
  const { answers, errors, code } = await said(
    { id: 1, ...hover },
    open,
    { id: 2, ...initialize },
    { id: 3, ...initialize },
    { id: 4, method: 'no/such' },
    { id: 5, ...shutdown },
    { id: 6, ...hover },
    { id: 7, ...initialize },
    open,
    exit,
  );
  const codes = [1, 3, 4, 6, 7].map((id) => answers.get(id)?.error?.code);
  assert.deepEqual(codes, [-32002, -32600, -32601, -32600, -32600]);
  assert.ok(answers.get(2)?.result);
  assert.equal(answers.get(5)?.result, null);
  assert.equal(errors, '');
  assert.equal(code, 0);
});

test('who introduces itself wrongly is told what is wrong, and may do it again', async () => {
  const { answers, errors } = await said(
    { id: 1, method: 'initialize', params: null },
    { id: 2, method: 'initialize', params: { processId: null, capabilities: null } },
    { id: 3, method: 'initialize', params: { processId: null, workspaceFolders: [null], capabilities: {} } },
    { method: '$/setTrace', params: null },
    { id: 4, ...initialize },
  );
  assert.deepEqual(
    [1, 2, 3].map((id) => answers.get(id)?.error),
    ['params', 'capabilities', 'workspaceFolders[0]'].map((part) => ({
      code: -32602,
      message: `${part} must be an object.`,
    })),
  );
  assert.ok(answers.get(4)?.result);
  assert.equal(errors, '');
});

test('a request that is cancelled before its turn is not looked at; one of unknown parameters is told so', async () => {
  const { answers, code } = await said(
    { id: 1, ...initialize },
    open,
    { id: 'a', ...hover },
    { id: 'b', ...hover },
    { id: 'c', method: 'textDocument/hover', params: [1, 2] },
    { method: '$/cancelRequest', params: { id: 'b' } },
    { method: '$/cancelRequest', params: { id: 'nobody' } },
    { id: 'd', method: 'slight/index' },
    { method: '$/unknown' },
    { method: '$/setTrace', params: { value: 'verbose' } },
  );
  assert.deepEqual(answers.get('b')?.error, { code: -32800, message: 'The request was cancelled.' });
  assert.equal(code, 1);
});

for (const header of ['Content-Type: x', 'Content-Length: many'])
  test(`a header without a length ends the server with a sentence: ${header}`, async () => {
    const { answers, errors, code } = await said({ id: 1, ...initialize }, `${header}\r\n\r\n{}`, {
      id: 2,
      ...shutdown,
    });
    assert.ok(answers.get(1)?.result, 'what was asked before is answered');
    assert.equal(answers.get(2), undefined);
    assert.match(errors, /^slight-language-server: [^\n]*Content-Length[^\n]*\n$/);
    assert.equal(code, 1);
  });
