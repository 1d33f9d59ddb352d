/* global WebAssembly, process */
// a legacy guest by Node alone: what it costs to start one
import { readFileSync } from 'node:fs';
import { WASI } from 'node:wasi';
const wasi = new WASI({ version: 'preview1', args: ['hello'] });
const module = new WebAssembly.Module(readFileSync(process.argv[2]));
process.exit(wasi.start(new WebAssembly.Instance(module, wasi.getImportObject())));
