import type { Span } from '@slight/slightfile/span.ts';
import type { AppProblem, KnownModule } from './known.ts';

/** Files that a checkout writes within this many milliseconds have no order. */
const moment = 1000;

/** A module that was built before its sources were last changed. */
export function staleModule(
  { uri, name, time, newestSource }: KnownModule,
  span: Span,
): AppProblem | undefined {
  if (!newestSource || newestSource.time - time < moment) return undefined;
  return {
    code: 'stale-module',
    severity: 'information',
    span,
    unnecessary: false,
    message: `${name} is older than ${newestSource.name}. Build it again before the run.`,
    uri,
  };
}
