import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applied, marked } from '../testing/marked.ts';
import { linkedEditing } from './linked-editing.ts';

/** The text after `NEW` is typed over the name at the cursor; undefined where nothing follows it. */
function typed(text: string): string | undefined {
  const { file, position } = marked(text);
  const linked = linkedEditing(file, position);
  return linked
    ? applied(
        file,
        linked.ranges.map((range) => ({ range, newText: 'NEW' })),
      )
    : undefined;
}

const secret = (name: string) => `[[secret_settings]]\r\nname = "${name}"\r\nvalue = "eA"\r\n`;
const uses = (...keys: string[]) =>
  keys.map((key) => `[[capability]]\r\nconfigs.A = "\${usersecrets.${key}}"\r\n`).join('');

test('the references follow the name of a secret while it is typed', () => {
  assert.equal(
    typed(secret('KE|Y') + uses('KEY', 'KEYS', 'KEY')),
    secret('NEW') + uses('NEW', 'KEYS', 'NEW'),
  );
  assert.equal(typed(uses('KEY') + secret('|KEY')), uses('NEW') + secret('NEW'));
  assert.equal(typed(secret('KEY|') + uses('KEY')), secret('NEW') + uses('NEW'));
});

test('nothing follows a secret that has a sealed value: that is bound to the name, and only a rename seals it again', () => {
  const sealed = (name: string) => secret(name).replace('"eA"', '"v1:eA"');
  assert.equal(typed(sealed('KE|Y') + uses('KEY')), undefined);
  assert.equal(
    typed(sealed('OTHER') + secret('KE|Y') + uses('KEY')),
    sealed('OTHER') + secret('NEW') + uses('NEW'),
  );
});

test('who types in a reference means another secret', () => {
  assert.equal(typed(secret('KEY') + uses('K|EY')), undefined);
});

test('nothing follows a secret that nobody reads, or that is not read because there is an earlier one', () => {
  assert.equal(typed(secret('K|EY')), undefined);
  assert.equal(typed(secret('KEY') + secret('K|EY') + uses('KEY')), undefined);
  assert.equal(
    typed(secret('K|EY') + secret('KEY') + uses('KEY')),
    secret('NEW') + secret('KEY') + uses('NEW'),
  );
  assert.equal(typed(secret('|') + uses('')), undefined);
});

test('nothing follows where a place spells the name with an escape', () => {
  assert.equal(typed(secret('KE|Y') + uses('K\\u0045Y')), undefined);
  assert.equal(typed(secret('K\\u0045|Y') + uses('KEY')), undefined);
});

test('neither the value, nor the name of a capability, nor an empty file', () => {
  assert.equal(typed(secret('KEY').replace('eA', 'e|A') + uses('KEY')), undefined);
  assert.equal(typed(secret('KEY') + uses('KEY') + '[[capability]]\nname = "K|EY"\n'), undefined);
  assert.equal(typed('|'), undefined);
});
