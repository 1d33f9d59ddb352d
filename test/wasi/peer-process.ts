/**
 * The peer: the same modules on node:wasi, in a process of their own, since what they do may end it.
 * `peer-process.ts TOPIC SKIPPED…` prints an outcome a line, as JSON, and before each that its case begins.
 */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { WASI } from 'node:wasi';
import { guestBytes } from '../runtime/guests.ts';
import { given, judge, temporary } from './cases.ts';
import type { Ended } from './cases.ts';

const [topic = '', ...skipped] = process.argv.slice(2);
const module = await WebAssembly.compile((await guestBytes(`wasi-${topic}`)) as Uint8Array<ArrayBuffer>);
for (const name of run('list').stdout.split('\n').filter(Boolean)) {
  if (skipped.includes(name)) continue;
  console.log(JSON.stringify({ begins: `${topic}/${name}` }));
  console.log(JSON.stringify(judge(topic, name, run(name))));
}

function run(name: string): Ended {
  using box = given(name);
  const folder = mkdtempSync(path.join(temporary, 'slight-peer-'));
  const files = ['out', 'err'].map((one) => path.join(folder, one));
  const isPolled = name === 'poll_streams';
  const opened = isPolled ? [] : [openSync('/dev/null', 'r'), ...files.map((one) => openSync(one, 'w'))];
  // its poll takes no files for streams, so there it has those of this process, and its code has to do
  const [stdin = 0, stdout = 1, stderr = 2] = opened;
  const { args, environment, folders } = box;
  const wasi = new WASI({
    version: 'preview1',
    args: [...args],
    env: { ...environment },
    preopens: { ...folders },
    returnOnExit: true,
    ...{ stdin, stdout, stderr },
  });
  let end: Pick<Ended, 'code' | 'error'>;
  try {
    const instance = new WebAssembly.Instance(module, wasi.getImportObject() as WebAssembly.Imports);
    end = { code: wasi.start(instance) };
  } catch (error) {
    end = { code: undefined, error: String(error) };
  }
  for (const descriptor of opened) {
    try {
      closeSync(descriptor);
    } catch {
      // the guest closed it: node:wasi gives it the descriptor itself
    }
  }
  const said = isPolled
    ? ['', `${end.code === 0 ? 'ok' : 'not ok'} ${name}\n`]
    : files.map((one) => readFileSync(one, 'utf8'));
  rmSync(folder, { recursive: true });
  return { ...end, stdout: said[0] ?? '', stderr: said[1] ?? '' };
}
