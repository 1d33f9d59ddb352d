import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutSecrets } from './without-secrets.ts';

test('the own folder is shortened, however it is written', () => {
  assert.equal(withoutSecrets('/home/ada/x and file:///home/ada/y', '/home/ada'), '~/x and file://~/y');
  assert.equal(withoutSecrets('file:///home/a%20b/y', '/home/a b'), 'file://~/y');
  assert.equal(
    withoutSecrets('"C:\\\\Users\\\\Ada\\\\x" C:\\Users\\Ada\\y', 'C:\\Users\\Ada'),
    '"~\\\\x" ~\\y',
  );
  assert.equal(withoutSecrets('/ a', '/'), '/ a');
  assert.equal(withoutSecrets('/home/adam/x /home/ada', '/home/ada'), '/home/adam/x ~');
});

test('who logs in somewhere is masked, also with a password that has a @ or a slash in it', () => {
  for (const secret of ['me:hunter2', ':hunter2', 'hunter2', 'me:hun@ter2', 'me:hunter/2'])
    assert.equal(withoutSecrets(`at redis://${secret}@host:1/2.`, '/h'), 'at redis://••••@host:1/2.');
  assert.equal(withoutSecrets('redis://host:1 a@b', '/h'), 'redis://host:1 a@b');
});

test('what is called a password, a token, a secret or a key is masked', () => {
  for (const [text, masked] of [
    ['PASSWORD=hunter2 x', 'PASSWORD=•••• x'],
    ['AccountKey=hunter2;x', 'AccountKey=••••;x'],
    ['{"token": "hunter 2"}', '{"token": ••••}'],
    ["secret = 'hunter2'", 'secret = ••••'],
    ['a keyword: b, the key of it', 'a keyword: b, the key of it'],
  ] as const)
    assert.equal(withoutSecrets(text, '/h'), masked);
});
