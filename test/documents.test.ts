/** What the project's own documents name is there. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';

const root = path.join(import.meta.dirname, '..');

const pages = ['CONTRIBUTING.md', 'SECURITY.md', ...found('docs/*.md')];

suite('every path of the repository in a document is there', () => {
  for (const document of [...pages, 'test/fixtures/slightfiles/README.md']) {
    test(document, () => {
      assert.deepEqual(
        pathsIn(textOf(document)).filter((name) => !isThere(name)),
        [],
      );
    });
  }

  test('and there are many', () => {
    for (const document of ['CONTRIBUTING.md', 'docs/architecture.md', 'SECURITY.md'])
      assert.ok(pathsIn(textOf(document)).length > 10, document);
  });
});

suite('every script of npm that is told of is there', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Readonly<Record<string, string>> };
  for (const file of [
    ...pages,
    '.ci/run',
    '.github/workflows/ci.yml',
    '.vscode/tasks.json',
    '.devcontainer/devcontainer.json',
  ]) {
    test(file, () => {
      const named = Array.from(
        textOf(file).matchAll(/\bnpm run ([a-z:]+)|"script": "([a-z:]+)"/g),
        ([, run, script]) => run ?? script ?? '',
      );
      assert.deepEqual(
        named.filter((name) => !Object.hasOwn(scripts, name)),
        [],
      );
    });
  }
});

suite('every link to a file leads to one', () => {
  for (const document of ['README.md', ...pages]) {
    test(document, () => {
      const targets = Array.from(
        textOf(document).matchAll(/\]\(([^)\s#]+)[^)]*\)/g),
        ([, target = '']) => target,
      )
        .filter((target) => !/^[a-z]+:/.test(target))
        .map((target) => path.posix.join(path.posix.dirname(document), target));
      assert.deepEqual(
        targets.filter((target) => found(target).length === 0),
        [],
      );
    });
  }
});

function textOf(document: string): string {
  return readFileSync(path.join(root, document), 'utf8');
}

/**
 * What stands between backticks and is a path: it ends as the files of this repository do, or in a slash. A part in
 * angle brackets stands for anything, and what a build or a run makes is left out.
 */
function pathsIn(text: string): readonly string[] {
  return Array.from(text.matchAll(/`([^`\n]+)`/g), ([, code = '']) => code)
    .filter((code) => /^\.{0,2}[\w<][\w<>.*/-]*$/.test(code))
    .filter((code) => /\/$|[\w>]\.(ts|js|json|md|yml|wit)$/.test(code))
    .filter((code) => !/^(\.cache|\.slight|dist|node_modules|target|build|deps)\//.test(code));
}

const all = ['**/*', '.*', '.*/**/*'].flatMap(found).map((file) => file.replaceAll(path.sep, '/'));

/** From the root on, or below a folder that the sentence is about. */
function isThere(name: string): boolean {
  const pattern = name.replaceAll(/<[\w-]+>/g, '*').replace(/\/$/, '');
  return all.some((file) => path.matchesGlob(file, pattern) || path.matchesGlob(file, `**/${pattern}`));
}

function found(pattern: string): readonly string[] {
  return globSync(pattern, { cwd: root, exclude: ['**/node_modules', '.cache', 'dist', '.git'] });
}
