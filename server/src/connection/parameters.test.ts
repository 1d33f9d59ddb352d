import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultOfParameters } from './parameters.ts';

const textDocument = { uri: 'file:///app/slightfile.toml' };
const position = { line: 0, character: 3 };

test('what has the shape of the protocol is right, whatever else is in it', () => {
  assert.equal(
    faultOfParameters('textDocument/hover', { textDocument, position, workDoneToken: 1 }),
    undefined,
  );
  assert.equal(faultOfParameters('textDocument/completion', { textDocument, position }), undefined);
  const changes = [{ text: '' }, { range: { start: position, end: position }, rangeLength: 0, text: 'x' }];
  assert.equal(
    faultOfParameters('textDocument/didChange', {
      textDocument: { ...textDocument, version: -1 },
      contentChanges: changes,
    }),
    undefined,
  );
});

test('what a client does not have it may leave out when it introduces itself, or call null', () => {
  for (const params of [
    { capabilities: {} },
    { processId: null, workspaceFolders: null, capabilities: { textDocument: null, workspace: null } },
    { processId: 1, capabilities: { textDocument: { hover: {} }, workspace: { workspaceEdit: {} } } },
  ])
    assert.equal(faultOfParameters('initialize', params), undefined);
});

test('messages that nobody reads may hold anything', () => {
  for (const method of ['shutdown', 'slight/index', 'no/such', 'toString'])
    for (const params of [undefined, null, [], 'x'])
      assert.equal(faultOfParameters(method, params), undefined);
});

test('the fault names the part that is wrong', () => {
  const faults: readonly [string, unknown, string][] = [
    ['initialize', null, 'params must be an object.'],
    ['initialize', { capabilities: null }, 'capabilities must be an object.'],
    ['initialize', { processId: 'x', capabilities: {} }, 'processId must be a whole number.'],
    ['initialize', { workspaceFolders: 'x', capabilities: {} }, 'workspaceFolders must be an array.'],
    ['initialize', { workspaceFolders: [null], capabilities: {} }, 'workspaceFolders[0] must be an object.'],
    [
      'initialize',
      { capabilities: { textDocument: { hover: { contentFormat: null } } } },
      'capabilities.textDocument.hover.contentFormat must be an array.',
    ],
    ['textDocument/hover', null, 'params must be an object.'],
    ['textDocument/hover', [textDocument], 'params must be an object.'],
    ['textDocument/hover', { textDocument: null, position }, 'textDocument must be an object.'],
    ['textDocument/hover', { textDocument }, 'position must be an object.'],
    [
      'textDocument/hover',
      { textDocument, position: { line: -1, character: 0 } },
      'position.line must be a whole number from 0 to 2147483647.',
    ],
    ['textDocument/codeLens', {}, 'textDocument must be an object.'],
    ['textDocument/rename', { textDocument, position, newName: 7 }, 'newName must be a string.'],
    [
      'textDocument/selectionRange',
      { textDocument, positions: [position, { line: 0.5 }] },
      'positions[1].line must be a whole number from 0 to 2147483647.',
    ],
    [
      'textDocument/references',
      { textDocument, position, context: { includeDeclaration: 'no' } },
      'context.includeDeclaration must be true or false.',
    ],
    [
      'textDocument/formatting',
      { textDocument, options: { tabSize: 1e9, insertSpaces: true } },
      'options.tabSize must be a whole number from 0 to 1000.',
    ],
    ['workspace/didChangeWatchedFiles', { changes: [null] }, 'changes[0] must be an object.'],
    ['workspace/didChangeWatchedFiles', { changes: 'x' }, 'changes must be an array.'],
  ];
  for (const [method, params, fault] of faults) assert.equal(faultOfParameters(method, params), fault);
});
