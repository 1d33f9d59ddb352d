import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MarkupContent } from 'vscode-languageserver-types';
import { appOf } from '../testing/app.ts';
import { nameHover } from './hover.ts';

const block = (resource: string, name: string) =>
  `specversion = "0.2"\n[[capability]]\nresource = "${resource}"\nname = "${name}"\n`;

test('of a name that several slightfiles declare, hover has a line for each', () => {
  const at = appOf({
    'slightfile.toml': block('keyvalue.filesystem', '*'),
    'slightfile.prod.toml': block('keyvalue.redis', 'orders'),
    'src/main.rs':
      'wit_bindgen_rust::import!("keyvalue.wit");\nuse keyvalue::*;\nfn main() { Keyvalue::open("or|ders"); }\n',
  });
  const hover = nameHover(at.names, at.uri, at.position, ({ resource }) =>
    resource === 'keyvalue.redis' ? 'The app runs with a container.' : undefined,
  );
  assert.ok(hover && MarkupContent.is(hover.contents));
  const [title, gap, ...lines] = hover.contents.value.split('\n');
  assert.match(title ?? '', /^\*\*"orders"\*\*/);
  assert.equal(gap, '');
  assert.equal(lines.length, 2);
  const text = lines.sort().join('\n');
  assert.match(
    text,
    /`keyvalue\.filesystem` in \[slightfile\.toml\]\(.*\), as every name.*: Key-value store in a folder$/m,
  );
  assert.match(
    text,
    /`keyvalue\.redis` in \[slightfile\.prod\.toml\].*: Key-value store in Redis\. The app runs/,
  );
  assert.doesNotMatch(text, /https:/);
});
