/** Every command from what users are given, in an empty folder of a machine that has nothing else of Slight. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, globSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { text } from 'node:stream/consumers';
import { unpackedExtension, unpackedNpm } from './package.ts';
import { repository } from './workspace.ts';

const guests = join(repository, '.cache/guests');
const machine = mkdtempSync(join(tmpdir(), 'slight-packed-'));
after(() => rmSync(machine, { recursive: true, force: true, maxRetries: 5 }));

const home = join(machine, 'home');
const env = {
  // the system's programs, and the Node that this runs on
  PATH: [dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
  HOME: home,
  XDG_CONFIG_HOME: join(home, 'config'),
  XDG_CACHE_HOME: join(home, 'cache'),
  XDG_DATA_HOME: join(home, 'data'),
  DOCKER_HOST: 'unix:///nowhere/docker.sock',
  NO_COLOR: '1',
};

let count = 0;

/** An empty folder, or one with an app in it. */
function folderOf(...files: readonly ('slightfile' | 'guests')[]): string {
  const cwd = join(machine, `folder-${++count}`);
  mkdirSync(cwd);
  if (files.includes('slightfile')) {
    writeFileSync(
      join(cwd, 'slightfile.toml'),
      'specversion = "0.2"\n[[capability]]\nresource = "keyvalue.redis"\nname = "orders"\n',
    );
  }
  if (files.includes('guests')) {
    for (const name of ['c-keyvalue-0.5.wasm', 'c-keyvalue-component.wasm', 'rust-keyvalue.wasm'])
      copyFileSync(join(guests, name), join(cwd, name));
  }
  return cwd;
}

/** What may be in a package. */
const expected = [
  /^(package\.json|README\.md|readme\.md|CHANGELOG\.md|changelog\.md|LICENSE|LICENSE\.txt)$/,
  /^dist\/(slight\.mjs|server\.mjs|extension\.cjs|language-client\.cjs|send-request\.cjs)$/,
  /^dist\/chunks\/[\w.-]+\.mjs$/,
  /^dist\/chunks\/([\w.-]+\.(?:wasm|data)|worker-thread\.bundle\.js)$/,
  /^wit\/(?:[\w.-]+\/)+[\w-]+\.wit$/,
  /^(syntaxes\/[\w.-]+\.json|images\/(\w+\.png|\w+-(light|dark)\.svg))$/,
  // npm packs every README
  /^wit\/README\.md$/,
];

for (const [name, unpack] of Object.entries({ 'npm pack': unpackedNpm, 'the .vsix': unpackedExtension })) {
  describe(name, () => {
    let product = '';
    let packed = '';
    before(async () => {
      const folder = join(machine, name.replace(/\W/g, '-'));
      mkdirSync(folder);
      ({ packed, product } = await unpack(folder));
    });

    function start(node: string, program: 'slight' | 'server', cwd: string, args: readonly string[]) {
      const { status, stdout, stderr } = spawnSync(node, [join(product, `dist/${program}.mjs`), ...args], {
        cwd,
        env,
        encoding: 'utf8',
        input: 'hunter2\n',
      });
      return { code: status, stdout, stderr };
    }
    const slight = (cwd: string, ...args: readonly string[]) => start(process.execPath, 'slight', cwd, args);
    const server = (...args: readonly string[]) => start(process.execPath, 'server', folderOf(), args);

    test('holds what is needed, and nothing else', () => {
      const files = globSync('**', { cwd: product, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(product.length + 1));
      assert.ok(files.length > 50, `${files.length} files`);
      assert.deepEqual(
        files.filter((file) => !expected.some((pattern) => pattern.test(file))),
        [],
      );
    });

    test('is no larger than 15 MB, packed', () => {
      const { size } = statSync(packed);
      assert.ok(size < 15_000_000, `${size} bytes`);
    });

    test('--version and --help', () => {
      const cwd = folderOf();
      assert.deepEqual(slight(cwd, '--version'), { code: 0, stdout: '0.1.0\n', stderr: '' });
      assert.match(slight(cwd, '--help').stdout, /^Usage: slight /);
      for (const command of ['run', 'up', 'down', 'status', 'check', 'secret']) {
        const { code, stdout } = slight(cwd, command, '--help');
        assert.equal(code, 0);
        assert.ok(stdout.startsWith(`Usage: slight ${command} `), stdout);
      }
      assert.deepEqual(server('--version'), { code: 0, stdout: '0.1.0\n', stderr: '' });
      assert.match(server('--help').stdout, /^The language server of slightfile\.toml\.\n/);
    });

    test('check', () => {
      const { code, stdout, stderr } = slight(folderOf('slightfile'), 'check');
      assert.match(stdout, /^slightfile\.toml:3:12 hint: .*\[missing-config\]\n/);
      assert.deepEqual([code, stderr], [0, '']);
    });

    const rungs = {
      embedded: /in \.slight\/keyvalue\/orders, standing in for keyvalue\.redis/,
      auto: /a local server on 127\.0\.0\.1:\d+/,
    };
    for (const [guest, backends] of [
      ['c-keyvalue-0.5.wasm', 'embedded'],
      ['c-keyvalue-component.wasm', 'embedded'],
      ['rust-keyvalue.wasm', 'auto'],
    ] as const) {
      test(`run ${guest} --backends ${backends}, twice`, () => {
        const cwd = folderOf('slightfile', 'guests');
        const run = (...args: readonly string[]) =>
          slight(cwd, 'run', '--backends', backends, guest, '--', 'orders', ...args);
        const first = run('set', 'a', 'one');
        assert.equal(first.code, 0, first.stderr);
        assert.match(first.stderr, rungs[backends]);
        assert.match(run('get', 'a').stdout, /get: one\n$/);
      });
    }

    test('secret', () => {
      const cwd = folderOf('slightfile');
      const { code, stderr } = slight(cwd, 'secret', '-k', 'TOKEN');
      assert.equal(stderr, 'slight: TOKEN is in slightfile.toml, sealed with your key.\n');
      assert.equal(code, 0);
      assert.equal(slight(cwd, 'check').code, 0);
    });

    test('up, and down', () => {
      const cwd = folderOf('slightfile');
      const up = slight(cwd, 'up');
      const address = /^keyvalue\.redis → a local server on (127\.0\.0\.1:\d+)\n/.exec(up.stdout)?.[1];
      const down = slight(cwd, 'down');
      assert.equal(down.stdout, `Redis, a local server on ${address ?? '?'}, is stopped\n`, up.stderr);
      assert.deepEqual([up.code, down.code], [0, 0]);
    });

    test('the language server, which knows the interfaces that are shipped', async () => {
      const child = spawn(process.execPath, [join(product, 'dist/server.mjs'), '--stdio'], {
        cwd: folderOf(),
        env,
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      const uri = 'file:///nowhere/world.wit';
      const wit = 'package a:b;\nworld w {\n  import wasi:keyvalue/store@0.2.0-draft2;\n}\n';
      const messages = [
        { id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } },
        { method: 'initialized', params: {} },
        {
          method: 'textDocument/didOpen',
          params: { textDocument: { uri, languageId: 'wit', version: 1, text: wit } },
        },
        {
          id: 2,
          method: 'textDocument/hover',
          params: { textDocument: { uri }, position: { line: 2, character: 25 } },
        },
      ];
      const send = (...all: readonly object[]) => {
        const bodies = all.map((message) => JSON.stringify({ jsonrpc: '2.0', ...message }));
        child.stdin.write(
          bodies.map((body) => `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`).join(''),
        );
      };
      const errors = text(child.stderr);
      send(...messages);
      let output = '';
      for await (const piece of child.stdout.setEncoding('utf8')) {
        const before = output;
        output += String(piece);
        // a client says goodbye when it was answered
        if (!before.includes('"id":2') && output.includes('"id":2')) {
          send({ id: 3, method: 'shutdown' }, { method: 'exit' });
        }
      }
      assert.match(output, /"id":2,"result":\{"contents"/);
      assert.match(output, /"id":3,"result":null\}$/);
      assert.equal(await errors, '');
    });

    test('a Node that is too old is told in one sentence, by both programs', (t) => {
      const old = ['/usr/bin/node', '/usr/local/bin/node'].find((node) => majorOf(node) < 22);
      if (old === undefined) {
        t.skip('this machine has no Node older than 22');
        return;
      }
      for (const told of [
        start(old, 'slight', folderOf('slightfile'), ['check']),
        start(old, 'server', folderOf(), ['--stdio']),
      ]) {
        assert.match(told.stderr, /^slight[\w-]*: .*needs Node .*Install Node 24[^\n]*\n$/);
        assert.deepEqual([told.code, told.stdout], [2, '']);
      }
    });
  });
}

/** The first number of a Node's version; NaN where there is none. */
function majorOf(node: string): number {
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return Number(/^v(\d+)/.exec(stdout)?.[1]);
}
