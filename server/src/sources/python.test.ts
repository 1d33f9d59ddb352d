import { drawing } from './testing/drawing.ts';

const store = 'from wit_world.imports import store\n';

drawing('python', [
  ['a function of a module', `${store}bucket = ‹store.open›(«"orders"»)\n`, 'keyvalue'],
  ['a type', 'from wit_world.imports.keyvalue import Keyvalue\nkv = ‹Keyvalue.open›(«"orders"»)', 'keyvalue'],
  [
    'a type of a module',
    'from app.imports import keyvalue as kv, configs\n‹kv.Keyvalue.open›(«"a"»)\n‹configs.Configs.open›(«"b"»)',
    'keyvalue configs',
  ],
  ['a function', 'from wit_world.imports.store import open\n‹open›(«"orders"»)', 'keyvalue'],
  [
    'a function by another name',
    'from wit_world.imports.store import open as bucket\n‹bucket›(«"orders"»); open("b")',
    'keyvalue',
  ],
  [
    'a module by its path',
    'import wit_world.imports.store\n‹wit_world.imports.store.open›(«"a"»)',
    'keyvalue',
  ],
  ['a module by another name', 'import wit_world.imports.store as s\n‹s.open›(«"a"»)', 'keyvalue'],
  [
    'parentheses',
    'from wit_world.imports import (\n    blobstore,\n    types as t,\n)\n‹blobstore.get_container›(«"a"»)\n‹t.Client.connect›(«"b"»)\n‹t.Connection.open›(«"c"»)',
    'blobstore messaging sql',
  ],
  [
    'quotes of all kinds',
    `${store}‹store.open›(«'a'»); ‹store.open›(«"""b"""»); ‹store.open›(«r'c'»); ‹store.open›(«f"d"»); ‹store.open›(«"e" 'f'»)`,
    'keyvalue keyvalue keyvalue keyvalue keyvalue',
  ],
  [
    'computed names',
    `${store}‹store.open›(f"{a}"); ‹store.open›("a" + b); ‹store.open›("a%s" % b); ‹store.open›(b"c"); ‹store.open›(x)`,
    'keyvalue keyvalue keyvalue keyvalue keyvalue',
  ],
  ['a named argument', `${store}‹store.open›(identifier=«"orders"»)`, 'keyvalue'],
  ['a constant', `${store}NAME = «"orders"»\n\ndef f():\n    return ‹store.open›(NAME)`, 'keyvalue'],
  [
    'a constant with a type',
    `${store}NAME: str = «"orders"»  # the queue\n\ndef f():\n    g(NAME=1)\n    return ‹store.open›(NAME)`,
    'keyvalue',
  ],
  ['a constant that is set again', `${store}NAME = "a"\nNAME = "b"\n‹store.open›(NAME)`, 'keyvalue'],
  ['a constant that is hidden', `${store}NAME = "a"\ndef f(NAME):\n    ‹store.open›(NAME)`, 'keyvalue'],
  ['a constant that is unpacked into', `${store}NAME = "a"\nNAME, B = 1, 2\n‹store.open›(NAME)`, 'keyvalue'],
  ['a variable of a function', `${store}def f():\n    name = "a"\n    ‹store.open›(name)`, 'keyvalue'],
  [
    'comments and texts',
    `${store}# store.open("a")\n"""\nstore.open("b")\n"""\n‹store.open›(«"c"»)  # it's`,
    'keyvalue',
  ],
  ['CRLF', 'from wit_world.imports import store\r\n‹store.open›(\r\n    «"orders"»\r\n)\r\n', 'keyvalue'],
  [
    'the builtin',
    `open("a")\nwith open("b") as f: pass\nio.open("c"); os.open("d"); shelve.open("e"); Path("f").open("g")`,
    '',
  ],
  [
    'other modules',
    'from imports import store\nfrom app.models.imports import store\nfrom app import store\nstore.open("a")',
    '',
  ],
  ['a variable that hides the module', `${store}def f(store):\n    store.open("a")`, ''],
  [
    'a function of that name',
    'from wit_world.imports.store import open\ndef open(name): pass\nopen("a")',
    '',
  ],
  ['an empty source', '', ''],
  ['half a name', `${store}‹store.open›("ord\nx = 1`, 'keyvalue'],
]);
