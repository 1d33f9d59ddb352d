import { drawing } from './testing/drawing.ts';

const main = (body: string): string =>
  `#include "bindings/keyvalue.h"\n\nint main(void) {\n  keyvalue_string_t name;\n  ${body}\n}\n`;
const set = 'keyvalue_string_set(&name, «"orders"»);';
const open = '‹keyvalue_keyvalue_open›(&name, &result);';

for (const language of ['c', 'cpp'] as const)
  drawing(language, [
    ['generation 0.5', main(`${set}\n  ${open}`), 'keyvalue'],
    [
      'generation 0.2',
      main(
        'kv_string_set(&name, «"a"»); ‹kv_kv_open›(&name, &r); mq_string_dup(&name, «"b"»); ‹mq_mq_open›(&name, &r);',
      ),
      'keyvalue messaging',
    ],
    [
      'all of 0.5',
      main(
        'x_string_set(&name, «"a"»); ‹messaging_pub_open›(&name, &r); ‹messaging_sub_open›(&name, &r); ‹pubsub_pub_open›(&name, &r); ‹lockd_lockd_open›(&name, &r); ‹distributed_locking_distributed_locking_open›(&name, &r); ‹configs_configs_open›(&name, &r); ‹sql_sql_open›(&name, &r); ‹blob_store_container_open›(&name, &r);',
      ),
      'messaging messaging messaging distributed_locking distributed_locking configs sql blobstore',
    ],
    [
      'components',
      main(
        'app_string_set(&name, «"a"»);\n  if (!‹spiderlightning_keyvalue_keyvalue_static_keyvalue_open›(&name, &kv, &err)) return 1;\n  return ‹wasi_keyvalue_store_open›(&name, &bucket, &err);',
      ),
      'keyvalue keyvalue',
    ],
    [
      'blobs, messages, databases',
      main(
        'app_string_set(&name, «"a"»); ‹wasi_blobstore_blobstore_get_container›(&name, &c, &e); ‹wasi_messaging_types_static_client_connect›(&name, &c, &e); ‹wasi_sql_types_static_connection_open›(&name, &c, &e);',
      ),
      'blobstore messaging sql',
    ],
    [
      'an initializer',
      'void f() { app_string_t id = { (uint8_t *)«"orders"», 6 }; ‹wasi_keyvalue_store_open›(&id, &b, &e); }',
      'keyvalue',
    ],
    [
      'an initializer by members',
      'void f() { keyvalue_string_t id = { .ptr = (char*)«"orders"», .len = strlen("orders") }; ‹keyvalue_keyvalue_open›(&id, &e); }',
      'keyvalue',
    ],
    [
      'an initializer of a part',
      'void f() { app_string_t id = { (uint8_t *)"orders", 3 }; ‹wasi_keyvalue_store_open›(&id, &b, &e); }',
      'keyvalue',
    ],
    [
      'a literal in place',
      'void f() { ‹keyvalue_keyvalue_open›(&(keyvalue_string_t){ «"orders"», 6 }, &r); }',
      'keyvalue',
    ],
    [
      'the length first',
      'void f() { ‹keyvalue_keyvalue_open›(&(keyvalue_string_t){ .len = 6, .ptr = «"orders"» }, &r); }',
      'keyvalue',
    ],
    [
      'the length of another text',
      'void f() { app_string_t id = { "orders", strlen("order") }; ‹wasi_keyvalue_store_open›(&id, &b, &e); }',
      'keyvalue',
    ],
    [
      'a length with the end of the text',
      'void f() { app_string_t id = { "orders", sizeof "orders" }; ‹wasi_keyvalue_store_open›(&id, &b, &e); }',
      'keyvalue',
    ],
    ['an assignment', main('name = (keyvalue_string_t){ «"orders"», 6 };\n  ' + open), 'keyvalue'],
    [
      'strings that follow each other',
      main(`keyvalue_string_set(&name, «"or" /* d */\n "ders"»);\n  ${open}`),
      'keyvalue',
    ],
    [
      'a macro',
      `#define NAME «"orders"»\n${main(`keyvalue_string_set(&name, NAME);\n  ${open}`)}`,
      'keyvalue',
    ],
    [
      'a macro with two values',
      `#if A\n#define NAME "a"\n#else\n#define NAME "b"\n#endif\n${main(`keyvalue_string_set(&name, NAME);\n  ${open}`)}`,
      'keyvalue',
    ],
    [
      'a macro that is put together',
      `#define NAME "a" VERSION\n${main(`keyvalue_string_set(&name, NAME);\n  ${open}`)}`,
      'keyvalue',
    ],
    [
      'a constant',
      `static const char *NAME = «"orders"»;\nconst char OTHER[] = «"b"»;\n${main(`keyvalue_string_set(&name, NAME);\n  ${open}\n  keyvalue_string_set(&name, OTHER);\n  ${open}`)}`,
      'keyvalue keyvalue',
    ],
    [
      'a pointer that is set again',
      `static const char *NAME = "orders";\n${main(`NAME = "b";\n  keyvalue_string_set(&name, NAME);\n  ${open}`)}`,
      'keyvalue',
    ],
    [
      'the nearest set',
      main(`keyvalue_string_set(&name, "a");\n  keyvalue_string_set(&name, «"b"»);\n  ${open}`),
      'keyvalue',
    ],
    [
      'a set in a branch',
      main(`keyvalue_string_set(&name, "a");\n  if (x) { keyvalue_string_set(&name, "b"); }\n  ${open}`),
      'keyvalue',
    ],
    [
      'a set in a branch without braces',
      main(`keyvalue_string_set(&name, "a");\n  if (x) keyvalue_string_set(&name, "b");\n  ${open}`),
      'keyvalue',
    ],
    [
      'a call in a branch',
      main(`${set}\n  if (x) { printf("%s", name.ptr); ${open} }\n  else ${open}`),
      'keyvalue keyvalue',
    ],
    ['both in a branch', main(`if (x) { ${set} ${open} }`), 'keyvalue'],
    [
      'a loop that sets it again',
      main(`keyvalue_string_set(&name, "a");\n  while (x) { ${open} keyvalue_string_set(&name, "b"); }`),
      'keyvalue',
    ],
    [
      'set again behind the loop',
      main(`${set}\n  while (x) { ${open} }\n  keyvalue_string_set(&name, "b");`),
      'keyvalue',
    ],
    [
      'a choice of the preprocessor',
      main(
        `#if A\n  keyvalue_string_set(&name, "a");\n#else\n  keyvalue_string_set(&name, "b");\n#endif\n  ${open}`,
      ),
      'keyvalue',
    ],
    [
      'an address that others have',
      main(`keyvalue_string_set(&name, "a");\n  change(&name);\n  ${open}`),
      'keyvalue',
    ],
    [
      'a member that is set',
      main(`keyvalue_string_set(&name, "a");\n  name.len = 1;\n  ${open}`),
      'keyvalue',
    ],
    [
      'another function',
      `void g(void) { keyvalue_string_t name; keyvalue_string_set(&name, "a"); }\nvoid f(keyvalue_string_t name) { ${open} }`,
      'keyvalue',
    ],
    [
      'the same name in two functions',
      `void g(void) { keyvalue_string_t name; ${set} ${open} }\nvoid f(void) { keyvalue_string_t name; keyvalue_string_set(&name, «"b"»); ${open} }`,
      'keyvalue keyvalue',
    ],
    [
      'a variable of the file',
      `static keyvalue_string_t name = { "a", 1 };\nvoid f(void) { ${open} }`,
      'keyvalue',
    ],
    ['a parameter', 'void f(keyvalue_string_t *name) { ‹keyvalue_keyvalue_open›(name, &r); }', 'keyvalue'],
    [
      'a computed name',
      main(
        `keyvalue_string_set(&name, argv[1]);\n  ${open}\n  keyvalue_string_set(&name, x ? "a" : "b");\n  ${open}`,
      ),
      'keyvalue keyvalue',
    ],
    ['a call of another', main(`name = string_of("orders");\n  ${open}`), 'keyvalue'],
    [
      'declarations',
      'void keyvalue_keyvalue_open(keyvalue_string_t *name, r *ret);\nextern bool wasi_keyvalue_store_open(app_string_t *id);\n__attribute__((x))\nvoid kv_kv_open(a *b) {}',
      '',
    ],
    [
      'other functions',
      'void f() { fopen("a", "r"); open("b", O_RDONLY); my_keyvalue_keyvalue_open(&name); sqlite3_open("c", &db); keyvalue_open("d", 5, &r); }',
      '',
    ],
    [
      'comments, strings and characters',
      main(
        `// keyvalue_keyvalue_open(&name)\n  char *s = "keyvalue_keyvalue_open(&name)"; char q = '"'; int n = 1'000; /* " */\n  ${set} ${open}`,
      ),
      'keyvalue',
    ],
    ['a wide string', main(`keyvalue_string_set(&name, L"a"); ${open}`), 'keyvalue'],
    ['CRLF', main(`${set}\r\n  ${open}`).replaceAll(/\r?\n/g, '\r\n'), 'keyvalue'],
    ['a set behind the preprocessor', main(`f();\n#ifdef A\n#endif\n  ${set}\n  ${open}`), 'keyvalue'],
    ['a string that is not closed', main(`keyvalue_string_set(&name, "ord\n  );\n  ${open}`), 'keyvalue'],
    ['an empty source', '', ''],
    ['half a name', main(`keyvalue_string_set(&name, "ord\n  ${open}`), 'keyvalue'],
    ['half a call', main(`${set} ‹keyvalue_keyvalue_open›(&name`), 'keyvalue'],
  ]);

drawing('cpp', [
  ['a raw string', main('keyvalue_string_set(&name, «R"x(or")ders)x"»); ' + open), 'keyvalue'],
  [
    'a namespace',
    `namespace a {\nvoid g() { x_t name; keyvalue_string_set(&name, "a"); }\nvoid f() { keyvalue_string_t name; ${set} ${open} }\n}`,
    'keyvalue',
  ],
]);
