/** What an editor asks when it runs apps, over the wire. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startWorkspace } from '../testing/workspace.ts';
import type { KnownSlightfile, NamePlaces } from './runs.ts';

const slightfile = `specversion = "0.2"

[[capability]]
resource = "keyvalue.redis"
name = "ord|ers"

[[capability]]
resource = "keyvalue.filesystem"
name = "carts"

[[capability]]
resource = "messaging.nats"
name = "orders"

[[capability]]
resource = "keyvalue.redis"
name = "notes"
`;
const js = `import { Keyvalue } from 'spiderlightning:keyvalue/keyvalue@0.6.0';
Keyvalue.open('orders');
Keyvalue.open('ordres');
`;
const app = { 'slightfile.toml': slightfile, 'web/app.js': js };

/** `slightfile.toml 4`, `app.js 1`: a file and a line. */
function shown({ declarations, uses }: NamePlaces): readonly string[] {
  return [...declarations, ...uses].map(({ uri, range }) => `${uri.split('/').at(-1)} ${range.start.line}`);
}

test('where a name stands that a guest was given an error for', async () => {
  await using at = await startWorkspace(app);
  const uri = at.uri('slightfile.toml');
  const ask = async (asked: object) =>
    shown(await at.client.request<NamePlaces>('slight/places', { uri, ...asked }));
  const interfaces = [
    'keyvalue',
    'spiderlightning:keyvalue/keyvalue@0.6.0',
    'wasi:keyvalue/store@0.2.0-draft',
  ];
  for (const one of interfaces)
    assert.deepEqual(await ask({ interface: one, name: 'orders' }), ['slightfile.toml 4', 'app.js 1'], one);
  assert.deepEqual(await ask({ interface: 'keyvalue', name: 'ordres' }), ['app.js 2'], 'nothing declares it');
  assert.deepEqual(await ask({ interface: 'messaging', name: 'orders' }), ['slightfile.toml 12']);
  assert.deepEqual(await ask({ interface: 'wasi:clocks/wall-clock@0.2.0', name: 'orders' }), []);
});

test('another slightfile of the app does not answer for the one that ran', async () => {
  await using at = await startWorkspace({
    ...app,
    'slightfile.prod.toml': slightfile.replace('carts', 'ordres').replace('|', ''),
  });
  const asked = { uri: at.uri('slightfile.toml'), interface: 'keyvalue', name: 'ordres' };
  assert.deepEqual(shown(await at.client.request<NamePlaces>('slight/places', asked)), ['app.js 2']);
});

test('the slightfiles of the workspace, with what they declare', async () => {
  await using at = await startWorkspace({ ...app, 'other/slightfile.toml': 'specversion = "0.2"\n' });
  await at.client.request('slight/index', {});
  const known = await at.client.request<KnownSlightfile[]>('slight/slightfiles', {});
  assert.deepEqual(
    known.sort((a, b) => b.uri.localeCompare(a.uri)),
    [
      {
        uri: at.uri('slightfile.toml'),
        resources: ['keyvalue.redis', 'keyvalue.filesystem', 'messaging.nats'],
      },
      { uri: at.uri('other/slightfile.toml'), resources: [] },
    ],
  );
});
