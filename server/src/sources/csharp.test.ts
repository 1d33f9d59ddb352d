import { drawing } from './testing/drawing.ts';

const using = 'using SpiderLightning;\n';

drawing('csharp', [
  ['a constructor', `${using}var kv = ‹new KeyValue›(«"orders"»);\nkv.Set("a", "b");`, 'keyvalue'],
  ['the static form of the first version', `${using}var kv = ‹KeyValue.Open›(«"orders"»);`, 'keyvalue'],
  ['a global using', 'global using SpiderLightning;\nusing var kv = ‹new KeyValue›(«"orders"»);', 'keyvalue'],
  ['a using statement', `${using}using (var kv = ‹new KeyValue›(«"a"»)) {}`, 'keyvalue'],
  ['the whole name', 'var kv = ‹new SpiderLightning.KeyValue›(«"orders"»);', 'keyvalue'],
  ['the whole name from the root', 'var kv = ‹new global::SpiderLightning.KeyValue›(«"a"»);', 'keyvalue'],
  [
    'an alias of the class',
    'using KV = SpiderLightning.KeyValue;\nvar kv = ‹new KV›(«"a"»); ‹KV.Open›(«"b"»);',
    'keyvalue keyvalue',
  ],
  [
    'an alias of the namespace',
    'using SL = SpiderLightning;\nvar kv = ‹new SL.KeyValue›(«"a"»);',
    'keyvalue',
  ],
  [
    'in the namespace itself, or one in it',
    'namespace SpiderLightning.Samples;\nclass A { object kv = ‹new KeyValue›(«"a"»); }',
    'keyvalue',
  ],
  [
    'a type that is told by the target',
    `${using}KeyValue kv = ‹new›(«"a"»); SpiderLightning.KeyValue? other = ‹new›(«"b"»);`,
    'keyvalue keyvalue',
  ],
  [
    'of a field and of a property',
    `${using}class A {\n  private readonly KeyValue kv = ‹new›(«"a"»);\n  public KeyValue? Other { get; private set; } = ‹new›(«"b"»);\n}`,
    'keyvalue keyvalue',
  ],
  ['of another type', `${using}Store kv = new("a"); var x = new("b"); kv = new("c"); return new("d");`, ''],
  ['a named argument', `${using}‹new KeyValue›(name: «"orders"»);`, 'keyvalue'],
  ['a verbatim string', `${using}‹new KeyValue›(«@"a""b\\c"»);`, 'keyvalue'],
  [
    'a raw string',
    `${using}‹new KeyValue›(«"""a"b\\"""»); ‹new KeyValue›(«""""c"""d""""»);`,
    'keyvalue keyvalue',
  ],
  ['a raw string of several lines', `${using}‹new KeyValue›("""\n  a\n  """);`, 'keyvalue'],
  ['an interpolated string without anything put in', `${using}‹new KeyValue›(«$"orders"»);`, 'keyvalue'],
  [
    'an interpolated string with something put in',
    `${using}‹new KeyValue›($"{x}-orders"); ‹new KeyValue›($@"{{{x}"); ‹new KeyValue›($$"""{{x}}""");`,
    'keyvalue keyvalue keyvalue',
  ],
  [
    'what is put in a string',
    `${using}var s = $"a{ ‹new KeyValue›(«"b"»).Get($"c{1}{{") }d{2}"; ‹new KeyValue›(«"e"»);`,
    'keyvalue keyvalue',
  ],
  ['bytes', `${using}‹new KeyValue›("orders"u8);`, 'keyvalue'],
  [
    'escapes',
    `${using}‹new KeyValue›(«"\\u0041\\U0001F600\\"\\0"»); ‹new KeyValue›("\\x41");`,
    'keyvalue keyvalue',
  ],
  [
    'a computed name',
    `${using}‹new KeyValue›("a" + b); ‹new KeyValue›(name); ‹new KeyValue›(Names.Orders); ‹new KeyValue›();`,
    'keyvalue keyvalue keyvalue keyvalue',
  ],
  [
    'a constant',
    `${using}class A {\n  const string Name = «"orders"»;\n  object kv = ‹new KeyValue›(Name);\n}`,
    'keyvalue',
  ],
  ['a constant of a method', `${using}public const string Name = «"a"»;\n‹KeyValue.Open›(Name);`, 'keyvalue'],
  [
    'a constant whose name is also a parameter',
    `${using}const string name = "a";\nvoid F(string name) { ‹new KeyValue›(name); }`,
    'keyvalue',
  ],
  ['a variable', `${using}string name = "a";\n‹new KeyValue›(name);`, 'keyvalue'],
  [
    'a constant that is set from more',
    `${using}const string Name = "a" + "b";\n‹new KeyValue›(Name);`,
    'keyvalue',
  ],
  ['a class of another namespace', 'using Other;\nvar kv = new KeyValue("a"); KeyValue.Open("b");', ''],
  ['no namespace at all', 'var kv = new KeyValue("a");', ''],
  ['the whole name of another', `${using}new Other.KeyValue("a"); Other.KeyValue kv = new("b");`, ''],
  ['an alias of another', 'using SpiderLightning;\nusing KeyValue = Other.KeyValue;\nnew KeyValue("a");', ''],
  ['a class of its own', `${using}class KeyValue { }\nnew KeyValue("a");`, ''],
  ['a record of its own', `${using}record KeyValue(string A);\nnew KeyValue("a");`, ''],
  ['a variable of that name', `${using}var KeyValue = new Files();\nKeyValue.Open("a");`, ''],
  [
    'a class that is given no name',
    `${using}new HttpRouter(); new HttpResponse(200); HttpServer.Open("a");`,
    '',
  ],
  ['a nested class', `${using}new KeyValue.Result("a"); a.KeyValue.Open("b");`, ''],
  [
    'comments and directives',
    `${using}// new KeyValue("a")\n/* new KeyValue("b") */\n#region Don't\n‹new KeyValue›(«"c"»);`,
    'keyvalue',
  ],
  ['characters', `${using}char a = '"'; char b = '\\''; ‹new KeyValue›(«"c"»);`, 'keyvalue'],
]);
