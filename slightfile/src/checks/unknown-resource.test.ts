import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { list } from '@slight/text/words.ts';
import { analyze } from '../analyze.ts';
import { capabilities, resourcesOf } from '../catalogue.ts';

// the fixtures say nothing of what serves a capability: that grows
suite('a capability alone, or with what serves it nowhere, is told what may serve it', () => {
  for (const capability of capabilities) {
    const all = resourcesOf(capability).filter(({ status }) => status !== 'never');
    // where there is only one, that was meant
    if (all.length < 2) continue;
    for (const written of [capability, `${capability}.cosmos_db`]) {
      test(written, () => {
        const problem = problemOf(written);
        const [served, later] = (['served', 'planned'] as const).map((status) =>
          all.filter((one) => one.status === status).map(({ id }) => id),
        );
        assert.ok(served && later);
        assert.equal(
          problem.message,
          `There is no resource "${written}". ${
            served.length === 0
              ? `Use ${list(later, 'or')}; none of them is served yet.`
              : `Use ${list(served, 'or')}${later.length === 0 ? '' : `; ${list(later)} ${later.length === 1 ? 'is' : 'are'} not served yet`}.`
          }`,
        );
        const fixes = problem.fixes.map(({ title }) => title);
        assert.deepEqual(fixes.toSorted(), [...served, ...later].map((id) => `Change to ${id}`).sort());
        assert.ok(served.length === 0 || served.includes(fixes[0]?.replace('Change to ', '') ?? ''));
      });
    }
  }
});

test('the first fix is the one that asks for least', () => {
  assert.equal(problemOf('keyvalue').fixes[0]?.title, 'Change to keyvalue.filesystem');
});

function problemOf(resource: string) {
  const text = `specversion = "0.2"\n[[capability]]\nresource = "${resource}"\nname = "a"\n`;
  const [problem, ...others] = analyze(text).problems;
  assert.ok(problem && others.length === 0);
  return problem;
}
