/** What is printed into pipes that are slow, closed or full. */
import assert from 'node:assert/strict';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { after, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { main } from './testing.ts';

const guests = path.join(import.meta.dirname, '../../../.cache/guests');
const probe = path.join(guests, 'c-probe.wasm');
const probes = { legacy: probe, component: path.join(guests, 'c-probe-component.wasm') };

const folder = mkdtempSync(path.join(os.tmpdir(), 'slight-output-'));
after(() => rmSync(folder, { recursive: true }));

/** A slightfile with so many problems that they fill a pipe many times. */
const many = path.join(folder, 'many.toml');
writeFileSync(
  many,
  `specversion = "0.2"\n${'[[capability]]\nresource = "keyvalue.reddis"\nname = "n"\n'.repeat(4_000)}`,
);
for (const provider of ['filesystem', 'redis']) {
  writeFileSync(
    path.join(folder, provider === 'redis' ? 'redis.toml' : 'slightfile.toml'),
    `specversion = "0.2"\n[[capability]]\nresource = "keyvalue.${provider}"\nname = "n"\n`,
  );
}

const start = (args: readonly string[], stdio: SpawnOptions['stdio'] = 'pipe'): ChildProcess =>
  spawn(process.execPath, [main, ...args], { cwd: folder, stdio, env: { ...process.env, NO_COLOR: '1' } });

async function ended(child: ChildProcess): Promise<number | NodeJS.Signals | null> {
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return code ?? signal;
}

/** Reads with a rest after every piece. */
async function slowly(stream: Readable | null): Promise<string> {
  let all = '';
  for await (const piece of stream?.setEncoding('utf8') ?? []) {
    all += String(piece);
    await delay(1);
  }
  return all;
}

/** `slight ARGS`, written by a shell around it: `$slight check | head -1`. */
function shell(script: string) {
  const { status, signal, stdout, stderr } = spawnSync('bash', ['-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      NO_COLOR: '1',
      XDG_CONFIG_HOME: folder,
      slight: `${process.execPath} ${main}`,
      many,
      probe,
    },
  });
  return { code: status ?? signal, stdout, stderr };
}

test('a slow reader of standard output gets all of it', async () => {
  const child = start(['check', '--format', 'json', many]);
  const [text, code] = await Promise.all([slowly(child.stdout), ended(child)]);
  const problems = JSON.parse(text) as { code: string }[];
  assert.equal(problems.filter((problem) => problem.code === 'unknown-resource').length, 4_000);
  assert.ok(text.length > 1_000_000);
  assert.equal(code, 1);
});

test('a slow reader of standard error gets all of it', async () => {
  const child = start(['run', '-c', many, probe]);
  const [text, code] = await Promise.all([slowly(child.stderr), ended(child)]);
  assert.equal(text.match(/\[unknown-resource\]/g)?.length, 4_000);
  assert.match(text, /so nothing was started\. .*\n$/);
  assert.equal(code, 2);
});

for (const [kind, guest] of Object.entries(probes)) {
  for (const [title, flags] of Object.entries({
    'a guest': [],
    'a traced guest': ['--trace', 'trace.jsonl'],
  })) {
    test(`a slow reader gets all that ${title} prints, ${kind}`, async () => {
      const child = start(['run', '-q', ...flags, guest, '--', 'stdin', 'stderr', 'over']);
      const input = Array.from({ length: 500_000 }, (_, line) => `line ${line}\n`).join('');
      child.stdin?.end(input);
      const [text, errors, code] = await Promise.all([
        slowly(child.stdout),
        slowly(child.stderr),
        ended(child),
      ]);
      assert.ok(text === input, `${text.length} of ${input.length} characters`);
      assert.equal(errors, 'over\n');
      assert.equal(code, 0);
    });
  }
}

test('a traced guest whose reader does not read waits, and what it would print takes no memory', async () => {
  const child = start(['run', '-q', '--trace', '/dev/null', probe, '--', 'stdin']);
  const { stdin, stdout } = child;
  assert.ok(stdin && stdout);
  const piece = Buffer.alloc(65_536, 'x');
  const pieces = 320;
  let taken = 0;
  for (let count = 0; count < pieces; count++) stdin.write(piece, () => taken++);
  stdin.end();
  for (let before = -1; before < taken || taken === 0;) {
    before = taken;
    await delay(300);
  }
  assert.ok(taken < 16, `${taken} pieces are neither with the reader nor with the writer`);
  let read = 0;
  stdout.on('data', (bytes: Buffer) => (read += bytes.length));
  assert.equal(await ended(child), 0);
  assert.equal(read, pieces * piece.length);
});

/** `$gone` is a pipe whose reader is gone. */
const gone = 'exec {gone}> >(true); wait $!; ';
const readers = {
  'check whose reader goes ends quietly, as a shell expects it': [
    '$slight check "$many" | head -c 10 >/dev/null; exit ${PIPESTATUS[0]}',
    { code: 141, stdout: '', stderr: '' },
  ],
  'help whose reader is gone': [`${gone} $slight --help >&$gone`, { code: 141, stdout: '', stderr: '' }],
  'down whose reader is gone': [`${gone} $slight down >&$gone`, { code: 141, stdout: '', stderr: '' }],
  'up whose reader is gone brings the server up all the same': [
    `${gone} $slight up -c redis.toml --backends local >&$gone 2>/dev/null; echo $?; $slight down -c redis.toml | sed 's/[0-9][0-9]*,/PORT,/'`,
    { code: 0, stdout: '141\nRedis, a local server on 127.0.0.1:PORT, is stopped\n', stderr: '' },
  ],
  "a guest whose reader is gone ends with the guest's own exit code": [
    `${gone} $slight run -q "$probe" -- hello exit 3 >&$gone`,
    { code: 3, stdout: '', stderr: '' },
  ],
  'and so it does when it is traced': [
    `${gone} $slight run -q --trace /dev/null "$probe" -- hello exit 3 >&$gone`,
    { code: 3, stdout: '', stderr: '' },
  ],
  'a mistake that nobody reads': [
    `${gone} $slight run nothing.wasm 2>&$gone`,
    { code: 2, stdout: '', stderr: '' },
  ],
  'a secret, of which nobody reads that it is sealed': [
    `${gone} cp slightfile.toml secret.toml; $slight secret -c secret.toml -k A -v b 2>&$gone; echo $?; grep -c '"v1:' secret.toml`,
    { code: 0, stdout: '0\n1\n', stderr: '' },
  ],
  "a missing reader of what slight says leaves the guest's output and exit code": [
    `${gone} $slight run -c redis.toml --backends embedded "$probe" -- stderr lost hello exit 3 2>&$gone`,
    { code: 3, stdout: 'Hello, SpiderLightning!\n', stderr: '' },
  ],
  'closed standard output': ['$slight check slightfile.toml >&-', { code: 0, stdout: '', stderr: '' }],
  'closed standard error': ['$slight run nothing.wasm 2>&-', { code: 2, stdout: '', stderr: '' }],
  'closed standard input': [
    '$slight run -q "$probe" -- stdin hello <&-',
    { code: 0, stdout: 'Hello, SpiderLightning!\n', stderr: '' },
  ],
  'all three closed': [
    '$slight run "$probe" -- hello exit 3 <&- >&- 2>&-',
    { code: 3, stdout: '', stderr: '' },
  ],
  'a full disk behind standard output': [
    '$slight check slightfile.toml >/dev/full',
    {
      code: 2,
      stdout: '',
      stderr:
        'slight: What was to be printed cannot be written to standard output (ENOSPC). Have it written where there is room.\n',
    },
  ],
  'a full disk behind standard error': [
    '$slight check nothing.toml 2>/dev/full',
    { code: 2, stdout: '', stderr: '' },
  ],
  'a full disk behind both': [
    '$slight check slightfile.toml >/dev/full 2>&1',
    { code: 2, stdout: '', stderr: '' },
  ],
  'a file, which both share': [
    '$slight check slightfile.toml >out.txt 2>&1; $slight check slightfile.toml >>out.txt; cat out.txt',
    { code: 0, stdout: 'slightfile.toml: no problems\n'.repeat(2), stderr: '' },
  ],
} as const;

for (const [title, [script, wanted]] of Object.entries(readers)) {
  test(title, () => assert.deepEqual(shell(script), wanted));
}

test('Ctrl-C ends it while its reader does not read', async () => {
  const child = start(['check', '--format', 'json', many]);
  assert.ok(child.stdout);
  // it has begun to print, and nobody takes what it prints
  await once(child.stdout, 'readable');
  child.kill('SIGINT');
  const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  child.stdout.resume();
  assert.equal(signal, 'SIGINT');
});
