import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportText, type ReportFacts } from './report.ts';

const facts: ReportFacts = {
  versions: { Slight: '0.1.0', 'VS Code': '1.105.0' },
  settings: {},
  machine: {
    containers: { reason: 'No container engine is there.' },
    programs: [{ title: 'Redis', command: 'redis-server', place: '/home/ada/bin/redis-server' }],
  },
  slightfiles: [],
  log: '',
  home: '/home/ada',
};

const log = (...entries: readonly string[]) =>
  entries.map((entry) => `2026-11-28 09:00:00.123 ${entry}\n`).join('');

test('versions, settings, what is on the machine, resources and the log', () => {
  assert.equal(
    reportText({
      ...facts,
      settings: { 'slight.runtime.backends': 'local' },
      slightfiles: [
        {
          path: 'shop/slightfile.toml',
          resources: ['keyvalue.redis', 'http', 'keyvalue.redis'],
          servers: ['Redis, a local server on 127.0.0.1:1'],
          run: {
            served: [
              {
                resource: 'keyvalue.redis',
                name: 'a',
                by: 'keyvalue.redis',
                rung: 'local',
                address: '127.0.0.1:1',
              },
              { resource: 'keyvalue.redis', name: 'b', by: 'keyvalue.filesystem', rung: 'embedded' },
              { resource: 'configs.envvars', name: 'c', by: 'configs.envvars', rung: 'given' },
            ],
          },
        },
        { path: 'b/slightfile.toml', resources: [], servers: [], run: { served: [] } },
        { path: 'c/slightfile.toml', resources: [], servers: [], run: { served: undefined } },
      ],
      log: log('[info] Ready', '[error] Error: no\n    at x (y.ts:1)'),
    }),
    `### Versions
- Slight: 0.1.0
- VS Code: 1.105.0
### Settings
- slight.runtime.backends: "local"
### Machine
- Containers: No container engine is there.
- redis-server: ~/bin/redis-server
### Slightfiles
- shop/slightfile.toml: keyvalue.redis ×2, http
  - up: Redis, a local server on 127.0.0.1:1
  - runs: keyvalue.redis, local at 127.0.0.1:1
  - runs: keyvalue.redis by keyvalue.filesystem, embedded
  - runs: configs.envvars
- b/slightfile.toml: no capability
  - runs
- c/slightfile.toml: no capability
  - runs, and answers nothing: its guest computes
### Log
\`\`\`text
2026-11-28 09:00:00.123 [info] Ready
2026-11-28 09:00:00.123 [error] Error: no
    at x (y.ts:1)
\`\`\`
`,
  );
});

test('where nothing is known, that is said', () => {
  const text = reportText({ ...facts, machine: 'Not asked: the workspace is not trusted.' });
  assert.match(text, /### Settings\nNothing of slight\.\* is set\.\n### Machine\nNot asked: /);
  assert.match(text, /### Slightfiles\nThere is none in this workspace\.\n/);
});

test('a slightfile that nothing is told of has capabilities that are not known, and not none', () => {
  const slightfiles = [{ path: 'a.toml', resources: undefined, servers: [] }];
  const text = reportText({ ...facts, machine: 'Not looked at: the workspace is not trusted.', slightfiles });
  assert.match(text, /### Slightfiles\n- a\.toml: not known\n### Log/);
});

test('of arguments only the names of options are told', () => {
  const settings = { 'slight.runtime.arguments': ['--env', 'A=hunter2', '--env=B=hunter2', '-q', 'hunter2'] };
  const text = reportText({ ...facts, settings });
  assert.match(text, /arguments: \["--env","••••","--env","-q","••••"\]/);
  assert.doesNotMatch(text, /hunter2/);
});

test('what only a trace shows is left out, with all its lines', () => {
  const text = reportText({
    ...facts,
    log: log('[info] a', '[trace] {"text":"hunter2"}\nhunter2', '[debug] hunter2', '[warning] b'),
  });
  assert.doesNotMatch(text, /hunter2/);
  assert.match(text, /\[info\] a\n.*\[warning\] b\n```/);
});

test('the last hundred lines of a long log', () => {
  const text = reportText({ ...facts, log: log(...Array.from({ length: 500 }, (_, n) => `[info] n${n}`)) });
  assert.match(text, /```text\n.*n400\n/);
  assert.match(text, /n499\n```/);
});
