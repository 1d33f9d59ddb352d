import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { createRequire } from 'node:module';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

const require = createRequire(import.meta.url);
await oniguruma.loadWASM(await readFile(require.resolve('vscode-oniguruma/release/onig.wasm')));
const options: textmate.RegistryOptions = {
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  async loadGrammar(scope) {
    const file = `${import.meta.dirname}/../syntaxes/${scope.split('.').at(-1) ?? ''}.tmLanguage.json`;
    // VS Code has others of its own
    if (!existsSync(file)) return null;
    return textmate.parseRawGrammar(await readFile(file, 'utf8'), file);
  },
};
const registry = new textmate.Registry(options);

/** Every token but white space, with the last of its scopes: `name  entity.name.type`. The suffix `.toml` etc. is left out. */
async function tokens(scope: string, text: string): Promise<string[]> {
  const grammar = await registry.loadGrammar(scope);
  assert.ok(grammar);
  const found: string[] = [];
  let state = textmate.INITIAL;
  for (const line of text.split('\n')) {
    const result = grammar.tokenizeLine(line, state);
    for (const { startIndex, endIndex, scopes } of result.tokens) {
      const token = line.slice(startIndex, endIndex).trim();
      const last = (scopes.at(-1) ?? '').replace(/\.(toml|slightfile|wit)$/, '');
      if (token && !last.startsWith('punctuation')) found.push(`${token}  ${last}`);
    }
    state = result.ruleStack;
  }
  return found;
}

const slightfile = (text: string): Promise<string[]> => tokens('source.toml.slightfile', text);
const wit = (text: string): Promise<string[]> => tokens('source.wit', text);
const answer = (text: string): Promise<string[]> => tokens('source.slight-answer', text);

test('a slightfile: sections, keys, the resource and a reference to a store', async () => {
  const text = [
    'specversion = "0.2" # today',
    '[[capability]]',
    'resource = "keyvalue.redis"',
    "name = 'greetings'",
    '[capability.configs]',
    'REDIS_ADDRESS = "redis://${envvars.HOST}:6379"',
  ].join('\n');
  assert.deepEqual(await slightfile(text), [
    'specversion  variable.other.property',
    '0.2  string.quoted.double',
    'today  comment.line.number-sign',
    'capability  keyword.other.section',
    'resource  variable.other.property',
    '"  string.quoted',
    'keyvalue  support.class.resource',
    'redis  support.class.resource',
    '"  string.quoted',
    'name  variable.other.property',
    'greetings  string.quoted.single',
    'capability  keyword.other.section',
    'configs  keyword.other.section',
    'REDIS_ADDRESS  variable.other.constant.config',
    'redis://  string.quoted.double',
    'envvars  variable.language.store',
    'HOST  variable.other.readwrite',
    ':6379  string.quoted.double',
  ]);
});

test('every kind of TOML value', async () => {
  const values: Record<string, string> = {
    true: 'constant.language.boolean',
    '-17': 'constant.numeric.integer',
    '1_000': 'constant.numeric.integer',
    '0xdead_beef': 'constant.numeric.hex',
    '0o755': 'constant.numeric.octal',
    '0b1101': 'constant.numeric.binary',
    '6.022e+23': 'constant.numeric.float',
    '-inf': 'constant.numeric.float',
    '1979-05-27T07:32:00.5-07:00': 'constant.other.datetime',
    '1979-05-27 07:32:00Z': 'constant.other.datetime',
    '1979-05-27 07:32Z': 'constant.other.datetime',
    '07:32:00': 'constant.other.datetime',
    '07:32': 'constant.other.datetime',
    '1979-05-27': 'constant.other.datetime',
    '01': 'invalid.illegal.value',
    yes: 'invalid.illegal.value',
  };
  for (const [value, scope] of Object.entries(values)) {
    assert.deepEqual(await slightfile(`x = ${value} # c`), [
      'x  variable.other.key',
      `${value}  ${scope}`,
      'c  comment.line.number-sign',
    ]);
  }
});

test('strings and arrays over several lines, and what follows them', async () => {
  const text = [
    'text = """one',
    '# no comment \\u00e9 \\q',
    'end""" # comment',
    'list = [ # comment',
    '  1, { a.b = "x", c = 2 },',
    ']',
    'after = 3',
  ].join('\n');
  assert.deepEqual(await slightfile(text), [
    'text  variable.other.key',
    'one  string.quoted.triple.basic',
    '# no comment  string.quoted.triple.basic',
    '\\u00e9  constant.character.escape',
    '\\q  invalid.illegal.escape',
    'end  string.quoted.triple.basic',
    'comment  comment.line.number-sign',
    'list  variable.other.key',
    'comment  comment.line.number-sign',
    '1  constant.numeric.integer',
    'a  variable.other.key',
    'b  variable.other.key',
    'x  string.quoted.double',
    'c  variable.other.key',
    '2  constant.numeric.integer',
    'after  variable.other.key',
    '3  constant.numeric.integer',
  ]);
});

test('braces over several lines; those that are not closed end where a header begins', async () => {
  const text = [
    'configs = { # one',
    '  REDIS_ADDRESS = "\\x41\\e\\xg",',
    '  a = 1 }',
    'name = "x"',
    'configs = {',
    '  b = [',
    '    [1],',
    '  ],',
    '[[capability]]',
    'c = 2',
  ].join('\n');
  assert.deepEqual(await slightfile(text), [
    'configs  variable.other.property',
    'one  comment.line.number-sign',
    'REDIS_ADDRESS  variable.other.constant.config',
    '\\x41  constant.character.escape',
    '\\e  constant.character.escape',
    '\\x  invalid.illegal.escape',
    'g  string.quoted.double',
    'a  variable.other.key',
    '1  constant.numeric.integer',
    'name  variable.other.property',
    'x  string.quoted.double',
    'configs  variable.other.property',
    'b  variable.other.key',
    '1  constant.numeric.integer',
    'capability  keyword.other.section',
    'c  variable.other.key',
    '2  constant.numeric.integer',
  ]);
});

test('a string that is not closed ends with its line', async () => {
  assert.deepEqual(await slightfile('name = "gree\n# comment'), [
    'name  variable.other.property',
    'gree  string.quoted.double',
    'comment  comment.line.number-sign',
  ]);
});

test('component WIT: a name for what is outside', async () => {
  assert.deepEqual(await wit('@external-id("a/\\u{1f9e9} (b") f: func();'), [
    'external-id  entity.name.function.decorator',
    'a/  string.quoted.double',
    '\\u{1f9e9}  constant.character.escape',
    '(b  string.quoted.double',
    'f  entity.name.function',
    'func  storage.type.function',
  ]);
});

test('component WIT: package, gates, use, resource, world', async () => {
  const text = [
    'package wasi:keyvalue@0.2.0-draft;',
    '/// Docs',
    '@since(version = 0.2.0)',
    'interface store {',
    '  use wasi:io/streams@0.2.0.{input-stream as input};',
    '  resource bucket {',
    '    get: func(key: string) -> result<option<list<u8>>, error>;',
    '    of: static async func() -> own<bucket>;',
    '  }',
    '  variant error { no-such-store, other(string) }',
    '}',
    'world app { import wasi:keyvalue/store@0.2.0; export run: func(); }',
  ].join('\n');
  assert.deepEqual(await wit(text), [
    'package  keyword.other.package',
    'wasi  entity.name.namespace',
    'keyvalue  entity.name.namespace',
    '0.2.0-draft  constant.numeric.version',
    '/// Docs  comment.line.documentation',
    'since  entity.name.function.decorator',
    'version  variable.parameter',
    '=  keyword.operator.assignment',
    '0.2.0  constant.numeric.version',
    'interface  storage.type.interface',
    'store  entity.name.type',
    'use  keyword.control.import',
    'wasi  entity.name.namespace',
    'io  entity.name.namespace',
    'streams  entity.name.type',
    '0.2.0  constant.numeric.version',
    'input-stream  entity.name.type',
    'as  keyword.control.import',
    'input  entity.name.type',
    'resource  storage.type.resource',
    'bucket  entity.name.type',
    'get  entity.name.function',
    'func  storage.type.function',
    'key  variable.other.member',
    'string  support.type.primitive',
    '->  keyword.operator.arrow',
    'result  support.type.generic',
    'option  support.type.generic',
    'list  support.type.generic',
    'u8  support.type.primitive',
    'error  entity.name.type',
    'of  entity.name.function',
    'static  storage.modifier',
    'async  storage.modifier',
    'func  storage.type.function',
    '->  keyword.operator.arrow',
    'own  support.type.generic',
    'bucket  entity.name.type',
    'variant  storage.type.variant',
    'error  entity.name.type',
    'no-such-store  entity.name.type',
    'other  entity.name.type',
    'string  support.type.primitive',
    'world  storage.type.world',
    'app  entity.name.type',
    'import  keyword.control.import',
    'wasi  entity.name.namespace',
    'keyvalue  entity.name.namespace',
    'store  entity.name.type',
    '0.2.0  constant.numeric.version',
    'export  keyword.control.export',
    'run  entity.name.function',
    'func  storage.type.function',
  ]);
});

test('legacy WIT: use … from, static functions, expected', async () => {
  const text = [
    'use { keyvalue-error, payload as bytes } from types',
    'use * from http-types',
    'resource keyvalue {',
    '  static open: func(name: string) -> expected<keyvalue, keyvalue-error>',
    '}',
  ].join('\n');
  assert.deepEqual(await wit(text), [
    'use  keyword.control.import',
    'keyvalue-error  entity.name.type',
    'payload  entity.name.type',
    'as  keyword.control.import',
    'bytes  entity.name.type',
    'from  keyword.control.import',
    'types  entity.name.namespace',
    'use  keyword.control.import',
    '*  keyword.operator.wildcard',
    'from  keyword.control.import',
    'http-types  entity.name.namespace',
    'resource  storage.type.resource',
    'keyvalue  entity.name.type',
    'static  storage.modifier',
    'open  entity.name.function',
    'func  storage.type.function',
    'name  variable.other.member',
    'string  support.type.primitive',
    '->  keyword.operator.arrow',
    'expected  support.type.generic',
    'keyvalue  entity.name.type',
    'keyvalue-error  entity.name.type',
  ]);
});

test('WIT is indented inside of braces and parentheses, and not by what a comment says', async () => {
  const file = `${import.meta.dirname}/../syntaxes/wit.language-configuration.json`;
  const { indentationRules: rules } = JSON.parse(await readFile(file, 'utf8')) as {
    indentationRules: { increaseIndentPattern: string; decreaseIndentPattern: string };
  };
  const [more, less] = [new RegExp(rules.increaseIndentPattern), new RegExp(rules.decreaseIndentPattern)];
  for (const line of ['interface a {', 'use a.{', 'f: func(', 'f: func(a: u8,', 'world w { // c'])
    assert.match(line, more);
  for (const line of ['record a { b: u8 }', 'f: func() -> u8;', '// {', '/// (', 'a, // {', '}'])
    assert.doesNotMatch(line, more);
  for (const line of ['}', '  };', ') -> u8;']) assert.match(line, less);
});

test('WIT: the angle brackets of types are brackets, and that of an arrow is none', async () => {
  const manifest = JSON.parse(await readFile(`${import.meta.dirname}/../package.json`, 'utf8')) as {
    contributes: { grammars: { scopeName: string; unbalancedBracketScopes?: string[] }[] };
  };
  const contributed = manifest.contributes.grammars.find(({ scopeName }) => scopeName === 'source.wit');
  // a registry loads each grammar once, with the configuration that it is asked for first
  const grammar = await new textmate.Registry(options).loadGrammarWithConfiguration('source.wit', 1, {
    // as VS Code has it where a grammar does not say
    balancedBracketSelectors: ['*'],
    unbalancedBracketSelectors: contributed?.unbalancedBracketScopes ?? [],
  });
  assert.ok(grammar);
  for (const line of ['f: func(a: list<u8>) -> result<u8>;', 'static f: func() -> list<u8>']) {
    const { tokens: found } = grammar.tokenizeLine2(line, textmate.INITIAL);
    // bit 10 of a token's metadata: the brackets in it are to be paired
    const isPaired = (at: number): boolean => {
      let metadata = 0;
      for (let index = 0; index < found.length && (found[index] ?? 0) <= at; index += 2) {
        metadata = found[index + 1] ?? 0;
      }
      return (metadata & 0x400) !== 0;
    };
    const brackets = [...line.matchAll(/[<>]/g)].map(({ index }) => index);
    const paired = brackets.filter(isPaired);
    assert.deepEqual(
      paired,
      brackets.filter((at) => at !== line.indexOf('->') + 1),
    );
  }
});

test("an app's answer: the status, the headers, and the body in its language", async () => {
  const text = (type: string): string =>
    [
      '# POST http://127.0.0.1:3000/orders',
      '404 Not Found',
      'Date: x: y',
      type,
      'x-id: 7',
      '',
      '12: ab',
    ].join('\n');
  const head = (type: string): string[] => [
    '# POST http://127.0.0.1:3000/orders  comment.line.number-sign',
    '404  invalid.status',
    'Not Found  string.unquoted.status',
    'Date  variable.other.property',
    'x: y  string.unquoted.header',
    'content-type  variable.other.property',
    `${type}  string.unquoted.header`,
    'x-id  variable.other.property',
    '7  string.unquoted.header',
  ];
  for (const [type, scope] of [
    ['application/problem+json; charset=utf-8', 'meta.embedded.block.json'],
    ['text/html', 'meta.embedded.block.html'],
    ['image/svg+xml', 'meta.embedded.block.xml'],
    ['text/plain; note=json', 'meta.body'],
  ])
    assert.deepEqual(await answer(text(`content-type: ${type}`)), [...head(`${type}`), `12: ab  ${scope}`]);
  assert.deepEqual((await answer('200 OK')).at(0), '200  constant.numeric.status');
});
