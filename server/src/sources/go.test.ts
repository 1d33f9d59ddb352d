import { drawing } from './testing/drawing.ts';

const store = 'package main\n\nimport (\n\t"fmt"\n\n\t"example.com/app/gen/wasi/keyvalue/store"\n)\n\n';

drawing('go', [
  ['a function', `${store}func f() { bucket := ‹store.Open›(«"orders"») }`, 'keyvalue'],
  [
    'a name of its own',
    'import kv "wit_component/wasi_keyvalue_store"\nfunc f() { ‹kv.Open›(«"orders"») }',
    'keyvalue',
  ],
  [
    'a resource',
    'import "app/gen/spiderlightning/keyvalue/keyvalue"\nfunc f() { ‹keyvalue.KeyvalueOpen›(«"orders"») }',
    'keyvalue',
  ],
  [
    'blobs, messages, databases',
    'import (\n"app/wasi/blobstore/blobstore"\nm "app/wasi/messaging/types"; q "app/wasi/sql/types")\nfunc f() { ‹blobstore.GetContainer›(«"a"»); ‹m.ClientConnect›(«"b"»); ‹q.ConnectionOpen›(«"c"») }',
    'blobstore messaging sql',
  ],
  [
    'initialisms, with wit-bindgen-go and without it',
    'import (\n"app/gen/spiderlightning/sql/sql"\nq "spiderlightning_sql_sql")\nfunc f() { ‹sql.SQLOpen›(«"a"»); ‹q.SqlOpen›(«"b"»); sql.SQLExec("c") }',
    'sql sql',
  ],
  [
    'a folder with a hyphen, whose package has none',
    'import "app/gen/spiderlightning/blob-store/blob-store"\nfunc f() { ‹blobstore.ContainerOpen›(«"a"») }',
    'blobstore',
  ],
  ['a raw string', `${store}func f() { ‹store.Open›(«\`or"ders\`») }`, 'keyvalue'],
  ['a constant', `${store}const name = «"orders"»\n\nfunc f() { ‹store.Open›(name) }`, 'keyvalue'],
  [
    'a constant of a group',
    `${store}const (\n\tother = 1\n\tname string = «"orders"»\n)\n\nfunc f() { ‹store.Open›(name) }`,
    'keyvalue',
  ],
  [
    'a constant that is hidden',
    `${store}const name = "orders"\n\nfunc f(name string) { ‹store.Open›(name) }`,
    'keyvalue',
  ],
  [
    'a constant that goes on',
    `${store}const name = "orders" + "x"\n\nfunc f() { ‹store.Open›(name) }`,
    'keyvalue',
  ],
  ['a variable', `${store}func f() { name := "orders"; ‹store.Open›(name) }`, 'keyvalue'],
  [
    'a computed name',
    `${store}func f() { ‹store.Open›("a" + b); ‹store.Open›(os.Args[1]) }`,
    'keyvalue keyvalue',
  ],
  [
    'runes and comments',
    `${store}func f() { r := '"'; q := '\\''; /* store.Open("a") */ ‹store.Open›(«"b"») // store.Open("c")\n}`,
    'keyvalue',
  ],
  [
    'other packages',
    'import ("database/sql"; "os"; "app/store")\nfunc f() { sql.Open("a", "b"); os.Open("c"); store.Open("d"); x.store.Open("e") }',
    '',
  ],
  ['a variable that hides the package', `${store}func f(store *Store) { store.Open("orders") }`, ''],
  ['configs that have no names', 'import store "app/wasi/config/store"\nfunc f() { store.Open("a") }', ''],
  ['a member of something', `${store}func f() { x.store.Open("a"); ‹store.Open›(«"b"») }`, 'keyvalue'],
  ['an empty source', '', ''],
  ['half a name', `${store}func f() { ‹store.Open›("ord\n}`, 'keyvalue'],
]);
