/** `npm start`: builds slight and the hello guest, and runs it with everything embedded: no server, no container. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');

step('Building slight', ['scripts/build.ts']);
step('Building examples/hello', ['scripts/build-example.ts', 'hello']);
const command = [
  '-c',
  'examples/hello/slightfile.toml',
  'run',
  '--backends',
  'embedded',
  'examples/hello/hello.wasm',
];
console.log(`$ npx slight ${command.join(' ')}\n`);
process.exit(node(['dist/slight.mjs', ...command]));

function step(title: string, args: readonly string[]): void {
  console.log(`${title} …`);
  const code = node(args);
  if (code !== 0) process.exit(code);
}

function node(args: readonly string[]): number {
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
}
