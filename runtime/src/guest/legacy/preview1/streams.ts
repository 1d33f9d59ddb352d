/** The guest's standard streams as descriptors 0, 1 and 2. */
import { fstatSync } from 'node:fs';
import type { GuestIo } from '../../guest.ts';
import { outputTo, stdin } from '../../io/stdio.ts';
import type { Input } from '../../../io/stream.ts';
import { filetype, right } from './numbers.ts';
import type { InputEntry, OutputEntry } from './table.ts';

const always = right.fdFdstatSetFlags | right.fdFilestatGet | right.pollFdReadwrite;

export function standardStreams(io: GuestIo): [InputEntry, OutputEntry, OutputEntry] {
  return [input(io.stdin), output(io.stdout, 1), output(io.stderr, 2)];
}

function input(target: GuestIo['stdin']): InputEntry {
  let input: Input | undefined;
  return {
    kind: 'input',
    base: always | right.fdRead,
    inheriting: 0,
    flags: 0,
    // nothing is as it is in /dev/null
    type: target === 'empty' ? filetype.characterDevice : typeOf(0),
    // the runtime's own is not touched before the guest asks for it
    input: () => (input ??= stdin(target)),
  };
}

function output(target: GuestIo['stdout'], descriptor: 1 | 2): OutputEntry {
  return {
    kind: 'output',
    base: always | right.fdWrite,
    inheriting: 0,
    flags: 0,
    // what is handed over is a terminal, so that C libraries write line by line and it is seen while the guest runs
    type: target === 'inherit' ? typeOf(descriptor) : filetype.characterDevice,
    output: outputTo(target, descriptor),
  };
}

function typeOf(descriptor: number): number {
  try {
    const stat = fstatSync(descriptor);
    if (stat.isCharacterDevice()) return filetype.characterDevice;
    return stat.isFile() ? filetype.regularFile : filetype.unknown;
  } catch {
    // it was closed before the runtime started
    return filetype.unknown;
  }
}
