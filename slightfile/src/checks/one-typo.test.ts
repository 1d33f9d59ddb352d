/** One typo gives one problem: every single-character mistake in files that have none. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../analyze.ts';
import type { Problem } from '../problem.ts';

const files: Readonly<Record<string, string>> = {
  '0.2': `specversion = "0.2"

[[secret_settings]]
name = "REDIS_PASSWORD"
value = "c2VjcmV0"

[[capability]]
resource = "keyvalue.redis"
name = "orders"
[capability.configs]
REDIS_ADDRESS = "redis://:\${usersecrets.REDIS_PASSWORD}@\${envvars.HOST}:6379"

[[capability]]
resource = "keyvalue.azblob"
name = "carts"
configs = { AZURE_STORAGE_ACCOUNT = "carts", AZURE_STORAGE_KEY = "\${envvars.KEY}" }

[[capability]]
resource = "keyvalue.azblob"
name = "users"
configs.AZURE_STORAGE_ACCOUNT = "\${envvars.ACCOUNT}"
configs.AZURE_STORAGE_KEY = "\${envvars.KEY}"
configs.AZURE_STORAGE_ENDPOINT = "http://127.0.0.1:10000/\${envvars.ACCOUNT}"

[[capability]]
resource = "configs.usersecrets"
name = "*"
`,
  '0.1': `specversion = "0.1"
secret_store = "configs.envvars"

[[capability]]
name = "keyvalue.redis"

[[capability]]
name = "configs.envvars"
`,
};

/** Where one typo is two mistakes, and both are told. */
const exceptions: readonly RegExp[] = [
  // the letter that went into the key of a reference is missing after it, where it made the password one
  /REDIS_PASSWORD@\}\$/,
];

for (const [format, text] of Object.entries(files)) {
  test(`one typo in a ${format} file gives one problem`, () => {
    assert.deepEqual(grave(text), []);
    let told = 0;
    for (const { typo, line } of typos(text)) {
      const found = grave(typo);
      if (exceptions.some((exception) => exception.test(line))) continue;
      // a mistake of TOML's may be told at both of its ends, and nothing else beside it
      const isSyntax = found.some(({ code }) => code === 'toml-syntax');
      const others = found.filter(({ code }) => !isSyntax || code !== 'toml-syntax');
      assert.ok(
        others.length <= (isSyntax ? 0 : 1),
        `${line}\n${found.map(({ message }) => message).join('\n')}`,
      );
      if (found.length > 0) told++;
    }
    assert.ok(told > text.length, `only ${told} typos are told`);
  });
}

/** What stops a run, or will surely go wrong. */
function grave(text: string): readonly Problem[] {
  return analyze(text).problems.filter(({ severity }) => severity === 'error' || severity === 'warning');
}

/** Each character left out, doubled, replaced, exchanged with the next, and another put before it. */
function* typos(text: string): Iterable<{ readonly typo: string; readonly line: string }> {
  for (let at = 0; at < text.length; at++) {
    const [before, here, after] = [text.slice(0, at), text.charAt(at), text.slice(at + 1)];
    const next = after.slice(0, 1);
    for (const written of ['', here + here, 'x', `x${here}`, ' ', `_${here}`])
      yield changed(before, written, after);
    if (next !== here) yield changed(before, next + here, after.slice(1));
  }
}

function changed(before: string, written: string, after: string) {
  const typo = before + written + after;
  const start = before.lastIndexOf('\n') + 1;
  const end = typo.indexOf('\n', before.length + written.length);
  return { typo, line: typo.slice(start, end === -1 ? undefined : end) };
}
