/** What the log says of a run that has ended. Knows nothing of VS Code. */
import type { RuntimeEnd } from '@slight/runtime/child/runtime.ts';
import { describeServing } from '../backends/served-by.ts';
import type { BackendEvent } from '../runtime/backend-event.ts';

export interface EndedRun {
  readonly name: string;
  readonly end: RuntimeEnd;
  /** Why it failed, in sentences, where that is known. */
  readonly reason?: string;
  /** The last that was told of each capability. */
  readonly backends: Iterable<BackendEvent>;
}

/** Lines: how it ended, and what served each of its capabilities. */
export function runLog({ name, end, reason, backends }: EndedRun): readonly string[] {
  const why = reason !== undefined && end.kind === 'exited' && end.code !== 0 ? `. ${reason}` : '';
  const lines = [`${summary(end)}${why}`, ...Array.from(backends, describeServing)];
  return lines.map((line) => `${name}: ${line}`);
}

/** `exit code 1` */
export function summary(end: RuntimeEnd): string {
  switch (end.kind) {
    case 'exited':
      return `exit code ${end.code}`;
    case 'stopped':
      return 'stopped';
    case 'failed':
      return `failed: ${end.error.message}`;
  }
}
