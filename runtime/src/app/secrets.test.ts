import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '@slight/slightfile/analyze.ts';
import { Mistake } from '../mistake.ts';
import { slightfileSecrets } from './secrets.ts';

test("a secret that cannot be opened is the person's mistake, and says what to do", async () => {
  const { slightfile } = analyze('[[secret_settings]]\nname = "password"\nvalue = "9f8aXYZ+/=="\n');
  await assert.rejects(
    slightfileSecrets(slightfile.secrets)('password'),
    (error) =>
      error instanceof Mistake &&
      error.code === 'secret-unreadable' &&
      /"password" was not sealed by this slight\. Set it again with: slight secret/.test(error.message),
  );
});
