import { drawing } from './testing/drawing.ts';

const keyvalue = "import { Keyvalue } from 'spiderlightning:keyvalue/keyvalue@0.6.0';\n";

for (const language of ['javascript', 'typescript'] as const)
  drawing(language, [
    ['a type of a package', `${keyvalue}const kv = ‹Keyvalue.open›(«'orders'»);`, 'keyvalue'],
    [
      'a function',
      'import { open } from \'wasi:keyvalue/store@0.2.0-draft2\';\n‹open›(«"orders"»)',
      'keyvalue',
    ],
    [
      'a function by another name',
      "import { open as bucket } from 'wasi:keyvalue/store';\n‹bucket›(«'orders'»); open('b')",
      'keyvalue',
    ],
    [
      'a type by another name',
      "import { Keyvalue as KV } from 'spiderlightning:keyvalue/keyvalue';\n‹KV.open›(«'orders'»); Keyvalue.open('b')",
      'keyvalue',
    ],
    [
      'a whole interface',
      "import * as store from 'wasi:keyvalue/store@0.2.0-draft';\n‹store.open›(«'orders'»)",
      'keyvalue',
    ],
    ['a default import', "import kv from 'wasi:keyvalue/store';\n‹kv.open›(«'orders'»)", 'keyvalue'],
    [
      'a type of a whole interface',
      "import kv, * as all from 'spiderlightning:keyvalue/keyvalue';\n‹kv.Keyvalue.open›(«'a'»); ‹all.Keyvalue.open›(«'b'»)",
      'keyvalue keyvalue',
    ],
    [
      'require',
      "const { open } = require('wasi:keyvalue/store');\nconst all = require('wasi:keyvalue/store');\n‹open›(«'a'»); ‹all.open›(«'b'»)",
      'keyvalue keyvalue',
    ],
    [
      'require by another name',
      "const { open: bucket } = require('wasi:keyvalue/store');\n‹bucket›(«'a'»); open('b')",
      'keyvalue',
    ],
    ['a dynamic import', "const { open } = await import('wasi:keyvalue/store');\n‹open›(«'a'»)", 'keyvalue'],
    [
      'wasi:blobstore',
      "import { getContainer, createContainer as make } from 'wasi:blobstore/blobstore@0.2.0-draft';\n‹getContainer›(«'a'»); ‹make›(«'b'»)",
      'blobstore blobstore',
    ],
    [
      'wasi:messaging',
      "import { Client } from 'wasi:messaging/types@0.2.0-draft';\n‹Client.connect›(«'a'»)",
      'messaging',
    ],
    [
      'configs and locks',
      "import { Configs } from 'spiderlightning:configs/configs@0.6.0';\nimport { DistributedLocking } from 'spiderlightning:distributed-locking/distributed-locking';\n‹Configs.open›(«'a'»); ‹DistributedLocking.open›(«'b'»)",
      'configs distributed_locking',
    ],
    ['a global', 'function _start() {\n  let kv = ‹keyvalue.open›(«"placeholder-name"»);\n}', 'keyvalue'],
    [
      "every global of slight's engine",
      'function _start() { ‹pub.open›(«"a"»); ‹sub.open›(«"b"»); ‹configs.open›(«"c"»); ‹sql.open›(«"d"»); ‹distributed_locking.open›(«"e"»); ‹container.open›(«"f"») }',
      'messaging messaging configs sql distributed_locking blobstore',
    ],
    ['one of them alone', '‹pub.open›(«"a"»)', 'messaging'],
    [
      'what has the name of a global and is none',
      'function f(pub) { pub.open("a") }\nconst sql = require("x"); sql.open("b"); this.container.open("c"); sub.open.bind("d"); window.open("e")',
      '',
    ],
    ['a global type', "‹Keyvalue.open›(«'a'»)", 'keyvalue'],
    ['a template without anything put in', `${keyvalue}‹Keyvalue.open›(«\`orders\`»)`, 'keyvalue'],
    ['a template with something put in', `${keyvalue}‹Keyvalue.open›(\`\${x}-orders\`)`, 'keyvalue'],
    [
      'in a template',
      `${keyvalue}const s = \`a\${{ b: ‹Keyvalue.open›(«'orders'»), c: \`\${1}\` }}d\`; ‹Keyvalue.open›(«'b'»)`,
      'keyvalue keyvalue',
    ],
    [
      'a computed name',
      `${keyvalue}‹Keyvalue.open›('a' + b); ‹Keyvalue.open›(name); ‹Keyvalue.open›()`,
      'keyvalue keyvalue keyvalue',
    ],
    ['escapes', `${keyvalue}‹Keyvalue.open›(«'\\u{1F600}\\x41\\''»)`, 'keyvalue'],
    ['a constant', `${keyvalue}export const NAME = «'orders'»;\n‹Keyvalue.open›(NAME)`, 'keyvalue'],
    [
      'a constant without a semicolon',
      `${keyvalue}const NAME = «'orders'»\nfunction f() { ‹Keyvalue.open›(NAME) }`,
      'keyvalue',
    ],
    [
      'a constant that goes on',
      `${keyvalue}const NAME = 'orders'\n  + 'x'\n‹Keyvalue.open›(NAME)`,
      'keyvalue',
    ],
    ['a variable', `${keyvalue}let name = 'orders';\n‹Keyvalue.open›(name)`, 'keyvalue'],
    [
      'a constant of a function',
      `${keyvalue}const name = 'a';\nfunction f() { const name = «'b'»; ‹Keyvalue.open›(name) }`,
      'keyvalue',
    ],
    [
      'a constant that a parameter hides',
      `${keyvalue}const name = 'a';\nfunction f(name) { ‹Keyvalue.open›(name) }\nconst g = (name) => ‹Keyvalue.open›(name);\nconst h = name => ‹Keyvalue.open›(name);`,
      'keyvalue keyvalue keyvalue',
    ],
    [
      'a constant that a pattern hides',
      `${keyvalue}const name = 'a';\nfunction f({ name }) { ‹Keyvalue.open›(name) }\nfunction g() { const { x: [name] } = y; ‹Keyvalue.open›(name) }\ntry {} catch (name) { ‹Keyvalue.open›(name) }`,
      'keyvalue keyvalue keyvalue',
    ],
    [
      'a constant that only others hide',
      `${keyvalue}const name = «'a'»;\nfunction f(name) {}\nif (name) { ‹Keyvalue.open›(name) }\nfor (const name of names) { g(name) }\nh({ name: 1 }); x.name`,
      'keyvalue',
    ],
    [
      'a loop that hides a constant',
      `${keyvalue}const name = 'a';\nfor (const name of names) { ‹Keyvalue.open›(name) }`,
      'keyvalue',
    ],
    [
      'an import that a parameter hides',
      "import * as store from 'wasi:keyvalue/store';\nfunction f(store) { return store.open('a') }\n‹store.open›(«'b'»)",
      'keyvalue',
    ],
    [
      'comments and strings',
      `${keyvalue}// Keyvalue.open('a')\n/* Keyvalue.open('b') */ "Keyvalue.open('c')"; ‹Keyvalue.open›(«'d'»)`,
      'keyvalue',
    ],
    [
      'a quote in a regular expression',
      `${keyvalue}const r = /['"\`]/g, d = a / b; ‹Keyvalue.open›(«'d'»); const e = c / d;`,
      'keyvalue',
    ],
    [
      'braces in a template',
      `${keyvalue}const s = \`\${[{ a: {} }, ‹Keyvalue.open›(«'b'»)]} Keyvalue.open('c')\`;`,
      'keyvalue',
    ],
    [
      'a key of a pattern',
      `${keyvalue}const name = «'a'»;\nfunction f({ name: other }) { ‹Keyvalue.open›(name) }`,
      'keyvalue',
    ],
    [
      'a constant behind functions that hide it',
      `${keyvalue}const name = «'a'»;\nconst g = (name) => h(name);\nconst i = name => name;\n‹Keyvalue.open›(name)`,
      'keyvalue',
    ],
    [
      'a parameter without parentheses',
      `${keyvalue}const name = 'a';\nconst h = name => ‹Keyvalue.open›(name);`,
      'keyvalue',
    ],
    [
      'regular expressions',
      `${keyvalue}const r = /["'\`/]/g.test(x) || a / b; f(/[/"]/); ‹Keyvalue.open›(«'d'»)`,
      'keyvalue',
    ],
    [
      'CRLF',
      "import {\r\n  Keyvalue,\r\n} from 'spiderlightning:keyvalue/keyvalue';\r\n‹Keyvalue.open›(\r\n  «'orders'»,\r\n);\r\n",
      'keyvalue',
    ],
    [
      'other things that open',
      "window.open('a'); fs.open('b'); indexedDB.open('c'); caches.open('d'); open('e'); new Foo().open('f'); this.keyvalue.open('g'); device.keyValue.open('h'); a().keyvalue.open('i')",
      '',
    ],
    [
      'another module',
      "import { Keyvalue } from './store.js';\nimport { keyvalue } from 'dash';\nimport { open } from 'node:fs/promises';\nKeyvalue.open('a'); keyvalue.open('b'); open('c')",
      '',
    ],
    [
      'a type of its own',
      "class Keyvalue { static open(name) {} }\nKeyvalue.open('a'); const keyvalue = x; keyvalue.open('b')",
      '',
    ],
    [
      'a method of that name',
      "import { open } from 'wasi:keyvalue/store';\nclass A { open(name) { return ‹open›(name) } }",
      'keyvalue',
    ],
    [
      'another function of the interface',
      "import * as store from 'wasi:keyvalue/store';\nimport { get } from 'wasi:config/store';\nstore.close('a'); get('b'); store.Bucket.open('c')",
      '',
    ],
    [
      'an interface of configs that has no names',
      "import * as store from 'wasi:config/store';\nstore.open('a')",
      '',
    ],
    ['an empty source', '', ''],
    ['half a name', `${keyvalue}‹Keyvalue.open›('ord`, 'keyvalue'],
    ['half an import', `import { a\n${keyvalue}‹Keyvalue.open›(«'a'»)`, 'keyvalue'],
  ]);

drawing('typescript', [
  [
    'types',
    "import { type Bucket, open } from 'wasi:keyvalue/store';\nimport type { A } from 'b';\nconst bucket: Bucket = ‹open›(«'orders'»);",
    'keyvalue',
  ],
  [
    'a constant with a type',
    `${keyvalue}const NAME: string = «'orders'»;\nconst B = «'b'» as const;\n‹Keyvalue.open›(NAME); ‹Keyvalue.open›(B)`,
    'keyvalue keyvalue',
  ],
  [
    'a parameter with a type',
    `${keyvalue}const name = 'a';\nfunction f(name: string): void { ‹Keyvalue.open›(name) }\nconst g = (name?: string): Promise<void> => ‹Keyvalue.open›(name)`,
    'keyvalue keyvalue',
  ],
  ['a choice', `${keyvalue}const name = «'a'»;\nconst x = y ? ‹Keyvalue.open›(name) : z;`, 'keyvalue'],
  ['import with require', "import store = require('wasi:keyvalue/store');\n‹store.open›(«'a'»)", 'keyvalue'],
]);
