import type { Problem } from '../problem.ts';
import type { Span } from '@slight/text/span.ts';
import type { Document } from '../toml/tree.ts';
import { insertFirst, standsBelow, toTop } from '../meant/below-header.ts';
import type { CheckContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';
import { isMisspelled } from '../meant/misspelled.ts';

/** A file that does not say its format; slight refused it. */
export function* missingSpecversion(context: CheckContext): Iterable<Problem> {
  const { document, structure, source, misspelled } = context;
  if (!structure.missing.some(({ path, key }) => path.length === 0 && key === 'specversion')) return;
  // to correct that one, and to add another, would be two
  if (isMisspelled(misspelled, document.root, 'specversion')) return;
  // while the top of the file is being typed, it may be the very line
  const top = document.sections[1]?.header?.span.start ?? document.text.length;
  if (document.errors.some(({ span }) => span.start < top)) return;

  const below = context.below.find(({ key }) => key === 'specversion');
  if (below) {
    const { span } = below.entry.key;
    yield problem('missing-specversion', 'error', span, standsBelow(below), [toTop(context, below)]);
    return;
  }
  const version = likelyVersion(context);
  yield problem(
    'missing-specversion',
    'error',
    firstThing(document),
    `The file does not say which format it has. Put specversion = "${version}" at its top.`,
    [
      {
        title: `Add specversion = "${version}"`,
        edits: [insertFirst(source, `specversion = "${version}"`)],
        preferred: true,
      },
    ],
  );
}

/** The format that the capabilities have, when the file does not say. */
export function likelyVersion({ blocks }: CheckContext): '0.1' | '0.2' {
  return blocks.length > 0 && blocks.every(({ capability }) => capability.format === '0.1') ? '0.1' : '0.2';
}

/** The first key or header, as a place for what is wrong with the whole file. */
export function firstThing({ sections }: Document): Span {
  const [top, first] = sections;
  return top?.entries[0]?.key.span ?? first?.header?.span ?? { start: 0, end: 0 };
}
