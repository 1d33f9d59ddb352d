/** Reads guests' sources, in all of their languages: which capabilities they open, by which names. */
import { cSites } from './c.ts';
import { csharpSites } from './csharp.ts';
import { goSites } from './go.ts';
import { javascriptSites } from './javascript.ts';
import { lex } from './lex.ts';
import { textOf } from './literal.ts';
import { pythonSites } from './python.ts';
import type { GuestLanguage, Opening, Reading } from './reading.ts';
import { rustSites } from './rust.ts';
import type { Site } from './site.ts';
import type { Tokens } from './tokens.ts';

/**
 * False where a source certainly opens nothing. It looks for two words and reads nothing, so that a workspace of
 * sources that have nothing to do with capabilities costs little.
 */
export function mayOpen(text: string): boolean {
  return verbs.test(text) && nouns.test(text);
}

/** What every opening call has in its name; in C#, where it is a constructor, the namespace … */
const verbs = /open|connect|container|SpiderLightning/i;
/** … and what its interface or its type has; in Python, the module of all interfaces; in JavaScript, some globals. */
const nouns =
  /key_?value|kv|mq|blob|messaging|pubsub|lock|configs|sql|\.imports|\b(?:pub|sub|container)\s*\??\.\s*open/i;

/** The openings of a source. They are those that are certain: what is not understood is not among them. */
export function readSource(text: string, language: GuestLanguage): Reading {
  const tokens = lex(text, language);
  const openings = sitesOf(tokens).map(({ kinds, callee, argument }): Opening => {
    const text = argument && (argument.isWhole || argument.otherLength) && textOf(tokens, argument.literal);
    if (!text) return { kinds, callee };
    const { otherLength, echoes, isFixed } = argument;
    if (otherLength) return { kinds, callee, mismatch: { text: text.value, ...otherLength } };
    return { kinds, callee, name: text, ...(echoes && { echoes }), ...(isFixed && { isFixed }) };
  });
  return { openings };
}

/** The calls that open something, with what they are given. */
export function sitesOf(tokens: Tokens): readonly Site[] {
  return readers[tokens.language](tokens);
}

const readers: Readonly<Record<GuestLanguage, (tokens: Tokens) => readonly Site[]>> = {
  rust: rustSites,
  c: cSites,
  cpp: cSites,
  csharp: csharpSites,
  javascript: javascriptSites,
  typescript: javascriptSites,
  go: goSites,
  python: pythonSites,
};
