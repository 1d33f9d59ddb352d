/**
 * The open slightfiles whose bytes on disk are no UTF-8. An editor shows such a file as it guesses, and what it hands
 * over is text; a run reads the bytes, and refuses them.
 */
import { readFile, stat } from 'node:fs/promises';
import { decode } from '@slight/text/decode.ts';
import type { Problem } from '@slight/slightfile/problem.ts';
import { LineIndex } from '@slight/text/span.ts';
import { largestText } from './read-facts.ts';

interface Known {
  readonly problem?: Problem;
  /** The same where the editor shows another text than the bytes are. */
  readonly elsewhere?: Problem;
}

export class Encodings {
  /** By path; each is there from the moment that it is looked at. */
  readonly #known = new Map<string, Known>();
  readonly #onChange: () => void;
  #looking: Promise<unknown> = Promise.resolve();

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Looks at a file that was opened, or has changed. */
  look(file: string): void {
    const looking: Known = { ...this.#known.get(file) };
    this.#known.set(file, looking);
    const done = read(file).then((found) => {
      // it was closed or looked at again meanwhile
      if (this.#known.get(file) !== looking) return;
      this.#known.set(file, found);
      if (JSON.stringify(found) !== JSON.stringify(looking)) this.#onChange();
    });
    this.#looking = Promise.all([this.#looking, done]);
  }

  /** Resolves when all that is to be looked at is. */
  async whenLooked(): Promise<void> {
    await this.#looking;
  }

  /** Looks again at those of these files that are open, or at all of them. */
  lookAgain(files: Iterable<string> = this.#known.keys()): void {
    for (const file of [...files]) if (this.#known.has(file)) this.look(file);
  }

  forget(file: string): void {
    this.#known.delete(file);
  }

  /** @param text what the editor shows of it */
  problem(file: string, text: string): Problem | undefined {
    const { problem, elsewhere } = this.#known.get(file) ?? {};
    return elsewhere && problem && text[problem.span.start] !== '\ufffd' ? elsewhere : problem;
  }
}

async function read(file: string): Promise<Known> {
  try {
    if ((await stat(file)).size > largestText) return {};
    const { text, problem } = decode(await readFile(file));
    if (!problem) return {};
    // UTF-16 is a matter of the whole file
    if (text[problem.span.start] !== '\ufffd') return { problem };
    const { line, character } = new LineIndex(text).position(problem.span.start);
    const message = `On disk, this file is not valid UTF-8 at line ${line + 1}, column ${character + 1}, and slight reads nothing else. Save it as UTF-8.`;
    return { problem, elsewhere: { ...problem, span: { start: 0, end: 1 }, message } };
  } catch {
    return {};
  }
}
