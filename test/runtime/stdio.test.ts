/** A guest on the runtime's own streams, which other parts of the process have made non-blocking. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { shipped } from '../shipped.ts';

const slight = shipped('slight.mjs');
const guests = path.join(import.meta.dirname, '../../.cache/guests');
const cwd = mkdtempSync(path.join(os.tmpdir(), 'slight-stdio-'));
writeFileSync(path.join(cwd, 'slightfile.toml'), 'specversion = "0.2"\n');
after(() => rmSync(cwd, { recursive: true }));

const start = (guest: string, ...args: string[]) =>
  spawn(process.execPath, [slight, 'run', '-q', path.join(guests, `${guest}.wasm`), '--', ...args], {
    cwd,
    stdio: ['pipe', 'pipe', 'inherit'],
  });

for (const guest of ['c-probe', 'c-probe-component']) {
  describe(guest, () => {
    test('waits for its input', async () => {
      const child = start(guest, 'stdin', 'hello');
      child.stdin.write('first ');
      const output = text(child.stdout);
      await delay(300);
      child.stdin.end('second ');
      assert.equal(await output, 'first second Hello, SpiderLightning!\n');
    });

    test('loses nothing of what it prints to a slow reader', async () => {
      const child = start(guest, 'stdin');
      const input = 'x'.repeat(1_000_000);
      child.stdin.end(input);
      await delay(500);
      assert.equal((await text(child.stdout)).length, input.length);
    });

    test('ends although its input does not', async () => {
      const child = start(guest, 'hello');
      assert.equal(await text(child.stdout), 'Hello, SpiderLightning!\n');
      child.stdin.destroy();
    });
  });
}
