import { lastingValues } from '@slight/runtime/providers/lasting.ts';
import type { OpenContext } from '@slight/runtime/providers/provider.ts';

/** What a provider gets in the tests that ask for nothing special. */
export function contextOf(given: Partial<OpenContext> = {}): OpenContext {
  return {
    folder: '',
    beside: '',
    development: true,
    lasting: lastingValues(),
    durable: true,
    signal: new AbortController().signal,
    environment: {},
    progress: () => undefined,
    secret: () => Promise.resolve(undefined),
    secretNames: () => [],
    traceFields: () => [],
    ...given,
  };
}
