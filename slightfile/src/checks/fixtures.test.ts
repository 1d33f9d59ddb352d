import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import { analyze } from '../analyze.ts';
import { problemCodes } from '../problem.ts';
import type { Fix } from '@slight/text/problem.ts';
import type { Problem, ProblemCode } from '../problem.ts';
import { applyEdits, surroundingsOf, withoutWants, withWants } from '../testing/fixture.ts';

const root = path.join(import.meta.dirname, '../../../test/fixtures/slightfiles');

for (const folder of [...problemCodes, 'slight'] as const) {
  suite(folder, () => {
    const all = readdirSync(path.join(root, folder)).sort();
    const files = all.filter((file) => file.endsWith('.toml') && !file.endsWith('.golden.toml'));
    if (folder !== 'slight') {
      test('has good and bad fixtures', () => {
        assert.ok(files.some((file) => file.startsWith('bad-')));
        assert.ok(files.some((file) => file.startsWith('good-')));
      });
    }
    for (const file of files) {
      const annotated = readFileSync(path.join(root, folder, file), 'utf8');
      const text = withoutWants(annotated);
      const surroundings = surroundingsOf(text);
      const { problems, document } = analyze(text, surroundings);

      test(`${file}: problems`, () => {
        assert.equal(withWants(text, problems), annotated);
        const found = problems.some(({ code }) => code === folder);
        assert.equal(found, file.startsWith('bad-'), `${folder} is ${found ? '' : 'not '}found`);
        if (folder === 'slight') assert.ok(problems.every(({ severity }) => severity !== 'error'));
      });

      test(`${file}: fixes`, () => {
        const comments = document.comments.map(({ span }) => text.slice(span.start, span.end));
        for (const problem of problems) {
          for (const fix of problem.fixes) {
            const fixed = analyze(applyEdits(text, fix.edits), surroundings);
            assert.ok(
              count(fixed.problems, problem) < count(problems, problem),
              `${fix.title}: ${problem.message}\n${fixed.document.text}`,
            );
            const kept = fixed.document.comments.map(({ span }) =>
              fixed.document.text.slice(span.start, span.end),
            );
            // a comment of another language becomes one
            if (problem.code === 'toml-syntax')
              assert.ok(comments.every((comment) => kept.includes(comment)));
            else assert.deepEqual(kept, comments, fix.title);
            // a fix of the syntax leaves less to read wrongly, any other no more
            const most = document.errors.length - (problem.code === 'toml-syntax' ? 1 : 0);
            assert.ok(fixed.document.errors.length <= most, fixed.document.text);
          }
        }
      });

      if (!file.startsWith('bad-') || folder === 'slight') continue;
      const fixed = fixAll(text, folder);
      const golden = file.replace(/\.toml$/, '.golden.toml');
      test(`${file}: golden`, () => {
        if (fixed === text) assert.ok(!all.includes(golden), `${golden} is there, and nothing is fixed`);
        else assert.equal(fixed, readFileSync(path.join(root, folder, golden), 'utf8'));
      });
    }
  });
}

test('every folder of fixtures is a code', () => {
  const folders = readdirSync(root, { withFileTypes: true }).flatMap((one) =>
    one.isDirectory() ? [one.name] : [],
  );
  assert.deepEqual(folders.sort(), [...problemCodes, 'slight'].sort());
});

/** How many problems there are of the code of this one, with its message. */
function count(problems: readonly Problem[], { code, message }: Problem): number {
  return problems.filter((other) => other.code === code && other.message === message).length;
}

/** The text after the first fix of every problem of a code. */
function fixAll(text: string, code: ProblemCode): string {
  let fixed = text;
  for (let round = 0; round < 20; round++) {
    const fix = firstFix(analyze(fixed, surroundingsOf(text)).problems, code);
    if (!fix) return fixed;
    fixed = applyEdits(fixed, fix.edits);
  }
  assert.fail(`fixes of ${code} do not come to an end`);
}

function firstFix(problems: readonly Problem[], code: ProblemCode): Fix | undefined {
  return problems.find((problem) => problem.code === code && problem.fixes.length > 0)?.fixes[0];
}
