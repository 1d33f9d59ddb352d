/** What slight 0.5.1 accepted stays accepted, what it rejected is rejected: its rules, beside ours, on made-up files. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parse } from 'smol-toml';
import { analyze } from '../analyze.ts';
import { resources } from '../catalogue.ts';
import { applyEdits } from '../testing/fixture.ts';

type Plain = Readonly<Record<string, unknown>>;

/** Every name of a resource that slight 0.5.1's parser knew, with its capability. */
const accepted = new Map(
  resources.flatMap(({ id, aliases, capability }) =>
    [id, ...aliases].map((name) => [name, capability] as const),
  ),
);

const secretStores = ['configs.azapp', 'configs.envvars', 'configs.usersecrets', 'configs.local'];

const isText = (value: unknown): value is string => typeof value === 'string';
const isTable = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
const isListOf = (value: unknown, isItem: (item: unknown) => boolean) =>
  value === undefined || (Array.isArray(value) && value.every(isItem));

/** The format as which slight read a capability: 0.1 is tried first, and looks at the name only. */
function formatOf(block: unknown): '0.1' | '0.2' | undefined {
  if (!isTable(block) || !isText(block['name'])) return undefined;
  if (accepted.has(block['name'])) return '0.1';
  const { resource, configs } = block;
  const texts = configs === undefined || (isTable(configs) && Object.values(configs).every(isText));
  return isText(resource) && accepted.has(resource) && texts ? '0.2' : undefined;
}

function slightAccepts(file: Plain): boolean {
  const { specversion, secret_store: secretStore, secret_settings: settings, capability } = file;
  if (specversion !== '0.1' && specversion !== '0.2') return false;
  if (secretStore !== undefined && !(isText(secretStore) && secretStores.includes(secretStore))) return false;
  const isSetting = (item: unknown) => isTable(item) && isText(item['name']) && isText(item['value']);
  if (!isListOf(settings, isSetting)) return false;
  if (!isListOf(capability, (block) => formatOf(block) === specversion)) return false;
  return namesAreUnique((capability ?? []) as readonly Plain[], specversion);
}

function namesAreUnique(blocks: readonly Plain[], format: '0.1' | '0.2'): boolean {
  const kinds = Map.groupBy(blocks, (block) =>
    accepted.get(String(format === '0.1' ? block['name'] : block['resource'])),
  );
  return [...kinds.values()].every((kin) => {
    const names = kin.map(({ name }) => name);
    return new Set(names).size === names.length && (names.length === 1 || !names.includes('*'));
  });
}

const names = fc.constantFrom(
  'orders',
  'carts',
  '*',
  '',
  'keyvalue.redis',
  'http',
  'kv.filesystem',
  'pubsub.mosquitto',
  5,
  true,
);
const ids = fc.constantFrom(...accepted.keys(), 'pubsub.mosquitto', 'keyvalue.rediss', 'orders', 7, false);
const usual = fc.constantFrom('keyvalue.filesystem', 'kv.redis', 'configs.envvars', 'http');
const optional = <T>(value: fc.Arbitrary<T>, frequency = 3) =>
  fc.option(value, { nil: undefined, freq: frequency });
const configs = fc.dictionary(
  fc.constantFrom('REDIS_ADDRESS', 'AZURE_STORAGE_KEY', 'X'),
  fc.constantFrom<unknown>('redis://localhost', '${envvars.X}', '${usersecrets.X}', '${azapp.X}', 'x', 6379),
);
const block = fc.record({
  resource: fc.oneof(optional(usual, 5), optional(usual, 5), optional(ids)),
  name: fc.oneof(optional(names, 9), fc.constantFrom('orders', 'carts', 'news', '*'), usual),
  configs: optional<unknown>(
    fc.oneof({ weight: 9, arbitrary: configs }, { weight: 1, arbitrary: fc.constant('x') }),
    1,
  ),
  extra: optional(fc.constant('x'), 1),
});
const file = fc.record({
  specversion: fc.constantFrom('0.2', '0.2', '0.1', '0.1', '0.3', 0.2, undefined),
  secret_store: optional(fc.constantFrom<unknown>(...secretStores, 'vault', 5), 1),
  secret_settings: optional(
    fc.array(
      fc.record({
        name: optional(fc.constantFrom('X', 'Y', 5), 9),
        value: optional(fc.constantFrom('x', 5), 9),
      }),
      { maxLength: 2 },
    ),
    1,
  ),
  capability: optional(fc.array(block, { maxLength: 3 }), 9),
});

test('accepts and rejects what slight 0.5.1 did', () => {
  let acceptedFiles = 0;
  const property = fc.property(file, (content) => {
    const text = toToml(content);
    const accepts = slightAccepts(parse(text));
    if (accepts) acceptedFiles++;
    const errors = analyze(text).problems.filter(({ severity }) => severity === 'error');
    assert.equal(errors.length === 0, accepts, `${text}\n${errors.map(({ message }) => message).join('\n')}`);
  });
  fc.assert(property, { numRuns: 5000 });
  // both answers are asked for often enough to mean something
  assert.ok(acceptedFiles > 250 && acceptedFiles < 4750, `${acceptedFiles} of 5000 accepted`);
});

test('every fix of a made-up file leaves a file that can be read', () => {
  const property = fc.property(file, (content) => {
    const text = toToml(content);
    for (const { code, fixes } of analyze(text).problems) {
      for (const { edits, title } of fixes) {
        const fixed = applyEdits(text, edits);
        const { errors } = analyze(fixed).document;
        assert.deepEqual(errors, [], `${code}: ${title}\n${text}\n→\n${fixed}`);
      }
    }
  });
  fc.assert(property, { numRuns: 1000 });
});

/** As a person writes it: a header for each capability, and inline tables for the configs. */
function toToml({ secret_settings: settings, capability, ...top }: Plain): string {
  const blocks = (key: string, list: unknown) =>
    (list as readonly Plain[]).flatMap((one) => [`[[${key}]]`, ...lines(one)]);
  return [
    ...lines(top),
    ...(settings ? blocks('secret_settings', settings) : []),
    ...(capability ? blocks('capability', capability) : []),
    '',
  ].join('\n');
}

function lines(table: Plain): readonly string[] {
  return Object.entries(table).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key} = ${toValue(value)}`],
  );
}

function toValue(value: unknown): string {
  return isTable(value)
    ? `{ ${Object.entries(value)
        .map(([key, one]) => `${key} = ${toValue(one)}`)
        .join(', ')} }`
    : JSON.stringify(value);
}
