import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runArguments } from './arguments.ts';

const settings = { backends: 'auto', data: undefined, keepBackends: false, arguments: [] } as const;

test('paths below the folder are short, others are whole', () => {
  const line = {
    cwd: '/apps',
    slightfile: '/apps/hello/slightfile.toml',
    module: '/builds/hello.wasm',
    settings,
    guest: [],
  };
  assert.equal(
    runArguments(line).join(' '),
    '-c hello/slightfile.toml run /builds/hello.wasm --trace ipc --backends auto',
  );
});

test('settings become options, and the guest has its own arguments', () => {
  const line = {
    cwd: '/apps',
    slightfile: '/apps/slightfile.toml',
    module: '/apps/app.wasm',
    settings: { backends: 'local', data: 'data', keepBackends: true, arguments: ['--env', 'NAME=Ada'] },
    guest: ['--loud'],
  } as const;
  assert.equal(
    runArguments(line).join(' '),
    '-c slightfile.toml run app.wasm --trace ipc --backends local --data data --keep-backends --env NAME=Ada -- --loud',
  );
});
