import assert from 'node:assert/strict';
import { test } from 'node:test';
import { downArguments, runArguments, statusArguments, upArguments } from './arguments.ts';

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
    '-c hello/slightfile.toml run /builds/hello.wasm --backends auto',
  );
});

test('variables are named, and their values are in no command line', () => {
  const line = {
    cwd: '/apps',
    slightfile: '/apps/slightfile.toml',
    module: '/apps/app.wasm',
    settings,
    variables: ['TOKEN', 'NAME'],
    guest: ['a'],
  };
  assert.match(runArguments(line).join(' '), / --env TOKEN --env NAME -- a$/);
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
    '-c slightfile.toml run app.wasm --backends local --data data --keep-backends --env NAME=Ada -- --loud',
  );
});

test('where a run listens counts more than what the settings say', () => {
  const line = {
    cwd: '/apps',
    slightfile: '/apps/slightfile.toml',
    module: '/apps/app.wasm',
    settings: { ...settings, arguments: ['--listen', ':3000'] },
    listen: ':8080',
    guest: ['a'],
  };
  assert.match(runArguments(line).join(' '), / --listen :3000 --listen :8080 -- a$/);
});

test('servers are started and stopped with the data folder of the runs', () => {
  const line = { cwd: '/apps', slightfile: '/apps/hello/slightfile.toml' };
  const up = { ...line, resources: ['keyvalue.redis'], settings };
  assert.equal(upArguments(up).join(' '), '-c hello/slightfile.toml up keyvalue.redis --backends auto');
  const settled = { ...line, settings: { backends: 'embedded', data: 'data' } } as const;
  assert.equal(
    upArguments({ ...settled, resources: [] }).join(' '),
    '-c hello/slightfile.toml up --backends auto --data data',
  );
  assert.equal(
    downArguments({ ...settled, servers: ['127.0.0.1:1'] }).join(' '),
    '-c hello/slightfile.toml down 127.0.0.1:1 --data data',
  );
  assert.equal(
    statusArguments({ slightfiles: ['/a', '/b'], settings: { data: 'data' }, machine: true }).join(' '),
    'status --format json --machine --data data /a /b',
  );
});
