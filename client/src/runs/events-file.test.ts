import assert from 'node:assert/strict';
import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TraceEvent } from '@slight/runtime/trace/events.ts';
import { eventsFile } from './events-file.ts';

const event: TraceEvent = { seq: 1, time: 2, type: 'stdout', text: 'a\n' };

test('each event is a line', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'slight-events-'));
  const path = join(folder.path, 'run.jsonl');
  const file = eventsFile(path, (error) => {
    throw error;
  });
  file.write(event);
  file.write({ ...event, seq: 2 });
  await file.end();
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  assert.deepEqual(
    lines.map((line) => JSON.parse(line) as TraceEvent),
    [event, { ...event, seq: 2 }],
  );
});

test('a file that cannot be written is told of, and events go on', async () => {
  const { promise, resolve } = Promise.withResolvers<Error>();
  const file = eventsFile(join(tmpdir(), 'no-such-folder', 'run.jsonl'), resolve);
  file.write(event);
  assert.match((await promise).message, /ENOENT/);
  file.write(event);
  await file.end();
});
