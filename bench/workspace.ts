/** A workspace as large as one finds them: hundreds of apps, each a slightfile and its guest's sources. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

export interface Workspace {
  readonly bytes: number;
  readonly apps: number;
  /** One of its slightfiles, and what is in it. */
  readonly slightfile: { readonly path: string; readonly text: string };
}

/** So many sources belong to one app. */
const sourcesPerApp = 50;

/** About how long a source is, in characters. */
const length = 10_000;

/** Makes a workspace of so many sources, in Rust, C, JavaScript and TypeScript; the same text each time. */
export async function makeWorkspace(folder: string, sources: number): Promise<Workspace> {
  const random = sequence(1);
  const apps = Math.max(1, Math.round(sources / sourcesPerApp));
  let bytes = 0;
  for (let app = 0; app < apps; app++) {
    const home = path.join(folder, `app-${app}`);
    await mkdir(path.join(home, 'src'), { recursive: true });
    await writeFile(path.join(home, 'slightfile.toml'), slightfile(app));
    for (let source = app; source < sources; source += apps) {
      const language = languages[source % languages.length] ?? rust;
      const text = sourceText(language, source, random);
      bytes += text.length;
      await writeFile(path.join(home, 'src', `part_${source}.${language.extension}`), text);
    }
  }
  return {
    bytes,
    apps,
    slightfile: { path: path.join(folder, 'app-0/slightfile.toml'), text: slightfile(0) },
  };
}

/** Ten stores, of which the app's sources open some. */
function slightfile(app: number): string {
  const block = (_: unknown, index: number) => `[[capability]]
resource = "keyvalue.redis"
name = "store-${app}-${index}"

[capability.configs]
REDIS_ADDRESS = "redis://127.0.0.1:6379"
`;
  return ['specversion = "0.2"\n', ...Array.from({ length: stores }, block)].join('\n');
}

const stores = 10;

interface Language {
  readonly extension: string;
  readonly head: string;
  /** A function of that name, with these words as its comment. */
  readonly body: (name: string, words: string, number: number) => string;
  /** A function that opens a store. */
  readonly open: (name: string, store: string) => string;
}

const rust: Language = {
  extension: 'rs',
  head: 'use crate::keyvalue::Keyvalue;\nuse std::collections::HashMap;\n',
  body: (name, words, number) => `/// ${words}
pub fn ${name}(input: &[u8], limit: usize) -> Result<Vec<String>, String> {
    let mut seen: HashMap<String, usize> = HashMap::with_capacity(${number});
    for (index, line) in input.split(|byte| *byte == b'\\n').enumerate() {
        // ${words}
        let key = String::from_utf8_lossy(line).trim().to_string();
        if key.len() > limit { return Err(format!("{} is too long: {}", index, key)); }
        *seen.entry(key).or_insert(${number}) += 1;
    }
    Ok(seen.into_iter().filter(|(_, count)| *count > 1).map(|(key, _)| key).collect())
}
`,
  open: (name, store) =>
    `pub fn ${name}() -> Keyvalue {\n    Keyvalue::open("${store}").expect("a store")\n}\n`,
};

const c: Language = {
  extension: 'c',
  head: '#include "keyvalue.h"\n#include <stdio.h>\n#include <string.h>\n',
  body: (name, words, number) => `/* ${words} */
static int ${name}(const char *text, size_t length, int limit) {
  int count = ${number}; // ${words}
  for (size_t index = 0; index < length; index++) {
    if (text[index] == '\\n' && count++ > limit) {
      fprintf(stderr, "%d lines are too many for \\"%s\\"\\n", count, "${name}");
      return -1;
    }
  }
  return count;
}
`,
  open: (name, store) =>
    `void ${name}(keyvalue_expected_keyvalue_error_t *result) {\n  keyvalue_string_t name;\n  keyvalue_string_set(&name, "${store}");\n  keyvalue_keyvalue_open(&name, result);\n}\n`,
};

const script = (extension: string, type: (name: string) => string): Language => ({
  extension,
  head: "import { open } from 'wasi:keyvalue/store';\n",
  body: (name, words, number) => `/** ${words} */
export async function ${name}(input${type('string')}, limit = ${number})${type('Promise<string[]>')} {
  const seen = new Map();
  for (const [index, line] of input.split(/\\r?\\n/).entries()) {
    // ${words}
    if (line.length > limit) throw new RangeError(\`line \${index} of ${name} is too long\`);
    seen.set(line.trim(), (seen.get(line.trim()) ?? 0) + ${number});
  }
  return [...seen].filter(([, count]) => count > 1).map(([key]) => key);
}
`,
  open: (name, store) => `export function ${name}() {\n  return open('${store}');\n}\n`,
});

const languages = [rust, c, script('js', () => ''), script('ts', (name) => `: ${name}`)];

function sourceText(language: Language, source: number, random: (below: number) => number): string {
  const parts = [language.head];
  let size = 0;
  for (let part = 0; size < length; part++) {
    const words = Array.from({ length: 12 }, () => vocabulary[random(vocabulary.length)]).join(' ');
    const name = `${vocabulary[random(vocabulary.length)] ?? ''}_${source}_${part}`;
    // one function in ten opens a store, as in a guest that has much else to do
    const text =
      random(10) === 0
        ? language.open(name, `store-${random(200)}-${random(stores)}`)
        : language.body(name, words, random(1000));
    parts.push(text);
    size += text.length;
  }
  return parts.join('\n');
}

const vocabulary =
  'order customer invoice basket price stock parcel address payment ledger account region update cancel ship return refund queue batch window token session search filter cursor digest header render layout theme locale metric sample budget retry backoff lease shard replica snapshot'.split(
    ' ',
  );

/** Numbers below a bound, the same each time (Lehmer's generator, with the constants of MINSTD). */
function sequence(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 0x7fff_ffff;
    return state % below;
  };
}
