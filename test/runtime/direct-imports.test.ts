/** What is written over jco's output is found there: with another version of jco, these tests are what fails. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { script } from '@slight/runtime/guest/component/cache.ts';
import { readInterfaces } from '@slight/slightfile/wasm/component.ts';
import { transpile } from '@slight/runtime/guest/component/transpile.ts';
import { guestBytes } from './guests.ts';

// between them: functions, methods, statics, constructors, with an error in their result and without
for (const name of ['c-probe-component', 'c-wasi-keyvalue-draft2', 'js-keyvalue']) {
  test(`every call of ${name} that may wait is made directly`, async () => {
    const bytes = await guestBytes(name);
    const files = await transpile(bytes, readInterfaces(bytes));
    const text = Buffer.from(files[script] ?? []).toString();
    const waiting = [...text.matchAll(/(_trampoline\d+)\.manuallyAsync = true;/g)].map(([, each]) => each);
    assert.ok(waiting.length > 0);
    for (const each of waiting) {
      assert.match(
        text,
        new RegExp(`new WebAssembly\\.Suspending\\(_suspendingImport\\(\\d+, ${each}\\)\\)`),
      );
    }
  });
}
