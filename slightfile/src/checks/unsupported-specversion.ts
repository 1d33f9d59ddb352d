import type { Problem } from '../problem.ts';
import type { CheckContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';
import { replaceText } from '../edits/edits.ts';
import { likelyVersion } from './missing-specversion.ts';
import { quote } from '@slight/text/words.ts';

/** A format that there is not. */
export function* unsupportedSpecversion(context: CheckContext): Iterable<Problem> {
  const { specversion } = context.slightfile;
  if (!specversion || context.version !== undefined) return;
  const version = likelyVersion(context);
  const message = `There is no slightfile format ${quote(specversion.value)}: it is "0.1" or "0.2". This file looks like "${version}".`;
  yield problem('unsupported-specversion', 'error', specversion.span, message, [
    { title: `Change to "${version}"`, edits: [replaceText(specversion, version)], preferred: true },
  ]);
}
