import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namedPackages } from './named-packages.ts';
import { parse } from './parse.ts';
import { isReleaseOf, releasesOf, releaseText } from './releases.ts';

test('a newest text tells what its earlier patches were, and no other version', () => {
  for (const version of ['0.2.0', '0.2.9', '0.2.12']) assert.ok(isReleaseOf('0.2.12', version), version);
  for (const version of ['0.2.13', '0.3.0', '1.2.0', '0.2.0-draft', '0.2', undefined])
    assert.ok(!isReleaseOf('0.2.12', version), version);
  assert.ok(isReleaseOf('0.2.0-draft2', '0.2.0-draft2'));
  assert.ok(!isReleaseOf('0.2.0-draft2', '0.2.0-draft'));
  assert.ok(isReleaseOf(undefined, undefined));
});

test('the releases that a newest text tells', () => {
  assert.deepEqual(releasesOf('0.2.3'), ['0.2.3', '0.2.2', '0.2.1', '0.2.0']);
  assert.deepEqual(releasesOf('1.0.0'), ['1.0.0']);
  assert.deepEqual(releasesOf('0.2.0-draft2'), ['0.2.0-draft2']);
});

test('an earlier release lacks what came later, and has the rest on the same lines', () => {
  const text = `package a:b@1.2.10;

interface i {
  use c:d/j@1.2.10.{t};
  @since(version = 1.2.0)
  old: func();
  @since(version = 1.2.3)
  new: func(
    x: t,
  );
  resource r {
    @since(version = 1.2.10)
    newest: func();
  }
}

@since(version = 1.2.4)
interface later { }
`;
  const release = releaseText({ uri: '', text, file: parse(text) }, '1.2.3');
  assert.equal(
    release,
    `package a:b@1.2.3;

interface i {
  use c:d/j@1.2.3.{t};
  @since(version = 1.2.0)
  old: func();
  @since(version = 1.2.3)
  new: func(
    x: t,
  );
  resource r {


  }
}



`,
  );
});

test('the packages that a text names are found in half-typed text, too, each version once', () => {
  const named = (text: string): readonly string[] =>
    namedPackages(text).map(({ id, version }) => `${id}@${version}`);
  assert.deepEqual(
    named(`package own:pkg@1.0.0;
      use wasi:io/poll@0.2.3 as p;
      world w { import wasi:io/streams@0.2.3; import wasi:io/; include a:b:c/%world; import label: wasi:kv/store@0.2.0-draft2 }
      interface i { use wasi:clocks/wall-clock@0.2.0.{datetime}; f: func(a: u8); }`),
    ['wasi:io@0.2.3', 'wasi:io@', 'a:b:c@', 'wasi:kv@0.2.0-draft2', 'wasi:clocks@0.2.0'],
  );
});
