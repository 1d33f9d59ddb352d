/** Gives a value to what an app reads its configuration from, each resource of configs in its own way. */
import assert from 'node:assert/strict';
import { startAppConfiguration } from '../contract/app-configuration.ts';
import type { App } from './app.ts';

/** Has the key set while `use` runs. */
export async function withSetting(
  app: App,
  key: string,
  value: string,
  use: () => Promise<void>,
): Promise<void> {
  switch (app.resource.id) {
    case 'configs.envvars':
      app.environment[key] = value;
      await use();
      return;
    case 'configs.usersecrets': {
      const { code, stderr } = await app.slight('secret', '-k', key, '-v', value, '-c', 'slightfile.toml');
      assert.equal(code, 0, stderr);
      await use();
      return;
    }
    case 'configs.azapp': {
      // what answers as Azure's does: there is no server of it in any package
      await using server = await startAppConfiguration([{ key, value }]);
      Object.assign(app.environment, server.configs());
      await use();
      return;
    }
    default:
      throw new Error(`The tests do not know how ${app.resource.id} gets a value.`);
  }
}
