/** wasi:config and wasi:logging, as Spin's and wasmCloud's guests import them, run by what ships. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { slight } from '@slight/runtime/cli/testing.ts';
import { guestsOf } from '../../scripts/guests/contracts.ts';

const guests = path.join(import.meta.dirname, '../../.cache/guests');

function folder(...declared: readonly string[]): string {
  const cwd = mkdtempSync(path.join(os.tmpdir(), 'slight-wasi-config-'));
  const blocks = declared.map(
    (one) => `[[capability]]\nresource = "${one}"\nname = "${one.replace('.', '-')}"\n`,
  );
  writeFileSync(path.join(cwd, 'slightfile.toml'), `specversion = "0.2"\n${blocks.join('')}`);
  return cwd;
}

const standard = guestsOf('configs').filter(({ generation }) => generation === 'standard');

for (const { name } of standard) {
  describe(name, () => {
    const run = (cwd: string, commands: readonly string[], flags: readonly string[] = []) =>
      slight(['run', ...flags, path.join(guests, `${name}.wasm`), '--', 'any', ...commands], {
        cwd,
        env: { COLOUR: 'a colour of blue', XDG_CONFIG_HOME: path.join(cwd, 'config') },
      });

    test('reads the only configs of the slightfile, whatever its name is', () => {
      const cwd = folder('configs.envvars');
      assert.equal(run(cwd, ['get', 'COLOUR', 'get', 'NONE']).stdout, 'get: a colour of blue\nget:\n');
      assert.match(
        run(cwd, ['all']).stdout,
        /^all failed: upstream: configs\.envvars gives only the variables that are asked for/,
      );
    });

    test('reads all of them', () => {
      const cwd = folder('configs.usersecrets');
      const secret = (key: string, value: string) =>
        slight(['secret', '-k', key, '-v', value, '-c', 'slightfile.toml'], {
          cwd,
          env: { XDG_CONFIG_HOME: path.join(cwd, 'config') },
        });
      secret('one', 'the first of them');
      secret('two', 'the second');
      assert.equal(run(cwd, ['all']).stdout, 'all: one the first of them two the second\n');
    });

    test('is told where there is none, and where there are several', () => {
      assert.match(
        run(folder('keyvalue.memory'), ['get', 'COLOUR']).stdout,
        /^get failed: upstream: slightfile\.toml declares no configs\n$/,
      );
      assert.match(
        run(folder('configs.envvars', 'configs.usersecrets'), ['get', 'COLOUR']).stdout,
        /^get failed: upstream: slightfile\.toml declares several configs \("configs-envvars", "configs-usersecrets"\), and .* Leave one of them\n$/,
      );
    });

    test('logs to standard error and the trace, and neither has a value', () => {
      const cwd = folder('configs.envvars');
      const commands = ['log', 'info', 'config', 'reads', 'get', 'COLOUR', 'log', 'critical', '', 'is done'];
      const { stderr } = run(cwd, commands, ['--trace', 'trace']);
      assert.match(stderr, /^\[info\] config: reads$/m);
      assert.match(stderr, /^\[critical\] is done$/m);
      const trace = readFileSync(path.join(cwd, 'trace'), 'utf8');
      assert.match(trace, /"type":"stderr","text":"\[info\] config: reads\\n"/);
      assert.doesNotMatch(trace, /a colour of blue/);
    });
  });
}
