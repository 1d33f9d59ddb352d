import type { Span } from '@slight/text/span.ts';
import type { AppProblem, KnownModule } from './known.ts';

/** Files that a checkout writes within this many milliseconds have no order. */
const moment = 1000;

/**
 * A module that was built before its sources were last changed. Nothing in the slightfile is at fault, so that it stands
 * where nothing is written.
 * @param slightfile its text
 */
export function staleModule(
  { uri, name, time, newestSource }: KnownModule,
  slightfile: string,
): AppProblem | undefined {
  if (!newestSource || newestSource.time - time < moment) return undefined;
  return {
    code: 'stale-module',
    severity: 'information',
    span: emptyLine(slightfile),
    build: true,
    unnecessary: false,
    message: `${name} is older than ${newestSource.name}. Build it again before the run.`,
    uri,
  };
}

/** The first line without anything, else the end. */
function emptyLine(text: string): Span {
  const found = /(^|\n)[ \t]*(?:\r?\n|$)/.exec(text);
  const start = found ? found.index + (found[1] ?? '').length : text.length;
  return { start, end: start };
}
