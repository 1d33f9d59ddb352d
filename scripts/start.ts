/**
 * `npm start`: builds slight and the hello guest, and runs it with everything embedded: no server, no container.
 * `npm start http-shop` does so with another example, `npm start messaging -- work` with arguments for its guest.
 */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const [name = 'hello', ...args] = process.argv.slice(2);

const examples = globSync('examples/*/slightfile.toml', { cwd: root }).map((file) =>
  path.basename(path.dirname(file)),
);
if (!examples.includes(name)) {
  console.error(`There is no example ${name}. There are: ${examples.sort().join(', ')}.`);
  process.exit(1);
}
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
// Ctrl-C is the app's: it may have something to end, and is waited for
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.exit(node(['dist/slight.mjs', ...command]));

function step(title: string, args: readonly string[]): void {
  console.log(`${title} …`);
  const code = node(args);
  if (code !== 0) process.exit(code);
}

function node(args: readonly string[]): number {
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
}
