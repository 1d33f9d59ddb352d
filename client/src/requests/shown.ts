/** An answer as it is shown: what was asked, the status, the headers, the body. Knows nothing of VS Code. */
import { laidOut, sizeOf, textIn } from './body.ts';
import type { Answer, OutgoingRequest } from './request.ts';

export interface Shown {
  /** In the language `slight-answer`. */
  readonly text: string;
  /** What the body is, where it is not shown: `3.4 MB of image/png`. */
  readonly unshown?: string;
}

/** The longest body that an editor is given, in bytes. */
const longest = 4_000_000;

export function shown({ method, url }: OutgoingRequest, answer: Answer): Shown {
  const { status, statusText, headers, body, duration } = answer;
  const type = headers.find(([name]) => name === 'content-type')?.[1] ?? '';
  const text = body.length > longest ? undefined : textIn(body, type);
  const size = sizeOf(body.length);
  const unshown = `${size} of ${type || (body.length > longest ? 'data' : 'binary data')}`;
  const lines = [
    `# ${method} ${url}: ${size} in ${Math.round(duration)} ms`,
    `${status} ${statusText}`.trimEnd(),
    ...headers.map(([name, value]) => `${name}: ${value}`),
    '',
    text === undefined ? `# ${unshown}` : laidOut(text, type),
  ];
  return { text: lines.join('\n'), ...(text === undefined && { unshown }) };
}
