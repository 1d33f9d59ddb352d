import assert from 'node:assert/strict';
import { mkdir, mkdtempDisposable, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { WitSurroundings } from '@slight/wit/surroundings.ts';
import { diagnoseWit } from '@slight/wit/diagnose.ts';
import { Documents } from '../documents.ts';
import { uriOf } from '../lsp/uri.ts';
import { WitFiles } from './files.ts';

const shipped = path.join(import.meta.dirname, '../../../wit');

interface Seen {
  /** The packages that slight ships, as `wasi/io-0.2.3`. */
  readonly shipped: readonly string[];
  readonly deps: readonly string[] | undefined;
  readonly says: readonly string[];
}

/** What `main.wit` sees among other files, given by their paths; `-> path` makes a link. */
async function seen(text: string, others: Readonly<Record<string, string>> = {}): Promise<Seen> {
  await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-wit-'));
  for (const [name, content] of Object.entries({ 'wit/main.wit': text, ...others })) {
    const file = path.join(folder.path, name);
    await mkdir(path.dirname(file), { recursive: true });
    if (content.startsWith('-> ')) await symlink(content.slice(3), file);
    else await writeFile(file, content);
  }
  const file = path.join(folder.path, 'wit/main.wit');
  const files = new WitFiles({ documents: new Documents(), shipped });
  const source = await files.source(file);
  const surroundings: WitSurroundings = await files.surroundings(uriOf(file));
  assert.ok(source);
  const relative = (uri: string): string => uri.slice(uriOf(path.join(folder.path, 'wit')).length + 1);
  return {
    shipped: surroundings.shipped.map(({ uri }) => uri.replace(/^slight-wit:\/\/slight\/|\.wit$/g, '')),
    deps: surroundings.deps?.map(({ uri }) => relative(uri)),
    says: diagnoseWit(source, surroundings).map(({ code, message }) => `${code}: ${message}`),
  };
}

test('of what is shipped, a file sees what it names and what that needs, in the version that is asked for', async () => {
  const { shipped: found, says } = await seen('package a:b; world w { import wasi:http/types@0.2.3; }');
  assert.ok(found.includes('wasi/http-0.2.3') && found.includes('wasi/io-0.2.3'), found.join(' '));
  assert.ok(
    found.every((each) => each.endsWith('-0.2.3')),
    found.join(' '),
  );
  assert.deepEqual(
    says.map((each) => each.replace(/:.*/, '')),
    ['not-in-deps'],
  );
  assert.deepEqual((await seen('package a:b;')).shipped, []);
});

test('what a release lacks is not in it', async () => {
  const files = new WitFiles({ documents: new Documents(), shipped });
  const text = async (version: string): Promise<string> =>
    (await files.packageText(`slight-wit://slight/wasi/cli-${version}.wit`)) ?? '';
  assert.match(await text('0.2.12'), /exit-with-code/);
  const older = await text('0.2.11');
  assert.doesNotMatch(older, /exit-with-code|0\.2\.12/);
  assert.equal(older.split('\n').length, (await text('0.2.12')).split('\n').length);
  assert.equal(await text('0.2.13'), '');
});

test('a package that deps/ has in any version is the one that counts', async () => {
  const { shipped: found, says } = await seen('package a:b; world w { import wasi:io/poll@0.2.3; }', {
    'wit/deps/io/package.wit': 'package wasi:io@0.2.0; interface poll { }',
  });
  assert.deepEqual(found, []);
  assert.match(
    says.join('\n'),
    /^version-mismatch: The package `wasi:io` is here in version `0\.2\.0`, not in `0\.2\.3`\.$/,
  );
});

test('a version that nobody here knows is an error where deps/ would have to have it, and a hint elsewhere', async () => {
  const text = 'package a:b; world w { import wasi:http/handler@0.3.0-rc-2026-03-15; }';
  assert.deepEqual((await seen(text)).says, [
    'version-mismatch: Slight knows the package `wasi:http` in versions `0.2.0` to `0.2.12` and `0.3.0`, not in `0.3.0-rc-2026-03-15`. If there is such a version, put its WIT below deps/.',
  ]);
  const { says } = await seen(text, { 'wit/deps/x/x.wit': 'package x:x;' });
  assert.match(
    says.join('\n'),
    /not in deps\/\. Slight knows it in versions `0\.2\.0` to `0\.2\.12` and `0\.3\.0`, not in/,
  );
  const io = 'package a:b; world w { import wasi:io/poll@0.2.3; import wasi:io/streams@0.2.99; }';
  assert.deepEqual(
    (await seen(io, { 'wit/deps/x/x.wit': 'package x:x;' })).says.filter((each) =>
      each.startsWith('version'),
    ),
    [
      'version-mismatch: The package `wasi:io` is not in deps/. Slight knows it in versions `0.2.0` to `0.2.12`, not in `0.2.99`.',
    ],
  );
  const { says: drafts } = await seen('package a:b; world w { import wasi:keyvalue/store@0.2.0; }');
  assert.match(
    drafts.join('\n'),
    /Slight knows it in versions `0\.2\.0-draft` and `0\.2\.0-draft2`, not in `0\.2\.0`\.$/,
  );
});

test('a version that is missing, and a package that is misspelt, are told of all that is shipped', async () => {
  const { says } = await seen(
    'package a:b; world w { import wasi:io/streams; import wasi:cli/run; import wasi:htp/types@0.2.12; }',
  );
  assert.deepEqual(says, [
    'version-mismatch: The package `wasi:io` is not in deps/. Slight knows it in versions `0.2.0` to `0.2.12`, so that a version must be written.',
    'version-mismatch: The package `wasi:cli` is not in deps/. Slight knows it in versions `0.2.0` to `0.2.12` and `0.3.0`, so that a version must be written.',
    'unknown-package: The package `wasi:htp` is not here. Did you mean `wasi:http`?',
  ]);
});

test('deps/ holds packages as folders, as files, and as links to either; links that lead back end', async () => {
  const { deps, says } = await seen(
    'package a:b; world w { import c:d/i; import e:f/i; import g:h/i; import k:l/i; }',
    {
      'wit/deps/cd/one.wit': 'package c:d; interface i { }',
      'wit/deps/ef.wit': 'package e:f; interface i { }',
      'elsewhere/gh/gh.wit': 'package g:h; interface i { }',
      'elsewhere/kl.wit': 'package k:l; interface i { }',
      'wit/deps/gh': '-> ../../elsewhere/gh',
      'wit/deps/kl.wit': '-> ../../elsewhere/kl.wit',
      'wit/deps/circle': '-> ..',
      'wit/deps/nowhere': '-> ../../not/there',
    },
  );
  assert.deepEqual(
    deps?.filter((file) => !file.startsWith('deps/circle')),
    ['deps/cd/one.wit', 'deps/ef.wit', 'deps/gh/gh.wit', 'deps/kl.wit'],
  );
  assert.deepEqual(
    says.filter((each) => each.startsWith('unknown')),
    [],
  );
});

test('a file straight in deps/ is a package of its own, whatever stands beside it', async () => {
  await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-wit-'));
  const deps = path.join(folder.path, 'deps');
  await mkdir(deps);
  await writeFile(path.join(deps, 'one.wit'), 'package a:one; interface i { }');
  await writeFile(path.join(deps, 'two.wit'), 'package a:two; interface j { use a:one/i.{x}; }');
  const files = new WitFiles({ documents: new Documents(), shipped });
  const uri = uriOf(path.join(deps, 'two.wit'));
  const source = await files.source(path.join(deps, 'two.wit'));
  assert.ok(source);
  const found = diagnoseWit(source, await files.surroundings(uri));
  assert.deepEqual(
    found.filter(({ code }) => code === 'package-name' || code === 'unknown-package'),
    [],
  );
});
