import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Documents } from './documents.ts';

const uri = 'file:///app/slightfile.toml';

function at(line: number, character: number): { line: number; character: number } {
  return { line, character };
}

test('a change behind the last line is one at the end of the text, and lines are counted on', () => {
  const documents = new Documents();
  documents.open(uri, 'slightfile', 1, 'a\nb');
  documents.change(uri, 2, [{ range: { start: at(50, 7), end: at(51, 0) }, text: '\nc' }]);
  const document = documents.get(uri)?.document;
  assert.equal(document?.getText(), 'a\nb\nc');
  assert.equal(document.lineCount, 3);
  assert.deepEqual(document.positionAt(5), at(2, 1));
  documents.change(uri, 3, [{ range: { start: at(50, 0), end: at(50, 0) }, text: 'd' }, { text: 'x\r\ny' }]);
  assert.equal(document.getText(), 'x\r\ny');
  assert.equal(document.version, 3);
  documents.change(uri, 4, []);
  assert.equal(document.version, 4);
});
