/**
 * Topics, objects, locks, keys and statements have names too, often the very name of what they are in. None of them is a
 * capability's: not where names are found, renamed, completed and counted, and not where one is said to be wrong.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openingAt } from '../sources/opening-at.ts';
import { appOf, uriIn } from '../testing/app.ts';
import type { TestApp } from '../testing/app.ts';
import { referenceLenses } from './code-lens.ts';
import { nameHover } from './hover.ts';
import { definition, highlights, references } from './navigation.ts';
import { nameProblems } from './problems.ts';
import { prepareRename, rename } from './rename.ts';

interface Sample {
  readonly resource: string;
  /** The calls that are no openings, with NAME for a name. */
  readonly rust: readonly string[];
  readonly python: readonly string[];
  /** What opens it, in each language. */
  readonly open: { readonly rust: string; readonly python: string };
  readonly imports: { readonly rust: string; readonly python: string };
}

const samples: Readonly<Record<string, Sample>> = {
  topics: {
    resource: 'messaging.nats',
    open: { rust: 'Sub::open("NAME")', python: 'messaging.Sub.open("NAME")' },
    imports: {
      rust: 'use app::spiderlightning::messaging::messaging::{Pub, Sub};',
      python: 'from wit_world.imports import messaging',
    },
    rust: ['one.subscribe("NAME")', 'one.receive("NAME")', 'publisher.publish(b"x", "NAME")'],
    python: ['one.subscribe("NAME")', 'one.receive("NAME")', 'publisher.publish(b"x", "NAME")'],
  },
  objects: {
    resource: 'blobstore.filesystem',
    open: { rust: 'Container::open("NAME")', python: 'blob_store.Container.open("NAME")' },
    imports: {
      rust: 'use app::spiderlightning::blob_store::blob_store::Container;',
      python: 'from wit_world.imports import blob_store',
    },
    rust: ['one.read_object("NAME")', 'one.write_object("NAME")', 'one.copy_object("NAME", "other")'],
    python: ['one.read_object("NAME")', 'one.write_object("NAME")', 'one.copy_object("NAME", "other")'],
  },
  'containers to copy from': {
    resource: 'blobstore.filesystem',
    open: { rust: 'blobstore::get_container("NAME")', python: 'blobstore.get_container("NAME")' },
    imports: {
      rust: 'use app::wasi::blobstore::blobstore;',
      python: 'from wit_world.imports import blobstore',
    },
    rust: ['blobstore::copy_object(&ObjectId { container: "NAME", object: "NAME" }, &to)'],
    python: ['blobstore.copy_object(ObjectId("NAME", "NAME"), to)'],
  },
  locks: {
    resource: 'distributed_locking.filesystem',
    open: {
      rust: 'DistributedLocking::open("NAME")',
      python: 'distributed_locking.DistributedLocking.open("NAME")',
    },
    imports: {
      rust: 'use app::spiderlightning::distributed_locking::distributed_locking::DistributedLocking;',
      python: 'from wit_world.imports import distributed_locking',
    },
    rust: ['one.lock(b"NAME")', 'one.lock_with_time_to_live("NAME".as_bytes(), 5)', 'one.unlock(b"NAME")'],
    python: ['one.lock("NAME".encode())', 'one.lock_with_time_to_live(b"NAME", 5)'],
  },
  statements: {
    resource: 'sql.sqlite',
    open: { rust: 'Sql::open("NAME")', python: 'sql.Sql.open("NAME")' },
    imports: {
      rust: 'use app::spiderlightning::sql::sql::{Sql, Statement};',
      python: 'from wit_world.imports import sql',
    },
    rust: ['one.query(&Statement::prepare("NAME", &[]))'],
    python: ['one.query(sql.Statement.prepare("NAME", []))'],
  },
  'keys of configs': {
    resource: 'configs.envvars',
    open: { rust: 'Configs::open("NAME")', python: 'configs.Configs.open("NAME")' },
    imports: {
      rust: 'use app::spiderlightning::configs::configs::Configs;',
      python: 'from wit_world.imports import configs',
    },
    rust: ['one.get("NAME")', 'one.set("NAME", b"NAME")'],
    python: ['one.get("NAME")', 'one.set("NAME", b"NAME")'],
  },
};

const languages = { rust: 'src/main.rs', python: 'app.py' } as const;
type Written = keyof typeof languages;

/** @param name what is opened; `other` is what the calls beside have; a cursor may be drawn in either */
function appWith(sample: Sample, language: Written, name: string, other: string): TestApp {
  const calls = sample[language].map((call) => call.replaceAll('NAME', other));
  const open = `one = ${sample.open[language].replaceAll('NAME', name)}`;
  const text = `${[sample.imports[language], open, ...calls].join('\n')}\n`;
  const cursor = text.indexOf('|');
  // what has the name several times has one cursor
  const source = text.replaceAll('|', (mark, at) => (at === cursor ? mark : ''));
  const declared = `specversion = "0.2"\n[[capability]]\nresource = "${sample.resource}"\nname = "orders"\n`;
  return appOf({ 'slightfile.toml': declared, [languages[language]]: source });
}

for (const [what, sample] of Object.entries(samples)) {
  for (const language of Object.keys(languages) as Written[]) {
    const file = languages[language];
    describe(`${what} in ${language}`, () => {
      test('are not among the references, nor changed by a rename', () => {
        const at = appWith(sample, language, 'or|ders', 'orders');
        const found = references(at.names, at.uri, at.position, { includeDeclaration: true });
        assert.deepEqual(
          found.map(({ uri }) => uri),
          [uriIn('slightfile.toml'), uriIn(file)],
        );
        assert.equal(highlights(at.names, at.uri, at.position).length, 1);
        const renaming = rename(at.names, at.uri, at.position, 'purchases');
        assert.ok(renaming && 'edits' in renaming);
        const edits = (renaming.edits.get(uriIn(file)) ?? []).map(({ range, text }) => ({
          range,
          newText: text,
        }));
        const renamed = appWith(sample, language, 'purchases', 'orders');
        assert.equal(at.applied(file, edits), renamed.documents.get(uriIn(file))?.getText());
      });

      test('lead nowhere, are not renamed, and no name is offered in them', () => {
        const at = appWith(sample, language, 'orders', 'or|ders');
        assert.deepEqual(definition(at.names, at.uri, at.position), []);
        assert.deepEqual(references(at.names, at.uri, at.position, { includeDeclaration: true }), []);
        assert.equal(
          nameHover(at.names, at.uri, at.position, () => undefined),
          null,
        );
        assert.equal(prepareRename(at.names, at.uri, at.position), undefined);
        const document = at.documents.get(at.uri);
        assert.ok(document);
        assert.equal(openingAt(document.getText(), language, document.offsetAt(at.position)), undefined);
      });

      test('are no typos of a name, and open nothing', () => {
        const at = appWith(sample, language, 'orders', 'ordesr');
        const problems = nameProblems(at.names);
        assert.deepEqual(problems.ofSource(uriIn(file)), []);
        assert.deepEqual(problems.ofSlightfile(uriIn('slightfile.toml')), []);
        const unopened = appWith(sample, language, 'carts', 'orders');
        assert.deepEqual(
          nameProblems(unopened.names)
            .ofSource(uriIn(file))
            .map(({ code, name }) => [code, name]),
          [['undeclared-name', 'carts']],
        );
        const lenses = referenceLenses(unopened.names, uriIn('slightfile.toml'), new Set());
        assert.deepEqual(
          lenses.map(({ command }) => command?.title),
          ['0 references'],
        );
      });
    });
  }
}
