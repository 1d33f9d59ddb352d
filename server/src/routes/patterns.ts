/** Patterns of routes: what they match, and which of them match nothing. */
import { quote } from '@slight/text/words.ts';
import type { Range } from 'vscode-languageserver-types';
import type { AppRoute } from './app-routes.ts';
import type { RouteProblem } from './problem.ts';

/** A pattern without its slash, and parameters without a name. */
export function patternProblems(route: AppRoute): readonly RouteProblem[] {
  const { pattern, base, uri } = route;
  // one with escapes is not the text that stands there
  if (!pattern || !isPlain(pattern.inner, pattern.value)) return [];
  const problem = (range: Range, message: string, title: string, text: string): RouteProblem => ({
    code: 'route-pattern',
    severity: 'warning',
    range,
    message,
    fixes: [{ title, isPreferred: true, uri, edits: [{ range, text }] }],
  });
  const found: RouteProblem[] = [];
  // a base may end in a slash, and a star takes one
  if (base === '' && /^[^/*]/.test(pattern.value)) {
    const whole = `/${pattern.value}`;
    const message = `${quote(pattern.value)} has no / in front, as the path of every request has. Write ${quote(whole)}.`;
    found.push(problem(pattern.inner, message, `Write ${quote(whole)}`, whole));
  }
  for (const { index } of pattern.value.matchAll(/(?<=^|\/):(?=\/|$)/g)) {
    const range = within(pattern.inner, index, 1);
    const message = 'A : begins the name of a part of the path, and this one has no name. Write one: ":id".';
    found.push(problem(range, message, 'Write ":id"', ':id'));
  }
  return found;
}

function isPlain({ start, end }: Range, value: string): boolean {
  return start.line === end.line && end.character - start.character === value.length;
}

function within({ start: { line, character } }: Range, from: number, length: number): Range {
  return {
    start: { line, character: character + from },
    end: { line, character: character + from + length },
  };
}

/** True where every path that `other` matches is matched by `pattern` too. */
export function covers(pattern: string, other: string): boolean {
  const [own, theirs] = [pattern, other].map(segmentsOf);
  if (!own || !theirs) return false;
  for (const [index, segment] of own.entries()) {
    const their = theirs[index];
    // a star and a name take at least one character
    if (segment === '*') return index === own.length - 1 && their !== undefined && their !== '';
    if (their === undefined || their.includes('*')) return false;
    if (/^:./.test(segment) ? their === '' : segment !== their) return false;
  }
  return own.length === theirs.length;
}

/** A / at the end counts for nothing. */
function segmentsOf(pattern: string): readonly string[] {
  const segments = pattern.split('/');
  if (segments.at(-1) === '' && segments.length > 2) segments.pop();
  return segments;
}
