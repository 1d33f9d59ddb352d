/** Miniflare with the worker beside it. `node miniflare.ts PORT` */
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** As much of it as is used here: whoever checks our types need not have installed it. */
interface Module {
  readonly Miniflare: new (options: Readonly<Record<string, unknown>>) => { readonly ready: Promise<URL> };
}

const name = 'miniflare';
const { Miniflare } = (await import(name)) as Module;
const script = await readFile(path.join(import.meta.dirname, 'worker.js'), 'utf8');
await new Miniflare({ modules: true, script, host: '127.0.0.1', port: Number(process.argv[2]) }).ready;
