/** All that can be said of a slightfile from its text: what it says, and what is wrong with it. */
import { blocksOf } from './block.ts';
import { belowHeaders } from './meant/below-header.ts';
import type { CheckContext, PlacedReference, Surroundings } from './checks/check.ts';
import { checks } from './checks/index.ts';
import { isConsequence, misspelledIn } from './meant/misspelled.ts';
import { kinOf } from './kin.ts';
import { sourceOf } from './edits/source.ts';
import { structureOf } from './structure.ts';
import { decode } from '@slight/text/decode.ts';
import { inOrder, problem } from '@slight/text/problem.ts';
import type { Problem } from './problem.ts';
import { readSlightfile } from './read.ts';
import type { Slightfile } from './slightfile.ts';
import { LineIndex } from '@slight/text/span.ts';
import type { Span } from '@slight/text/span.ts';
import { lastFrom } from './toml/lookup.ts';
import { withOldLineEnds } from './toml/old-line-ends.ts';
import { parse } from './toml/parse.ts';
import type { Document } from './toml/tree.ts';

export interface Analysis {
  readonly document: Document;
  readonly slightfile: Slightfile;
  /** In the order of the text. */
  readonly problems: readonly Problem[];
}

/** Never throws, whatever the text; takes time in proportion to its length. */
export function analyze(text: string, surroundings: Surroundings = {}): Analysis {
  const document = parse(text);
  const slightfile = readSlightfile(document);
  const lines = new LineIndex(text);
  const context = contextOf(document, slightfile, lines, surroundings);
  const syntax = document.errors
    .filter(({ span }) => !isConsequence(context.misspelled, document, span))
    .map(({ span, message, fix }) => problem('toml-syntax', 'error', span, message, [fix]));
  const isKnown = known(document);
  const problems = checks.flatMap((check) => [...check(context)]).filter(({ span }) => isKnown(span));
  return {
    document,
    slightfile,
    problems: [...syntax, ...problems].sort(inOrder),
  };
}

/** The same of a file's bytes. Where they are no UTF-8, that is the one problem. */
export function analyzeBytes(bytes: Uint8Array, surroundings: Surroundings = {}): Analysis {
  const { text, problem } = decode(bytes);
  const analysis = analyze(text, surroundings);
  return problem ? { ...analysis, problems: [problem] } : analysis;
}

/**
 * Where the line ends are none, only the syntax. Of a line that cannot be read nothing else is known, nor of those below it up to the next header: what cannot be read
 * may be the header that they stand below.
 */
function known({ text, errors, sections }: Document): (span: Span) => boolean {
  if (withOldLineEnds(text)) return () => false;
  return ({ start }) => {
    const lineEnd = text.indexOf('\n', start);
    const error = lastFrom(errors, lineEnd === -1 ? text.length : lineEnd);
    const section = lastFrom(sections, start);
    return error === undefined || error.span.start < (section?.span.start ?? 0);
  };
}

function contextOf(
  document: Document,
  slightfile: Slightfile,
  lines: LineIndex,
  surroundings: Surroundings,
): CheckContext {
  const blocks = blocksOf(slightfile);
  const version = slightfile.specversion?.value;
  const structure = structureOf(document);
  return {
    ...surroundings,
    document,
    slightfile,
    version: version === '0.1' || version === '0.2' ? version : undefined,
    blocks,
    references: placedReferences(slightfile),
    kin: kinOf(blocks),
    secrets: new Set(slightfile.secrets.flatMap(({ name }) => (name ? [name.value] : []))),
    structure,
    misspelled: misspelledIn(structure),
    below: belowHeaders(document),
    source: sourceOf(document),
    lines,
  };
}

function placedReferences({ capabilities }: Slightfile): readonly PlacedReference[] {
  const placed: PlacedReference[] = [];
  for (const capability of capabilities) {
    for (const { key, value } of capability.configs) {
      if (value === undefined) continue;
      for (const reference of value.references) placed.push({ capability, key, value, reference });
    }
  }
  return placed;
}
