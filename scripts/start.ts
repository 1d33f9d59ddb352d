/**
 * `npm start`: builds slight and the hello guest, and runs it with everything embedded: no server, no container.
 * `npm start http-shop` does so with another example, `npm start messaging -- work` with arguments for its guest.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const [name = 'hello', ...args] = process.argv.slice(2);

step('Building slight', ['scripts/build.ts']);
step(`Building examples/${name}`, ['scripts/build-example.ts', name]);
const command = [
  '-c',
  `examples/${name}/slightfile.toml`,
  'run',
  '--backends',
  'embedded',
  `examples/${name}/${name}.wasm`,
  ...(args.length === 0 ? [] : ['--', ...args]),
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
