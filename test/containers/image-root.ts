/** The root folder of an image, filled with programs of this machine and all that they need there. */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Copies a program, with the shared libraries that it is linked to. */
export function addProgram(root: string, program: string, target = program): void {
  const copy = (source: string, to: string) => {
    mkdirSync(path.dirname(path.join(root, to)), { recursive: true });
    cpSync(realpathSync(source), path.join(root, to));
  };
  copy(program, target);
  chmodSync(path.join(root, target), 0o755);
  const libraries = execFileSync('ldd', [program], { encoding: 'utf8' }).match(/\/\S+/g) ?? [];
  for (const library of libraries) copy(library, library);
}

/** Writes a script that can be started; its first line names what runs it. */
export function addScript(root: string, target: string, text: string): void {
  const file = path.join(root, target);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, 0o755);
}

/** Adds users of the system, by their names and numbers, each with a group of its own. */
export function addUsers(root: string, users: Readonly<Record<string, number>>): void {
  const lines = (line: (name: string, id: number) => string) =>
    Object.entries({ root: 0, ...users })
      .map(([name, id]) => `${line(name, id)}\n`)
      .join('');
  mkdirSync(path.join(root, 'etc'), { recursive: true });
  writeFileSync(
    path.join(root, 'etc/passwd'),
    lines((name, id) => `${name}:x:${id}:${id}::/:/bin/sh`),
  );
  writeFileSync(
    path.join(root, 'etc/group'),
    lines((name, id) => `${name}:x:${id}:`),
  );
}

/** Where `addPackage` puts packages. */
export const modules = '/opt/node_modules';

/** Adds this Node, and a package of npm with all that it depends on. `from`: the node_modules that has them. */
export function addPackage(root: string, from: string, name: string): void {
  addProgram(root, process.execPath, '/usr/local/bin/node');
  for (const folder of closure(from, name)) {
    cpSync(path.join(from, folder), path.join(root, modules, folder), {
      recursive: true,
      verbatimSymlinks: true,
      // maps, types and sources are a third of it
      filter: (file) => !/\.(map|md|ts)$/.test(file),
    });
  }
}

/** A package and those that it needs, as folders of a node_modules; one inside another comes with that. */
function closure(from: string, name: string): ReadonlySet<string> {
  const top = new Set<string>();
  const visit = (folder: string) => {
    const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
      readFileSync(path.join(from, folder, 'package.json'), 'utf8'),
    ) as Record<string, Record<string, string> | undefined>;
    for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const nested = path.join(folder, 'node_modules', needed);
      if (existsSync(path.join(from, nested))) visit(nested);
      // what is optional may not be there
      else if (!top.has(needed) && existsSync(path.join(from, needed))) add(needed);
    }
  };
  const add = (folder: string) => {
    top.add(folder);
    visit(folder);
  };
  add(name);
  return top;
}
