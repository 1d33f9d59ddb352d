import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resources } from '@slight/slightfile/catalogue.ts';
import { explainConfig, explainResource } from '../slightfile/explain.ts';
import { inMarkupOf, plainText } from './markup.ts';

const markdown = '**a**: `${x.**y**}` in [b](https://c.d) and [e](file:///f#L1)\n\n---\n\n- \\*g\n';
const plain = 'a: ${x.**y**} in b (https://c.d) and e\n\n- *g';

test('plain text is what a reader of the markdown sees', () => {
  assert.equal(plainText(markdown), plain);
  assert.equal(
    plainText('```wit\nget: func() -> `a`;\n```\n\nReads **it**.'),
    'get: func() -> `a`;\n\nReads it.',
  );
});

test('no mark is left of what is said about resources and their configs', () => {
  for (const resource of resources) {
    const said = [explainResource(resource), ...resource.configs.map((one) => explainConfig(one, resource))];
    for (const text of said) assert.doesNotMatch(plainText(text), /\*\*|`|\]\(/);
  }
});

test('a client gets plain text where it takes no markdown, and nowhere else', async () => {
  const content = { kind: 'markdown', value: markdown };
  const none = { hover: false, completion: false };
  const wanted = { kind: 'plaintext', value: plain };
  assert.deepEqual(inMarkupOf(none, 'textDocument/hover', { contents: content }), { contents: wanted });
  assert.deepEqual(await inMarkupOf(none, 'textDocument/hover', Promise.resolve({ contents: content })), {
    contents: wanted,
  });
  const items = [{ label: 'a', documentation: content }, { label: 'b' }];
  const plainItems = [{ label: 'a', documentation: wanted }, { label: 'b' }];
  assert.deepEqual(inMarkupOf(none, 'textDocument/completion', items), plainItems);
  assert.deepEqual(inMarkupOf(none, 'textDocument/completion', { isIncomplete: true, items }), {
    isIncomplete: true,
    items: plainItems,
  });
  const hints = [{ label: 'a', tooltip: content }];
  assert.deepEqual(inMarkupOf(none, 'textDocument/inlayHint', hints), [{ label: 'a', tooltip: wanted }]);
  assert.equal(inMarkupOf(none, 'textDocument/hover', null), null);
  for (const [method, takes] of [
    ['textDocument/hover', { hover: true, completion: false }],
    ['textDocument/completion', { hover: false, completion: true }],
    ['textDocument/definition', none],
  ] as const) {
    assert.equal(inMarkupOf(takes, method, items), items);
  }
});
