/** Writes the events of a run to a file, a line of JSON each, as `slight run --trace` does. Knows nothing of VS Code. */
import { createWriteStream } from 'node:fs';
import type { TraceEvent } from '@slight/runtime/trace/events.ts';

export interface EventsFile {
  write(event: TraceEvent): void;
  /** Resolves when all is written, or cannot be. */
  end(): Promise<void>;
}

/** @param fail told once where the file cannot be written; the run goes on without it */
export function eventsFile(path: string, fail: (error: Error) => void): EventsFile {
  // what is traced is its owner's alone
  const stream = createWriteStream(path, { mode: 0o600 });
  stream.once('error', fail);
  return {
    write(event) {
      if (!stream.destroyed) stream.write(`${JSON.stringify(event)}\n`);
    },
    end: () => new Promise((resolve) => (stream.closed ? resolve() : stream.once('close', resolve).end())),
  };
}
