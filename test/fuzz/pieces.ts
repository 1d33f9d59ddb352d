/** What is written into documents: what means something in the language, and what means nothing anywhere. */
import type { Random } from './random.ts';

const slightfile = [
  'specversion = "0.2"\n',
  "specversion = '0.1'\n",
  '[[capability]]\n',
  '[[capability]]\nresource = "keyvalue.filesystem"\nname = "orders"\n',
  'resource = "keyvalue.redis"\n',
  'resource = "configs.envvars"\n',
  'resource = "blobstore.',
  'name = "orders"\n',
  'name = "carts"\n',
  'name = "*"\n',
  '    [capability.configs]\n    REDIS_ADDRESS = "${envvars.REDIS_ADDRESS}"\n',
  'configs.AWS_REGION = "eu-central-1"\n',
  '${usersecrets.',
  'secret_store = "configs.azapp"\n',
  '[[secret_settings]]\nname = "PG"\nvalue = "x"\n',
  '{ resource = "http", name = "web" }, ',
  ...Array.from('"\'[]{}=.,#\\ \t'),
  '"""',
  "'''",
  '\\u00e9',
  '2026-11-24T00:00:00Z',
];

const wit = [
  'package a:b@1.0.0;\n',
  'interface orders {\n}\n',
  'world w { import orders; }\n',
  'use types.{order};\n',
  'use spiderlightning:keyvalue/keyvalue@0.6.0.{keyvalue};\n',
  'import wasi:keyvalue/store@0.2.0-draft;\n',
  'include app with { run as go };\n',
  'record r { a: u8, b: list<string> }\n',
  'variant v { a(u8), b }\n',
  'resource cart { constructor(); }\n',
  'type id = u32;\n',
  'f: func(a: order) -> result<id, failure>;\n',
  'expected<unit, error>',
  '@since(version = 1.0.0)\n',
  '/// docs\n',
  '/* ',
  '*/',
  ...Array.from('{}<>(),.;:=@%/-_ \t'),
];

const sources = [
  'Keyvalue::open("orders")',
  'Keyvalue::open("',
  'use http_server::*;\nlet r = Router::new()?',
  '.get("/hello", "handle_hello")?',
  '.put("/hello", "',
  '#[register_handler]\nfn handle_hello(req: Request) -> Result<Response, HttpError> {}\n',
  "import { Router } from 'spiderlightning:http-handler/http-server@0.6.0';\nRouter.new().get('/a', 'handle-a');\n",
  'export function handleA() {}\n',
  'keyvalue_keyvalue_open(&name, &ret);\n',
  'keyvalue_string_set(&name, "carts");\n',
  "Keyvalue.open('carts')",
  'keyvalue.KeyvalueOpen("orders")',
  'keyvalue.Keyvalue.open("settings")',
  'Configs.open(`settings`)',
  'use keyvalue::*;\n',
  "import { Keyvalue } from 'spiderlightning:keyvalue/keyvalue@0.6.0';\n",
  'r##"',
  '"##',
  'f"{',
  '${',
  '//',
  '/*',
  '*/',
  '#',
  'name',
  ...Array.from('"\'`(){};,.\\= \t'),
];

const anywhere = [
  '\n',
  '\r\n',
  '\r',
  '\n\n',
  'é',
  '𝒳',
  '👩‍👩‍👧',
  'e\u0301',
  '\u2028',
  '\u0000',
  '\ufeff',
  '\u202e',
  '\ud800',
  '\u00a0',
];

/** Something to write into a document: mostly of its language, now and then a piece of the text itself. */
export function pieceFor(random: Random, language: string, text: string): string {
  const kind = random.below(10);
  if (kind === 0) return random.pick(anywhere);
  if (kind === 1) return String.fromCharCode(random.below(0x300));
  if (kind === 2) {
    const start = random.below(text.length + 1);
    return text.slice(start, start + random.below(80));
  }
  if (language === 'wit') return random.pick(wit);
  return random.pick(language === 'slightfile' || language === 'toml' ? slightfile : sources);
}

/** Far more than anybody writes, in one of the shapes that a quadratic loop would be slow on. */
export function hugePiece(random: Random, language: string, text: string): string {
  const piece = pieceFor(random, language, text) || 'x';
  return piece.repeat(Math.ceil((10_000 + random.below(50_000)) / piece.length));
}
