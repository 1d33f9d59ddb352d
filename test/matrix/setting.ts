/** The one setting that guests read from every resource of configs, and how each of those gets it. */
import assert from 'node:assert/strict';
import type { App } from './app.ts';

export const setting = { key: 'COLOUR', value: 'a colour of blue' };

/** Gives the app's configs the setting, where no service has it. */
export async function giveSetting(app: App): Promise<void> {
  const { key, value } = setting;
  if (app.resource.id === 'configs.envvars') app.environment[key] = value;
  if (app.resource.id === 'configs.usersecrets') {
    const { code, stderr } = await app.slight('secret', '-k', key, '-v', value, '-c', 'slightfile.toml');
    assert.equal(code, 0, stderr);
  }
}
