import { after } from 'node:test';
import { openAppConfiguration } from '@slight/runtime/providers/configs/azapp.ts';
import { startAppConfiguration } from './app-configuration.ts';
import { configsContract } from './configs.ts';
import { contextOf } from './context.ts';

const stack = new AsyncDisposableStack();
after(() => stack.disposeAsync());

configsContract('configs.azapp', {
  isReadOnly: false,
  isText: true,
  async open(values) {
    const settings = Object.entries(values).map(([key, value]) => ({ key, value }));
    const server = stack.use(await startAppConfiguration(settings));
    return openAppConfiguration('configs', server.configs(), contextOf());
  },
});
