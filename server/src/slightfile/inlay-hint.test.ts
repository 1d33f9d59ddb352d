import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resources } from '@slight/slightfile/catalogue.ts';
import type { InlayHint, Range } from 'vscode-languageserver-types';
import { MarkupContent } from 'vscode-languageserver-types';
import type { File } from './file.ts';
import type { Serving } from './served.ts';
import type { RunSettings } from './run-settings.ts';
import { applied, fileOf } from '../testing/marked.ts';
import { inlayHints } from './inlay-hint.ts';

const everywhere: Range = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };

const usual: RunSettings = { backends: 'auto', data: '' };

function hints(
  file: File,
  serving: readonly Serving[] = [],
  range = everywhere,
  settings = usual,
): InlayHint[] {
  return inlayHints(file, range, { serving, settings });
}

/** The text with the hints in it, as an editor shows them. */
function shown(text: string, serving: readonly Serving[] = []): string {
  const file = fileOf(text);
  const edits = hints(file, serving).map(({ position, label }) => {
    assert.ok(typeof label === 'string');
    return { range: { start: position, end: position }, newText: ` ⟨${label}⟩` };
  });
  return applied(file, edits);
}

/** The labels behind the resource of one capability. */
function label(resource: string, name: string, serving: readonly Serving[] = []): string | undefined {
  return / ⟨(.*)⟩/.exec(shown(`[[capability]]\nresource = "${resource}"\nname = "${name}"\n`, serving))?.[1];
}

test('an address in a variable that is not set is as one that is left out', () => {
  const text =
    '[[capability]]\nresource = "keyvalue.redis"\nname = "a"\nconfigs.REDIS_ADDRESS = "${envvars.A}"\n';
  const labels = (environment: readonly string[]) =>
    hints(fileOf(text, environment)).map(({ label }) => label);
  assert.deepEqual(labels([]), ['→ redis for development']);
  assert.deepEqual(labels(['A']), []);
});

test('where the next run keeps its data', () => {
  assert.equal(
    shown('[[capability]]\r\nresource = "keyvalue.filesystem" # here\r\nname = "orders"\r\n'),
    '[[capability]]\r\nresource = "keyvalue.filesystem" ⟨→ .slight/keyvalue/orders⟩ # here\r\nname = "orders"\r\n',
  );
  assert.equal(label('kv.filesystem', 'a.b'), '→ .slight/keyvalue/a.b');
  for (const name of ['*', 'Orders', '../x', 'con', 'nul.txt', '.a', 'ü', '', 'a'.repeat(201)])
    assert.equal(label('keyvalue.filesystem', name), '→ .slight/keyvalue/…', name);
  assert.equal(
    shown('specversion = "0.1"\n[[capability]]\nname = "keyvalue.filesystem"\n').split('\n')[2],
    'name = "keyvalue.filesystem" ⟨→ .slight/keyvalue/…⟩',
  );
});

test('what is gone with the run says so, whatever its name', () => {
  for (const { id } of resources.filter(({ status, data }) => status === 'served' && data === 'run'))
    for (const name of ['orders', 'Orders', '*']) assert.equal(label(id, name), '→ gone with the run', id);
});

test('a server that the next run brings up', () => {
  assert.equal(label('keyvalue.redis', 'a'), '→ redis for development');
});

test('what the settings have the next run use', () => {
  const next = (resource: string, settings: Partial<RunSettings>) => {
    const text = `[[capability]]\nresource = "${resource}"\nname = "a"\n`;
    const [hint] = hints(fileOf(text), [], everywhere, { ...usual, ...settings });
    assert.ok(MarkupContent.is(hint?.tooltip));
    return [hint.label, /`slight\.runtime\.backends` is `(\w+)`/.exec(hint.tooltip.value)?.[1]];
  };
  assert.deepEqual(next('keyvalue.redis', { backends: 'container' }), [
    '→ redis in a container',
    'container',
  ]);
  assert.deepEqual(next('keyvalue.redis', { backends: 'local' }), ['→ redis as a local server', 'local']);
  assert.deepEqual(next('keyvalue.redis', { backends: 'embedded', data: 'kept' }), [
    '→ stand-in, kept/keyvalue/a',
    'embedded',
  ]);
  assert.deepEqual(next('keyvalue.redis', {}), ['→ redis for development', undefined]);
  assert.deepEqual(next('keyvalue.filesystem', { backends: 'embedded', data: 'kept' }), [
    '→ kept/keyvalue/a',
    undefined,
  ]);
  assert.deepEqual(next('messaging.azsbus', { data: 'kept' }), ['→ stand-in, kept/messaging/a', undefined]);
});

test('nothing of a server that cannot be had as the settings want it', () => {
  const text = '[[capability]]\nresource = "messaging.azsbus"\nname = "a"\n';
  for (const backends of ['container', 'local'] as const)
    assert.deepEqual(hints(fileOf(text), [], everywhere, { ...usual, backends }), []);
});

test('a server that stays is told as one that runs will use', () => {
  const text = '[[capability]]\nresource = "keyvalue.redis"\nname = "a"\n';
  const tooltip = (stays: boolean) => {
    const [hint] = hints(fileOf(text), [{ resource: 'keyvalue.redis', rung: 'local', stays }]);
    assert.ok(MarkupContent.is(hint?.tooltip));
    return hint.tooltip.value;
  };
  assert.match(tooltip(true), /It is up until it is stopped, and runs of the app use it\./);
  assert.match(tooltip(false), /The app runs with it\./);
});

test('where the app serves HTTP, while it does', () => {
  const file = fileOf('[[capability]]\nresource = "http"\nname = "web"\n');
  const labels = (url: string | undefined) =>
    inlayHints(file, everywhere, { serving: [], settings: usual, url }).map(({ label }) => label);
  assert.deepEqual(labels('http://127.0.0.1:3000'), ['→ http://127.0.0.1:3000']);
  assert.deepEqual(labels(undefined), []);
  const client = fileOf('[[capability]]\nresource = "http-client"\nname = "web"\n');
  assert.deepEqual(
    inlayHints(client, everywhere, { serving: [], settings: usual, url: 'http://127.0.0.1:3000' }),
    [],
  );
});

test('nothing where nothing is known', () => {
  for (const resource of ['keyvalue.dapr', 'configs.envvars', 'keyvalue.reddis', ''])
    assert.equal(label(resource, 'a'), undefined, resource);
  for (const text of [
    '',
    '[[capability]]\nresource = "keyvalue.filesystem"',
    '[[capability]]\nresource = "keyvalue.fi',
    'specversion = "0.1"\n[[capability]]\nname = "keyvalue.redis"',
  ])
    assert.equal(shown(text), text);
});

test('what serves it now, by its name or by any', () => {
  const container: Serving = {
    resource: 'keyvalue.redis',
    name: 'a',
    rung: 'container',
    address: '127.0.0.1:49153',
    image: 'registry.example/library/redis:7',
  };
  assert.equal(label('keyvalue.redis', 'a', [container]), '→ container redis:7 on :49153');
  assert.equal(label('kv.redis', 'a', [container]), '→ container redis:7 on :49153');
  assert.equal(label('keyvalue.redis', 'b', [container]), '→ redis for development');
  const any: Serving = { resource: 'keyvalue.redis', rung: 'local', address: '10.0.0.1:6379' };
  assert.equal(label('keyvalue.redis', 'b', [container, any]), '→ local server on 10.0.0.1:6379');
  assert.equal(label('keyvalue.redis', 'a', [container, any]), '→ container redis:7 on :49153');
  assert.equal(
    label('keyvalue.redis', 'a', [
      { resource: 'keyvalue.redis', name: 'a', rung: 'embedded', folder: '.slight/keyvalue/a' },
    ]),
    '→ stand-in, .slight/keyvalue/a',
  );
  const given: Serving = { resource: 'keyvalue.redis', rung: 'given' };
  assert.equal(label('keyvalue.redis', 'a', [given]), undefined);
  assert.equal(label('keyvalue.redis', 'a', [{ ...given, address: '[::1]:1' }]), '→ server on :1');
  assert.equal(
    label('keyvalue.filesystem', 'A', [
      { resource: 'keyvalue.filesystem', rung: 'given', folder: 'data/%41' },
    ]),
    '→ data/%41',
  );
});

const mosquitto = '[[capability]]\nresource = "messaging.mosquitto"\nname = "a"\n';
const server = ' ⟨→ mosquitto for development⟩';
const defaults = ' ⟨MOSQUITTO_PORT = "1883"⟩ ⟨MOSQUITTO_TLS = "false"⟩';

test('the configs that have a default, where they would stand', () => {
  assert.equal(shown(mosquitto), mosquitto.replace('to"', `to"${server}${defaults}`));
  const header = `${mosquitto}[capability.configs] # c\n`;
  assert.equal(shown(header), header.replace('to"', `to"${server}`).replace('] # c', `]${defaults} # c`));
  const inline = `${mosquitto}configs = { MOSQUITTO_TLS = "true" }\n`;
  assert.equal(shown(inline), inline.replace('}', '} ⟨MOSQUITTO_PORT = "1883"⟩'));
  const dotted = `${mosquitto}configs.MOSQUITTO_PORT = 1\n`;
  assert.equal(shown(dotted), dotted.replace('to"', 'to" ⟨MOSQUITTO_TLS = "false"⟩'));
  const mistyped = `${mosquitto}configs = 1\n`;
  assert.equal(shown(mistyped), mistyped.replace('to"', `to"${server}`));
});

const dynamo = '[[capability]]\nresource = "keyvalue.awsdynamodb"\nname = "a"\n';

test('the configs that the environment gives, by the variable and not by its value', () => {
  const labels = (text: string, environment: readonly string[]) =>
    hints(fileOf(text, environment)).map(({ label }) => label);
  assert.deepEqual(labels(dynamo, ['HOME']), ['→ dynamodb for development']);
  const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION'];
  const shownKeys = keys.map((key) => `${key} = "\${envvars.${key}}"`);
  // keys are of a server that is not one for development
  assert.deepEqual(labels(dynamo, keys), shownKeys);
  assert.deepEqual(labels(dynamo, ['AWS_REGION', 'AWS_ENDPOINT_URL']), shownKeys.slice(2));
  // what the file has itself is not the environment's, whatever its value is
  const written = `${dynamo}[capability.configs]\nAWS_DEFAULT_REGION = "eu-central-1"\n`;
  assert.deepEqual(labels(written, ['AWS_REGION', 'AWS_ACCESS_KEY_ID']), shownKeys.slice(0, 1));
  // the 0.1 format has a store for its configs, and mosquitto reads none of the environment
  assert.deepEqual(labels('specversion = "0.1"\n[[capability]]\nname = "keyvalue.awsdynamodb"\n', keys), []);
  assert.deepEqual(labels(mosquitto, ['MOSQUITTO_HOST', 'MOSQUITTO_PORT']), labels(mosquitto, []));
});

test('a config that the environment gives is written as a reference to it, which says the same', () => {
  const file = fileOf(`${dynamo}[capability.configs]\n`, ['AWS_REGION']);
  const edits = hints(file).flatMap(({ textEdits = [] }) => textEdits);
  const text = applied(file, edits);
  assert.equal(text, `${dynamo}[capability.configs]\nAWS_REGION = "\${envvars.AWS_REGION}"\n`);
  assert.deepEqual(hints(fileOf(text, ['AWS_REGION'])), []);
  const [hint] = hints(file);
  assert.ok(MarkupContent.is(hint?.tooltip));
  assert.match(
    hint.tooltip.value,
    /^A run has it from the environment, whose variable `AWS_REGION` is set\.\n\n/,
  );
});

test('a double click on a default writes it below the header', () => {
  for (const newline of ['\n', '\r\n']) {
    const text = `${mosquitto}[capability.configs] # c\nMOSQUITTO_TLS = "true"`.replaceAll('\n', newline);
    const file = fileOf(text);
    const hint = hints(file).find(({ textEdits }) => textEdits);
    assert.equal(
      applied(file, hint?.textEdits ?? []),
      text.replace('# c', `# c${newline}MOSQUITTO_PORT = "1883"`),
    );
    assert.ok(MarkupContent.is(hint?.tooltip) && hint.tooltip.value.includes('of messaging.mosquitto'));
  }
  const atEnd = fileOf(`${mosquitto}[capability.configs]`);
  assert.match(
    applied(atEnd, hints(atEnd).find(({ textEdits }) => textEdits)?.textEdits ?? []),
    /configs\]\nMOSQUITTO_PORT = "1883"$/,
  );
});

test('only in the range that is asked for', () => {
  const block = '[[capability]]\nresource = "keyvalue.filesystem"\nname = "a"\n';
  const file = fileOf(block.repeat(5));
  const lines = (start: number, end: number) => ({
    start: { line: start, character: 0 },
    end: { line: end, character: 0 },
  });
  const at = (range: Range) => hints(file, [], range).map(({ position }) => position.line);
  assert.deepEqual(at(lines(4, 8)), [4, 7]);
  assert.deepEqual(at(lines(5, 7)), []);
  assert.deepEqual(at(everywhere), [1, 4, 7, 10, 13]);
});
