import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMasking } from '../trace/masking/masking.ts';
import { maskedTerminal } from '../terminal/masked-terminal.ts';
import { terminalReport } from './report.ts';

/** What is told of a guest's last error. */
function told(secret: string, name: string): string {
  const masking = createMasking();
  masking.add(secret);
  let text = '';
  const terminal = maskedTerminal({ write: (part) => (text += part) }, masking);
  const report = terminalReport(terminal, { quiet: false, mask: masking.mask });
  report.failed(1, { interface: 'keyvalue', function: 'get', case: 'key-not-found', name, message: 'no' });
  return text.split('\n')[1] ?? '';
}

test('of a secret that does not fit, not even its beginning is told', () => {
  assert.equal(
    told('hunter2hunter2', `${'x'.repeat(50)}hunter2hunter2`),
    `  keyvalue get of "${'x'.repeat(50)}••••": no`,
  );
});

test('a secret is masked that is escaped on its way to the terminal', () => {
  for (const secret of ['abc\u0085def\u202eghi', 'a\\\u202eb"c\nd\te', 'ab\u0085c', 'a"\u200bb']) {
    assert.equal(told(secret, secret), '  keyvalue get of "••••": no', JSON.stringify(secret));
  }
});
