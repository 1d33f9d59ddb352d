import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slight } from './testing.ts';

for (const args of [['--help'], ['run', '--help'], ['check', '--help'], ['secret', '--help']]) {
  test(`slight ${args.join(' ')} fits a terminal of 80 columns`, () => {
    const { code, stdout } = slight(args);
    assert.equal(code, 0);
    assert.match(stdout, /^Usage: slight/);
    assert.deepEqual(
      stdout.split('\n').filter((line) => line.length > 80),
      [],
    );
  });
}

const mistakes: readonly [readonly string[], RegExp][] = [
  [['rnu'], /^error: unknown command 'rnu'\n\(Did you mean run\?\)\n/],
  [['run', '--backends', 'cloud', 'a.wasm'], /Allowed choices are auto, container, local, embedded/],
  [
    ['run', 'a.wasm', '--foo'],
    /^error: unknown option '--foo'\nWhat is meant for the guest goes behind --: slight run app\.wasm -- --foo\n/,
  ],
  [['run', '--wat'], /^error: unknown option '--wat'\nWhat is meant for the guest /],
  [['run', '--dta'], /^error: unknown option '--dta'\n\(Did you mean --data\?\)\nWhat is meant /],
  [['secret', '-k', 'a', '--vlaue', 'a'], /^error: unknown option '--vlaue'\n\(Did you mean --value\?\)\n/],
  [['pup'], /^error: unknown command 'pup'\n\(Did you mean up\?\)\n/],
  [['check', '--foo'], /^error: unknown option '--foo'\n\(slight --help shows how\)\n$/],
  [['run'], /^slight: No guest was named\. Give its \.wasm file: slight run app\.wasm\n$/],
  [['run', 'nowhere.wasm', '-c', 'package.json'], /^slight: There is no module at nowhere\.wasm\./],
  [['run', 'a.wasm', '-c', 'nowhere.toml'], /^slight: There is no slightfile at nowhere\.toml\./],
  [
    ['run', 'a.wasm', '--env', 'SLIGHT_NO_SUCH_VARIABLE'],
    /^slight: --env SLIGHT_NO_SUCH_VARIABLE: the environment has no such variable\./,
  ],
  [
    ['run', 'a.wasm', '--env', 'constructor'],
    /^slight: --env constructor: the environment has no such variable\./,
  ],
  [['secret'], /^error: required option '-k, --key <name>' not specified\n/],
];

for (const [args, message] of mistakes) {
  test(`slight ${args.join(' ')} says what is wrong, and exits with 2`, () => {
    const { code, stdout, stderr } = slight(args);
    assert.match(stderr, message);
    assert.ok(!stderr.includes('    at '), 'no stack');
    assert.equal(stdout, '');
    assert.equal(code, 2);
  });
}

test('slight help shows what --help does', () => {
  assert.equal(slight(['help']).stdout, slight(['--help']).stdout);
  assert.equal(slight(['help', 'run']).stdout, slight(['run', '--help']).stdout);
  assert.equal(slight(['help']).code, 0);
});
