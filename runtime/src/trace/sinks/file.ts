/** `--trace FILE`: a line of JSON for each event. */
import { closeSync, fstatSync, ftruncateSync, openSync, statSync } from 'node:fs';
import { Mistake } from '../../mistake.ts';
import { writeAll } from '../../output.ts';
import { asMistake, systemCode, tell } from '../../system-error.ts';
import type { Sink } from '../trace.ts';
import { printableLine } from '../../terminal/printable.ts';

/**
 * Writes each event at once: what a killed runtime traced is in the file. A new one is its owner's alone.
 * @param inputs files of the command, which the trace may not take the place of
 * @throws Mistake where the file cannot be written
 */
export function fileSink(file: string, inputs: readonly string[]): Sink & Disposable {
  for (const input of inputs) {
    if (isSame(file, input)) {
      throw new Mistake('usage', `--trace ${file} would write over ${input}. Name another file.`);
    }
  }
  const deed = `The trace cannot be written to ${file}`;
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'w', 0o600);
  } catch (error) {
    throw asMistake(error, {
      deed,
      code: 'trace-unwritable',
      elsewhere: 'name another file',
      sentences: { EISDIR: `--trace ${file} is a folder. Name a file in it.` },
    });
  }
  const close = () => {
    if (descriptor !== undefined) closeSync(descriptor);
    descriptor = undefined;
  };
  // a file ends with a whole line, also where the disk was full in the middle of one
  let whole = 0;
  return {
    accept(event) {
      if (descriptor === undefined) return;
      const line = Buffer.from(JSON.stringify(event) + '\n');
      try {
        writeAll(descriptor, line);
        whole += line.length;
      } catch (error) {
        if (systemCode(error) === undefined) throw error;
        if (fstatSync(descriptor).isFile()) ftruncateSync(descriptor, whole);
        close();
        // the guest's work is worth more than the account of it
        const told = tell(error, { deed: `The trace in ${file} ends here, and the run goes on` }) ?? '';
        process.stderr.write(`slight: ${printableLine(told)}\n`);
      }
    },
    [Symbol.dispose]: close,
  };
}

function isSame(file: string, other: string): boolean {
  try {
    const [one, two] = [statSync(file, { bigint: true }), statSync(other, { bigint: true })];
    return one.isFile() && one.dev === two.dev && one.ino === two.ino;
  } catch {
    // one that is not there, or cannot be looked at, is told of where it is opened
    return false;
  }
}
