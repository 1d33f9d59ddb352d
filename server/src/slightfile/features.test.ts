import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Problem } from '@slight/slightfile/problem.ts';
import type { CodeAction, DocumentSymbol, FoldingRange } from 'vscode-languageserver-types';
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import { applied, fileOf, marked, uri } from '../testing/marked.ts';
import { kindOf } from '../index/kind.ts';
import type { Serving } from './served.ts';
import { nameOf } from '../lsp/uri.ts';
import { codeActions } from './code-action.ts';
import { codeLenses } from './code-lens.ts';
import { diagnostics } from './diagnostics.ts';
import { documentSymbols } from './document-symbol.ts';
import { foldingRanges } from './folding-range.ts';
import { formatting } from './formatting.ts';

const layout = { insertSpaces: true, tabSize: 2 };

const whole = `# An app
# of two capabilities
specversion = "0.2"

[[secret_settings]]
name = "KEY"
value = "c2VjcmV0"

[[capability]]
resource = "keyvalue.azblob"
name = "my-container"
    [capability.configs]
    AZURE_STORAGE_ACCOUNT = "account"
    AZURE_STORAGE_KEY = "\${usersecrets.KEY}"

[[capability]]
resource = "configs.envvars"
name = "env"
`;

test('diagnostics have the range, severity and code of the problem', () => {
  const file = fileOf('specversion = "0.2"\n[[capability]]\nresource = "keyvalue.reddis"\nname = "a"\n');
  const [diagnostic, ...others] = diagnostics(file);
  assert.deepEqual(others, []);
  assert.deepEqual(
    { ...diagnostic, message: '' },
    {
      range: { start: { line: 2, character: 11 }, end: { line: 2, character: 28 } },
      severity: DiagnosticSeverity.Error,
      code: 'unknown-resource',
      source: 'slight',
      message: '',
    },
  );
  const [old] = diagnostics(
    fileOf('specversion = "0.2"\n[[capability]]\nresource = "kv.filesystem"\nname = "a"\n'),
  );
  assert.deepEqual([old?.code, old?.tags], ['renamed-resource', [DiagnosticTag.Deprecated]]);
});

function applyAction(
  text: string,
  choose: (actions: readonly CodeAction[]) => CodeAction | undefined,
  only?: string[],
): string {
  const { file, position } = marked(text);
  const action = choose(codeActions(file, { start: position, end: position }, only));
  assert.ok(action?.edit?.changes?.[uri], 'there is such an action');
  return applied(file, action.edit.changes[uri]);
}

test('a quick fix removes the problem that it is for', () => {
  const text = 'specversion = "0.2"\n[[capability]]\nresource = "keyvalue.red|dis"\nname = "a"\n';
  const fixed = applyAction(text, ([first]) => first);
  assert.equal(fixed, text.replace('red|dis', 'redis'));
  assert.deepEqual(
    diagnostics(fileOf(fixed)).filter(({ severity }) => severity === DiagnosticSeverity.Error),
    [],
  );
});

test('a quick fix says which problem it is for, and is offered only there', () => {
  const { file, position } = marked(
    'specversion = "0.2"\n[[capability]]\nresource = "keyvalue.red|dis"\nname = "a"\n',
  );
  const [action] = codeActions(file, { start: position, end: position }, ['quickfix']);
  assert.deepEqual(
    [action?.kind, action?.isPreferred, action?.diagnostics?.map(({ code }) => code)],
    ['quickfix', true, ['unknown-resource']],
  );
  const top = { line: 0, character: 0 };
  assert.deepEqual(codeActions(file, { start: top, end: top }, ['quickfix']), []);
  assert.deepEqual(codeActions(file, { start: position, end: position }, ['refactor']), []);
});

test('source.fixAll applies every preferred fix at once', () => {
  const text =
    '|specversion = "0.2"\n[[capability]]\nresource = "kv.filesystem"\nname = "a"\n\n[[capability]]\nresource = "keyvalue.reddis"\nname = "b"\n';
  const fixAll = applyAction(text, (actions) => actions.find(({ kind }) => kind === 'source.fixAll.slight'), [
    'source.fixAll',
  ]);
  assert.match(fixAll, /keyvalue\.filesystem[^]*keyvalue\.redis"/);
  const { file } = marked('|specversion = "0.2"\n');
  const top = { line: 0, character: 0 };
  assert.deepEqual(
    codeActions(file, { start: top, end: top }, ['source.fixAll']),
    [],
    'there is nothing to fix',
  );
});

test('of fixes that would change the same place, source.fixAll takes the first', () => {
  const fix = (start: number, end: number, text: string): Problem => ({
    code: 'unknown-key',
    severity: 'warning',
    span: { start, end },
    message: '',
    fixes: [{ title: '', edits: [{ span: { start, end }, text }], preferred: true }],
  });
  const problems = [
    fix(2, 4, 'X'),
    fix(3, 5, 'no'),
    fix(4, 4, 'no'),
    fix(6, 6, 'Y'),
    fix(6, 6, 'no'),
    fix(0, 2, 'no'),
    fix(0, 1, 'Z'),
  ];
  const file = { ...fileOf('0123456789'), problems };
  const top = { line: 0, character: 0 };
  const [action] = codeActions(file, { start: top, end: top }, ['source.fixAll.slight']);
  assert.equal(applied(file, action?.edit?.changes?.[uri] ?? []), 'Z1X45Y6789');
});

test('source.fixAll of two fixes at one place takes the first, and goes on from there', () => {
  // Both the version and the name of the file's only block are missing at its top.
  let text = '[[capability]]\nresource = "kv.redis"\n\n[[capability]]\nresource = "kv.redis"\n';
  for (let round = 0; round < 5; round++) {
    const file = fileOf(text);
    const top = { line: 0, character: 0 };
    const [action] = codeActions(file, { start: top, end: top }, ['source.fixAll']);
    if (!action?.edit?.changes?.[uri]) break;
    text = applied(file, action.edit.changes[uri]);
  }
  assert.ok(text.startsWith('specversion = "0.2"\n'));
  assert.equal(text.match(/specversion/g)?.length, 1);
  assert.ok(!text.includes('kv.redis'));
});

function outline(symbols: readonly DocumentSymbol[]): unknown[] {
  return symbols.map(({ name, detail, children }) => [
    name,
    detail,
    ...(children?.length ? [outline(children)] : []),
  ]);
}

test('the outline: capabilities by name with their configs, secrets without their values', () => {
  assert.deepEqual(outline(documentSymbols(fileOf(whole))), [
    ['specversion', '0.2'],
    ['KEY', 'secret'],
    [
      'my-container',
      'keyvalue.azblob',
      [
        ['AZURE_STORAGE_ACCOUNT', 'account'],
        ['AZURE_STORAGE_KEY', '${usersecrets.KEY}'],
      ],
    ],
    ['env', 'configs.envvars'],
  ]);
});

test('the outline hides what is, or could be, a secret', () => {
  const configs = 'AZURE_STORAGE_KEY = "p4ssw0rd"\nUNKNOWN = "p4ssw0rd"\n';
  const address =
    '[[capability]]\nresource = "keyvalue.redis"\nname = "b"\nconfigs.REDIS_ADDRESS = "redis://me:p4ss/w0rd@host"\n';
  const text = `[[capability]]\nresource = "keyvalue.azblob"\nname = "a"\n[capability.configs]\n${configs}${address}`;
  const shown = JSON.stringify(outline(documentSymbols(fileOf(text))));
  assert.doesNotMatch(shown, /p4ss|w0rd/);
  assert.match(shown, /redis:\/\/••••@host/);
});

test('the outline shows an address of Postgres but for its password, wherever that stands', () => {
  for (const [address, shown] of [
    ['postgres://me:p4ssw0rd@host:1/shop', 'postgres://••••@host:1/shop'],
    [
      'postgres://host:1/shop?password=p4ssw0rd&sslmode=disable',
      'postgres://host:1/shop?password=••••&sslmode=disable',
    ],
  ] as const) {
    const text = `[[capability]]\nresource = "sql.postgres"\nname = "a"\nconfigs.POSTGRES_CONNECTION_URL = "${address}"\n`;
    const [, , children] = outline(documentSymbols(fileOf(text)))[0] as [string, string, unknown];
    assert.deepEqual(children, [['POSTGRES_CONNECTION_URL', shown]]);
  }
});

function folded(text: string): readonly (readonly [number, number, string?])[] {
  return foldingRanges(fileOf(text)).map(({ startLine, endLine, kind }: FoldingRange) =>
    kind === undefined ? [startLine, endLine] : [startLine, endLine, kind],
  );
}

test('blocks fold with their configs, configs by themselves, comments of several lines, values over several lines', () => {
  assert.deepEqual(folded(whole), [
    [0, 1, 'comment'],
    [4, 6],
    [8, 13],
    [11, 13],
    [15, 17],
  ]);
  assert.deepEqual(folded('a = [\n 1,\n]\nb = """\n\n"""\n'), [
    [0, 2],
    [3, 5],
  ]);
  assert.deepEqual(folded('a = { b = {\n c = [\n  [\n  1,\n ],\n] },\n}\n'), [
    [0, 6],
    [1, 5],
    [2, 4],
  ]);
  assert.deepEqual(folded('a = 1 # one\nb = 2 # two\n'), []);
});

test('formatting lays the file out, keeps its comments, and finds nothing to do the second time', () => {
  const untidy = 'specversion="0.2"   # format\n[[capability]]\n   resource   =  "http"\nname="a"';
  const file = fileOf(untidy);
  const tidy = applied(file, formatting(file, layout));
  assert.equal(tidy, 'specversion = "0.2" # format\n\n[[capability]]\nresource = "http"\nname = "a"\n');
  assert.deepEqual(formatting(fileOf(tidy), layout), []);
});

test('range formatting leaves the other lines as they are', () => {
  const file = fileOf('a=1\nb=2\nc=3\n');
  const range = { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } };
  assert.equal(applied(file, formatting(file, layout, range)), 'a=1\nb = 2\nc=3\n');
});

test('a file that gives a guest something to open can be run', () => {
  const options = { commands: new Set(['slight.run']), codicons: false, isRunning: false, serving: [] };
  assert.deepEqual(codeLenses(fileOf('specversion = "0.2"'), options), []);
  const [lens] = codeLenses(fileOf(whole), options);
  assert.deepEqual(
    [lens?.command?.title, lens?.command?.command, lens?.command?.arguments, lens?.range.start.line],
    ['Run', 'slight.run', [uri], 0],
  );
  assert.ok(lens?.command?.tooltip);
});

test('while its app runs, it can be stopped in the place of run again', () => {
  const commands = new Set(['slight.run', 'slight.debug', 'slight.stop']);
  const titles = (isRunning: boolean, codicons: boolean) =>
    codeLenses(fileOf(whole), { commands, codicons, isRunning, serving: [] }).map(
      ({ command }) => command?.title,
    );
  assert.deepEqual(titles(false, true), ['$(play)\u00a0Run', '$(debug-alt)\u00a0Debug']);
  assert.deepEqual(titles(true, true), ['$(debug-stop)\u00a0Stop']);
  assert.deepEqual(titles(true, false), ['Stop']);
});

function backendLens(resource: string, config: string, serving: readonly Serving[] = []): unknown {
  const table = config && `[capability.configs]\n${config}\n`;
  const text = `specversion = "0.2"\n[[capability]]\nresource = "${resource}"\nname = "a"\n${table}`;
  const commands = new Set(['slight.startBackend', 'slight.stopBackends']);
  const [lens, ...others] = codeLenses(fileOf(text, ['SET']), {
    commands,
    codicons: true,
    isRunning: false,
    serving,
  });
  assert.deepEqual(others, []);
  if (!lens) return undefined;
  assert.equal(lens.range.start.line, 1);
  const of = lens.command?.command === 'slight.stopBackends' ? serving[0]?.address : resource;
  assert.deepEqual(lens.command?.arguments, [uri, of]);
  return [lens.command.title, lens.command.command];
}

test('a server is started where a run would bring it up, and at no other address', () => {
  const start = ['Start backend', 'slight.startBackend'];
  const redis = (address: string) => backendLens('keyvalue.redis', `REDIS_ADDRESS = "${address}"`);
  assert.deepEqual(backendLens('keyvalue.redis', ''), start);
  for (const local of ['redis://127.0.0.1:6379', 'redis://:pw@localhost', '[::1]:6380', 'localhost:1/2'])
    assert.deepEqual(redis(local), start, local);
  for (const other of [
    ...['redis://redis.example.com', 'rediss://127.0.0.1', 'unix:///tmp/socket', '${envvars.SET}'],
    ...['redis://127.0.0.1.example.com', 'redis://user:a@127.0.0.1@example.com', ':', ''],
  ])
    assert.equal(redis(other), undefined, other);
  assert.deepEqual(
    backendLens('keyvalue.azblob', 'AZURE_STORAGE_ENDPOINT = "http://127.0.0.1:10000/devstoreaccount1"'),
    start,
  );
  // a variable that is not set names none
  assert.deepEqual(redis('${envvars.UNSET}'), start);
  assert.equal(redis('${usersecrets.UNSET}'), undefined);
  assert.equal(backendLens('keyvalue.azblob', 'AZURE_STORAGE_ACCOUNT = "shop"'), undefined);
  assert.equal(backendLens('keyvalue.filesystem', ''), undefined);
});

test('a server that is up to stay can be stopped, and one that a run has started can be kept', () => {
  const redis: Serving = { resource: 'keyvalue.redis', name: 'a', rung: 'local', address: '127.0.0.1:1' };
  const stop = ['Stop backend', 'slight.stopBackends'];
  assert.deepEqual(backendLens('keyvalue.redis', '', [{ ...redis, stays: true }]), stop);
  // what a reference leads to is known then
  const reference = 'REDIS_ADDRESS = "${envvars.SET}"';
  assert.deepEqual(backendLens('keyvalue.redis', reference, [{ ...redis, stays: true }]), stop);
  assert.deepEqual(backendLens('keyvalue.redis', '', [redis]), ['Keep backend', 'slight.startBackend']);
  assert.deepEqual(backendLens('keyvalue.redis', '', [{ ...redis, rung: 'embedded' }]), [
    'Start backend',
    'slight.startBackend',
  ]);
});

test('a slightfile is known by its language or its name', () => {
  const isSlightfile = (of: string, languageId: string) =>
    kindOf(nameOf(of), languageId)?.kind === 'slightfile';
  assert.ok(isSlightfile('untitled:Untitled-1', 'slightfile'));
  assert.ok(isSlightfile('file:///app/slightfile.toml', 'toml'));
  assert.ok(isSlightfile('file:///app/my%20slightfile.dev.toml', 'toml'));
  assert.ok(!isSlightfile('file:///slightfile/Cargo.toml', 'toml'));
  assert.ok(!isSlightfile('file:///app/slightfile.toml.md', 'markdown'));
});
