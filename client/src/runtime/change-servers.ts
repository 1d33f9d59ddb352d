/** Starts servers that stay, with `slight up`, and stops them, with `slight down`. Knows nothing of VS Code. */
import { startRuntime, type RuntimeEnd, type RuntimeOptions } from '@slight/runtime/child/runtime.ts';
import { capabilityOf, type BackendEvent } from './backend-event.ts';

export interface ServersChangeOptions extends Omit<RuntimeOptions, 'onEvent' | 'onOutput'> {
  /** Told how it goes on. */
  readonly onProgress?: (event: BackendEvent) => void;
}

/** What `slight up` or `slight down` did. */
export interface ServersChanged {
  /** What it printed, line by line, without its progress. */
  readonly lines: readonly string[];
  /** Why not all is as it was asked for, in a sentence; absent where it is, or where it was stopped. */
  readonly failure?: string;
  /** Where it failed because the runtime could not be started, the error of that. */
  readonly error?: Error;
}

export interface ServersChange {
  /** Settles, and never rejects, when it has ended. */
  readonly ended: Promise<ServersChanged>;
  /** What it had started is stopped with it. */
  stop(): void;
}

export function changeServers({ onProgress, ...options }: ServersChangeOptions): ServersChange {
  const events = new Map<string, BackendEvent>();
  let output = '';
  const runtime = startRuntime({
    ...options,
    onEvent(event) {
      if (event.type !== 'backend') return;
      // at the end each is told to be kept, or to be stopped after all
      if (event.state !== 'kept') events.set(capabilityOf(event), event);
      onProgress?.(event);
    },
    onOutput: (text) => (output += text),
  });
  return {
    ended: runtime.ended.then((end) => {
      const lines = output.split('\n').filter((line) => line !== '' && !line.startsWith('slight  '));
      const failure = failureOf(end, events, lines);
      return {
        lines,
        ...(failure !== undefined && { failure }),
        ...(end.kind === 'failed' && { error: end.error }),
      };
    }),
    stop: () => void runtime.stop(),
  };
}

function failureOf(
  end: RuntimeEnd,
  events: ReadonlyMap<string, BackendEvent>,
  lines: readonly string[],
): string | undefined {
  if (end.kind === 'stopped' || (end.kind === 'exited' && end.code === 0)) return undefined;
  if (end.kind === 'failed') return `The runtime could not be started: ${end.error.message}.`;
  const said = lines
    .filter((line) => line.startsWith('slight: '))
    .map((line) => line.slice('slight: '.length));
  const refused = events.values().find(({ state, rung }) => state === 'ready' && rung === 'embedded');
  const reasons = refused?.reasons ?? [];
  const sentences = [
    ...said,
    ...(refused ? [`${refused.resource} has no server. ${reasons.join(' ')}`] : []),
  ];
  return sentences.join(' ') || `It ended with exit code ${end.code}.`;
}
