import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Declaration, Stores } from '@slight/runtime/app/declarations.ts';
import { declarationsFor, declarations, resolveConfigs } from '@slight/runtime/app/declarations.ts';
import { analyze } from '@slight/slightfile/analyze.ts';
import { capabilities, findConfig, resources } from '@slight/slightfile/catalogue.ts';
import { withoutWants } from '@slight/slightfile/testing/fixture.ts';
import fc from 'fast-check';
import { after, offered, titles } from '../../testing/act.ts';

const title = 'Migrate to specversion 0.2';
const migrate = (text: string) => after(`|${text}`, title, ['refactor.rewrite']);

const errors = (text: string) =>
  analyze(text).problems.flatMap(({ severity, message }) => (severity === 'error' ? [message] : []));

test('a whole file is brought into the 0.2 format, with its comments and order', () => {
  const text = `# An app
specversion = "0.1" # the old one
secret_store = "configs.usersecrets"

[[secret_settings]]
name = "AZURE_STORAGE_KEY"
value = "v1:x"

[[capability]]
name = "kv.azblob" # the store

# settings
[[capability]]
name = "configs.envvars"
`;
  assert.equal(
    migrate(text),
    `# An app
specversion = "0.2" # the old one

[[secret_settings]]
name = "AZURE_STORAGE_KEY"
value = "v1:x"

[[capability]]
resource = "keyvalue.azblob" # the store
name = "*"
[capability.configs]
AZURE_STORAGE_KEY = "\${usersecrets.AZURE_STORAGE_KEY}"

# settings
[[capability]]
resource = "configs.envvars"
name = "*"
`,
  );
});

test('what never served a name becomes a comment', () => {
  const text = `specversion = "0.1"\r
[[capability]]\r
name = "keyvalue.filesystem"\r
[[capability]]\r
# another\r
  name = "kv.redis" # unused\r
`;
  assert.equal(
    migrate(text),
    `specversion = "0.2"\r
[[capability]]\r
resource = "keyvalue.filesystem"\r
name = "*"\r
# In the 0.1 format the keyvalue capability above serves every name, and this one was never used.\r
# [[capability]]\r
# another\r
#   name = "kv.redis" # unused\r
`,
  );
});

test('configs that stand in a 0.1 capability stay, where they can be read, and the store supplies the others', () => {
  const text = `specversion = "0.1"
[[capability]]
name = "keyvalue.azblob"
resource = "x" # unread
[capability.configs]
AZURE_STORAGE_ACCOUNT = "mine"
AZURE_STORAGE_KEY = 5 # the key
`;
  assert.equal(
    migrate(text),
    `specversion = "0.2"
[[capability]]
resource = "keyvalue.azblob"
name = "*" # unread
[capability.configs]
AZURE_STORAGE_ACCOUNT = "mine"
AZURE_STORAGE_KEY = "\${envvars.AZURE_STORAGE_KEY}"
AZURE_STORAGE_ENDPOINT = "\${envvars.AZURE_STORAGE_ENDPOINT}" # the key
`,
  );
});

test('it is a quick fix on the specversion, and is offered in 0.1 files only', () => {
  const text = 'specversion = "0.1"\n[[capability]]\nname = "http"\n';
  const kindAt = (marked: string) => offered(marked).find((one) => one.title === title)?.kind;
  assert.equal(kindAt(`spec|version${text.slice(11)}`), 'quickfix');
  assert.equal(kindAt(text.replace('http', 'ht|tp')), 'refactor.rewrite');
  assert.ok(titles(`spec|version${text.slice(11)}`, ['refactor']).includes(title));
  for (const other of ['|', 'specversion = "0.2|"\n', 'specversion = "|"\n']) {
    assert.ok(!titles(other).includes(title), other);
  }
});

test('where it cannot be done it says why', () => {
  const file = (top: string, rest = '[[capability]]\nname = "kv.redis"\n') =>
    `|specversion = "0.1"\n${top}${rest}`;
  for (const [text, reason] of [
    [file('x = \n'), /TOML errors/],
    [file('secret_store = "vault"\n'), /secret_store/],
    [file('secret_store = 5\n'), /secret_store/],
    [file('', 'capability = [{ name = "kv.redis" }]\n'), /\[\[capability\]\]/],
    [file('', '[[capability]]\nname = "kv.redis"\nconfigs = "x"\n'), /configs/],
    [file('', '[[capability]]\nname = "kv.reddis"\n'), /resource/],
    ['|specversion = 0.1\n[[capability]]\nname = "kv.redis"\n', /specversion/],
  ] as const) {
    const action = offered(text).find((one) => one.title === title);
    assert.match(action?.disabled?.reason ?? 'it is offered', reason, text);
    assert.equal(action?.edit, undefined);
  }
});

/** What a run makes of a file: what serves each name, with which configs, for values that tell where they come from. */
async function meaning(text: string): Promise<unknown> {
  const { slightfile } = analyze(text);
  const all = declarations(slightfile);
  const names = new Set(slightfile.secrets.flatMap(({ name }) => (name ? [name.value] : [])));
  const variables = ['X', ...resources.flatMap(({ configs }) => configs.map(({ key }) => key))];
  const environment = Object.fromEntries(variables.map((key) => [key, `the variable ${key}`]));
  const secret = (name: string) => Promise.resolve(names.has(name) ? `the secret ${name}` : undefined);
  return await Promise.all(
    capabilities.flatMap((kind) =>
      ['orders', 'keyvalue', ''].map(async (name) => {
        const [served] = declarationsFor(all, kind as 'keyvalue', name);
        if (!served) return [kind, name];
        const azapp = (key: string) => Promise.resolve(`the setting ${key}`);
        const stores = { environment, secret, azapp };
        const { values } = await resolveConfigs(served, slightfile.secretStore?.value, stores);
        const own = served.capability.format === '0.1' ? await ownConfigs(served, stores) : {};
        return [kind, name, served.resource.id, Object.entries({ ...values, ...own }).sort()];
      }),
    ),
  );
}

/** What the configs of a 0.1 capability say, which count once it is one of 0.2. */
async function ownConfigs({ resource, capability, name }: Declaration, stores: Stores) {
  const counted: Declaration = { resource, name, capability: { ...capability, format: '0.2' } };
  const { values, unset } = await resolveConfigs(counted, undefined, stores);
  const keys = capability.configs
    // one that cannot be read counts for nothing, also where the environment has its key
    .filter(({ value: given }) => given?.malformed.length === 0)
    .map(({ key }) => findConfig(resource, key)?.key ?? key)
    .filter((key) => !unset.some((one) => one.key === key));
  return Object.fromEntries(Object.entries(values).filter(([key]) => keys.includes(key)));
}

async function assertSame(text: string): Promise<string> {
  const migrated = migrate(text);
  assert.deepEqual(errors(migrated), [], `${text}\n→\n${migrated}`);
  assert.ok(!titles(`|${migrated}`).includes(title), migrated);
  assert.deepEqual(await meaning(migrated), await meaning(text), `${text}\n→\n${migrated}`);
  let from = 0;
  for (const { span } of analyze(text).document.comments) {
    const comment = text.slice(span.start, span.end);
    const at = migrated.indexOf(comment, from);
    assert.ok(at !== -1, `${comment} is gone:\n${migrated}`);
    from = at + comment.length;
  }
  return migrated;
}

test('every 0.1 fixture without errors means the same afterwards, and has none', async () => {
  const root = path.join(import.meta.dirname, '../../../../test/fixtures/slightfiles');
  const texts = globSync('*/*.toml', { cwd: root })
    .map((file) => withoutWants(readFileSync(path.join(root, file), 'utf8')))
    .filter((text) => analyze(text).slightfile.specversion?.value === '0.1' && errors(text).length === 0);
  assert.ok(texts.length > 5);
  for (const text of texts) await assertSame(text);
});

const ids = resources.flatMap(({ id, aliases }) => [id, ...aliases]);
const keys = [...new Set(resources.flatMap(({ configs }) => configs.map(({ key }) => key)))];
const comment = fc.constantFrom('', ' # one', ' # two "x"');
const value = fc.constantFrom(
  '"x"',
  '"${envvars.X}"',
  '"${usersecrets.X}"',
  '"${vault.X}"',
  '"${azapp.X}"',
  '"${x"',
  '5',
  "'y'",
  '""',
);
const entry = fc.tuple(
  fc.constantFrom('REDIS_ADDRESS', 'AZURE_STORAGE_KEY', 'AWS_DEFAULT_REGION', 'OTHER'),
  value,
);
const entries = fc.uniqueArray(entry, { maxLength: 3, selector: ([key]) => key });
const written = fc.tuple(entries, fc.constantFrom('table', 'dotted', 'inline'), comment);
const block = fc.record({
  id: fc.oneof(fc.constantFrom(...ids), fc.constantFrom('keyvalue.redis', 'kv.azblob', 'kv.awsdynamodb')),
  resource: fc.constantFrom('', 'resource = "x"\n', 'resource = 5 # unread\n'),
  first: fc.boolean(),
  configs: fc.option(written, { nil: undefined, freq: 3 }),
  comment,
  indent: fc.constantFrom('', '  '),
});
const file = fc.record({
  store: fc.constantFrom(
    undefined,
    'configs.envvars',
    'configs.usersecrets',
    'configs.azapp',
    'configs.local',
  ),
  secrets: fc.subarray(['X', ...keys]),
  blocks: fc.array(block, { maxLength: 4 }),
  newline: fc.constantFrom('\n', '\r\n'),
  end: fc.constantFrom('', '\n', '\n# the end'),
});

function configsText([list, form, note]: typeof written extends fc.Arbitrary<infer T> ? T : never): string {
  const lines = list.map(([key, text]) => `${key} = ${text}`);
  if (form === 'inline') return `configs = { ${lines.join(', ')} }${note}\n`;
  if (form === 'dotted') return lines.map((line) => `configs.${line}${note}\n`).join('');
  return `[capability.configs]${note}\n${lines.map((line) => `${line}${note}\n`).join('')}`;
}

function toText({
  store,
  secrets,
  blocks,
  newline,
  end,
}: typeof file extends fc.Arbitrary<infer T> ? T : never) {
  const text = [
    '# top\nspecversion = "0.1"\n',
    store === undefined ? '' : `secret_store = "${store}" # here\n`,
    ...secrets.map((name) => `[[secret_settings]]\nname = "${name}"\nvalue = "v1:x"\n`),
    ...blocks.map(({ id, resource, first, configs, comment: note, indent }) => {
      const name = `${indent}name = "${id}"${note}\n`;
      const head = first ? name + resource : resource + name;
      return `${indent}[[capability]]${note}\n${head}${configs ? configsText(configs) : ''}\n`;
    }),
  ].join('');
  return (text.trimEnd() + end).replaceAll('\n', newline);
}

test('files that are made up mean the same afterwards, and have no errors where they had none', async () => {
  let migrated = 0;
  const property = fc.asyncProperty(file, async (content) => {
    const text = toText(content);
    if (errors(text).length > 0) return;
    migrated++;
    await assertSame(text);
  });
  await fc.assert(property, { numRuns: 500, seed: 1 });
  assert.ok(migrated > 100, `${migrated} of 500 had no errors`);
});
