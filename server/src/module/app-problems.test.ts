import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { File } from '../slightfile/file.ts';
import { rangeOf } from '../lsp/ranges.ts';
import { applied, fileOf } from '../testing/marked.ts';
import { appProblems } from './app-problems.ts';
import { appActions } from './diagnostics.ts';
import type { AppProblem, KnownApp, KnownModule, KnownWorld } from './known.ts';

const hour = 3_600_000;

function module(name: string, more: Partial<KnownModule> = {}): KnownModule {
  return { uri: `file:///app/${name}`, name, kind: 'module', imports: [], exports: [], time: hour, ...more };
}

function world(name: string, more: Partial<KnownWorld> = {}): KnownWorld {
  return { uri: 'file:///app/wit/world.wit', name, imports: [], exports: [], complete: true, ...more };
}

const old = { newestSource: { name: 'src/main.rs', time: 2 * hour } };

/** A slightfile with these resources, in the 0.2 format. */
function declaring(...resources: readonly string[]): File {
  const capabilities = resources.map((one) => `\n[[capability]]\nresource = "${one}"\nname = "*"\n`);
  return fileOf(`specversion = "0.2"\n${capabilities.join('')}`);
}

/** `code: what it underlines: message` */
function told(file: File, { modules = [], worlds = [] }: Partial<KnownApp>): readonly string[] {
  return appProblems(file, { modules, worlds }).map((problem) => `${problem.code}: ${shown(file, problem)}`);
}

function shown(file: File, { span, message }: AppProblem): string {
  return `${file.document.getText().slice(span.start, span.end)}: ${message}`;
}

const opening = (imported: string, kind: string, name = 'app.wasm') =>
  `undeclared-import: "0.2": ${name} imports ${imported}, and this file declares no ${kind} capability, so the guest cannot open one. Add a [[capability]] for it.`;

const unused = (resource: string, kind: string, names = 'app.wasm has') =>
  `unused-capability: "${resource}": ${names} no ${kind} interface, so nothing uses this capability.`;

describe('a module imports what is not declared', () => {
  test('each kind once, by its first interface', () => {
    const imports = [
      'wasi_snapshot_preview1',
      'wasi:keyvalue/atomics@0.2.0-draft',
      'wasi:keyvalue/store@0.2.0-draft',
      'spiderlightning:keyvalue/keyvalue@0.6.0',
      'configs',
    ];
    assert.deepEqual(
      told(declaring('messaging.filesystem'), { modules: [module('app.wasm', { imports })] }),
      [
        opening('wasi:keyvalue/store@0.2.0-draft', 'keyvalue'),
        opening('configs', 'configs'),
        unused('messaging.filesystem', 'messaging'),
      ],
    );
  });

  test('what it is told with', () => {
    const [problem] = appProblems(declaring(), {
      modules: [module('app.wasm', { imports: ['kv'] })],
      worlds: [],
    });
    assert.equal(problem?.severity, 'warning');
    assert.equal(problem.declare, 'keyvalue');
    assert.equal(problem.uri, 'file:///app/app.wasm');
    assert.equal(problem.unnecessary, false);
  });

  test('any provider of the kind will do, by old names too', () => {
    const modules = [module('app.wasm', { imports: ['kv', 'pubsub'] })];
    assert.deepEqual(told(declaring('kv.filesystem', 'pubsub.mosquitto'), { modules }), []);
    const file = fileOf('specversion = "0.1"\r\n[[capability]]\r\nname = "keyvalue.redis"\r\n');
    assert.deepEqual(
      appProblems(file, { modules, worlds: [] }).map(({ declare }) => declare),
      ['messaging'],
    );
  });

  test('what needs no name is not missed', () => {
    const imports = [
      'wasi:config/store@0.2.0-rc.1',
      'wasi:http/types@0.2.0',
      'wasi:http/incoming-handler@0.2.0',
      'http-types',
    ];
    assert.deepEqual(told(declaring(), { modules: [module('app.wasm', { imports })] }), []);
  });

  test('a guest that serves, and nothing declares http', () => {
    const serves = 'so nothing is served. Add a [[capability]] for it.';
    const rows: readonly (readonly [Partial<KnownModule>, string])[] = [
      [{ imports: ['http'] }, 'imports http'],
      [{ imports: ['http-server'], exports: ['on-server-init'] }, 'imports http-server'],
      [{ exports: ['memory', 'on-server-init'] }, 'exports on-server-init'],
      [
        { kind: 'component', exports: ['wasi:http/incoming-handler@0.2.3'] },
        'exports wasi:http/incoming-handler@0.2.3',
      ],
      [
        { exports: ['cm32p2|wasi:http/incoming-handler@0.2|handle'] },
        'exports cm32p2|wasi:http/incoming-handler@0.2|handle',
      ],
    ];
    for (const [guest, need] of rows) {
      const found = told(declaring(), { modules: [module('app.wasm', guest)] });
      assert.deepEqual(found, [
        `undeclared-import: "0.2": app.wasm ${need}, and this file declares no http capability, ${serves}`,
      ]);
      assert.deepEqual(told(declaring('http'), { modules: [module('app.wasm', guest)] }), []);
    }
  });

  test('a guest that handles messages, and nothing declares messaging', () => {
    for (const exported of [
      'wasmcloud:messaging/handler@0.2.0',
      'wasi:messaging/incoming-handler@0.2.0-draft',
    ]) {
      const modules = [module('app.wasm', { kind: 'component', exports: [exported] })];
      assert.deepEqual(told(declaring(), { modules }), [
        `undeclared-import: "0.2": app.wasm exports ${exported}, and this file declares no messaging capability, so it is called with no message. Add a [[capability]] for it.`,
      ]);
      assert.deepEqual(told(declaring('messaging.nats'), { modules }), []);
    }
  });

  test('a guest that sends requests, and nothing declares http-client', () => {
    for (const imported of ['http-client', 'wasi:http/outgoing-handler@0.2.0', 'wasi:http/client@0.3.0']) {
      const modules = [module('app.wasm', { imports: [imported] })];
      assert.deepEqual(told(declaring(), { modules }), [
        `undeclared-import: "0.2": app.wasm imports ${imported}, and this file declares no http-client capability, so every request of the guest is refused. Add a [[capability]] for it.`,
      ]);
      assert.deepEqual(told(declaring('http-client'), { modules }), []);
    }
  });

  test('http is declared by a quick fix, under a name that no guest opens', () => {
    const file = fileOf('specversion = "0.2"\n');
    const problems = appProblems(file, {
      modules: [module('app.wasm', { imports: ['http-client'], exports: ['on-server-init'] })],
      worlds: [],
    });
    const everywhere = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const actions = appActions(file, problems, undefined, everywhere, new Set());
    assert.deepEqual(
      actions.map(({ title }) => title),
      ['Declare http-client', 'Declare http'],
    );
    assert.equal(
      applied(file, actions[1]?.edit?.changes?.[file.document.uri] ?? []),
      'specversion = "0.2"\n\n[[capability]]\nresource = "http"\nname = "*"\n',
    );
  });

  test('without a specversion it is told at the first thing, in an empty file at its start', () => {
    const modules = [module('app.wasm', { imports: ['kv'] })];
    const at = (text: string) => appProblems(fileOf(text), { modules, worlds: [] })[0]?.span;
    assert.deepEqual(at(''), { start: 0, end: 0 });
    assert.deepEqual(at('# a comment\n[[secret_settings]]\n'), { start: 12, end: 31 });
  });

  test('nothing is said to be missing while a capability is not known', () => {
    const modules = [module('app.wasm', { imports: ['kv', 'sql'] })];
    const texts = [
      '[[capability]]\nresource = "keyvalue.reddis"\nname = "*"\n',
      '[[capability]]\nresource = ""\n',
      '[[capability]]\n',
      '[[capability]]\nresource = "keyval',
      '[[capability',
      '[[capability]]\nresource = "sql.postgres"\nname = "*"\n\n[[\n',
      '[[capabilty]]\nresource = "keyvalue.redis"\nname = "*"\n',
    ];
    for (const text of texts) {
      assert.deepEqual(told(fileOf(`specversion = "0.2"\n${text}`), { modules }), [], text);
    }
  });
});

describe('a capability that no module can use', () => {
  test('is faded, in each of its blocks', () => {
    const file = declaring('keyvalue.redis', 'keyvalue.filesystem', 'configs.envvars');
    const modules = [module('app.wasm', { imports: ['configs'] })];
    assert.deepEqual(told(file, { modules }), [
      unused('keyvalue.redis', 'keyvalue'),
      unused('keyvalue.filesystem', 'keyvalue'),
    ]);
    const [problem] = appProblems(file, { modules, worlds: [] });
    assert.equal(problem?.severity, 'hint');
    assert.equal(problem.unnecessary, true);
    assert.equal(problem.declare, undefined);
  });

  test('only where none of them uses it', () => {
    const file = declaring('keyvalue.redis', 'sql.postgres');
    const names = ['a.wasm', 'b.wasm', 'c.wasm', 'd.wasm', 'e.wasm'];
    const modules = names.map((name) => module(name, { imports: name === 'd.wasm' ? ['keyvalue'] : [] }));
    assert.deepEqual(told(file, { modules: modules.slice(0, 2) }), [
      unused('keyvalue.redis', 'keyvalue', 'a.wasm and b.wasm have'),
      unused('sql.postgres', 'sql', 'a.wasm and b.wasm have'),
    ]);
    assert.deepEqual(told(file, { modules }), [
      unused('sql.postgres', 'sql', 'a.wasm, b.wasm, c.wasm and 2 more have'),
    ]);
  });

  test('http is used by a guest that exports what serves it', () => {
    const file = declaring('http');
    const serves: readonly Partial<KnownModule>[] = [
      { imports: ['http-server'] },
      { exports: ['memory', 'on-server-init'] },
      { exports: ['on_server_init'] },
      { kind: 'component', exports: ['wasi:http/incoming-handler@0.2.0'] },
      { exports: ['wasi:http/incoming-handler@0.2.0#handle'] },
    ];
    for (const each of serves) assert.deepEqual(told(file, { modules: [module('app.wasm', each)] }), []);
    const client = module('app.wasm', { imports: ['http-client'], exports: ['_start'] });
    assert.deepEqual(told(declaring('http', 'http-client'), { modules: [client] }), [unused('http', 'http')]);
  });
});

describe('a module that is older than its sources', () => {
  const stale = 'stale-module: : app.wasm is older than src/main.rs. Build it again before the run.';

  test('is told to be, and what it opens; what the next build will use is not known', () => {
    const file = declaring('messaging.filesystem');
    const modules = [module('app.wasm', { imports: ['kv'], ...old })];
    assert.deepEqual(told(file, { modules }), [stale, opening('kv', 'keyvalue')]);
    const [problem] = appProblems(file, { modules, worlds: [] });
    assert.equal(problem?.severity, 'information');
    // on the empty line below the specversion, because nothing that is written is at fault
    assert.deepEqual(file.document.positionAt(problem.span.start), { line: 1, character: 0 });
    const actions = (commands: readonly string[]) =>
      appActions(file, [problem], undefined, rangeOf(file, problem.span), new Set(commands));
    assert.deepEqual(actions([]), []);
    const [build] = actions(['workbench.action.tasks.build']);
    assert.equal(build?.command?.command, 'workbench.action.tasks.build');
    assert.equal(build.diagnostics?.[0]?.code, 'stale-module');
  });

  test('is not what a checkout writes within a moment', () => {
    const after = (milliseconds: number) =>
      told(declaring(), {
        modules: [module('app.wasm', { newestSource: { name: 'src/main.rs', time: hour + milliseconds } })],
      });
    assert.deepEqual(after(-1), []);
    assert.deepEqual(after(999), []);
    assert.deepEqual(after(1000), [stale]);
  });

  test('is of no concern where a newer one is there', () => {
    const modules = [
      module('debug.wasm', { imports: ['kv'], ...old }),
      module('app.wasm', { time: 3 * hour, ...old }),
    ];
    assert.deepEqual(told(declaring(), { modules }), []);
    assert.deepEqual(told(declaring('keyvalue.redis'), { modules }), []);
  });
});

describe('worlds', () => {
  const imports = ['spiderlightning:keyvalue/keyvalue@0.6.0'];

  test('tell where there is no module', () => {
    assert.deepEqual(told(declaring('sql.postgres'), { worlds: [world('hello', { imports })] }), [
      opening('spiderlightning:keyvalue/keyvalue@0.6.0', 'keyvalue', 'The world hello'),
      unused('sql.postgres', 'sql', 'The world hello has'),
    ]);
    const serving = world('hello', { exports: ['wasi:http/incoming-handler@0.2.0'] });
    assert.deepEqual(told(declaring('http'), { worlds: [serving] }), []);
  });

  test('leave it to a module that is up to date', () => {
    const app = { modules: [module('app.wasm')], worlds: [world('hello', { imports })] };
    assert.deepEqual(told(declaring(), app), []);
  });

  test('add to a module that is not, and do not say the same', () => {
    const more = [...imports, 'wasi:sql/readwrite@0.2.0'];
    const modules = [module('app.wasm', { imports: ['kv'], ...old })];
    const [, ...rest] = told(declaring('http'), { modules, worlds: [world('hello', { imports: more })] });
    assert.deepEqual(rest, [
      opening('kv', 'keyvalue'),
      opening('wasi:sql/readwrite@0.2.0', 'sql', 'The world hello'),
    ]);
  });

  test('tell only what holds for all of them', () => {
    const worlds = [
      world('one', { imports: [...imports, 'configs'] }),
      world('two', { imports: ['keyvalue'] }),
    ];
    assert.deepEqual(told(declaring('sql.postgres'), { worlds }), [
      opening('spiderlightning:keyvalue/keyvalue@0.6.0', 'keyvalue', 'The world one'),
      unused('sql.postgres', 'sql', 'The worlds one and two have'),
    ]);
  });

  test('tell nothing where one is not known to its end', () => {
    const worlds = [world('hello', { imports }), world('other', { imports, complete: false })];
    assert.deepEqual(told(declaring('sql.postgres'), { worlds }), []);
  });
});

test('an app of which nothing is known has no problems', () => {
  assert.deepEqual(told(declaring('keyvalue.redis'), {}), []);
  assert.deepEqual(told(fileOf(''), {}), []);
});
