import { configsContract } from './configs.ts';
import { memoryConfigs, writableConfigs } from './memory/configs.ts';

const open = { [Symbol.asyncDispose]: () => Promise.resolve() };

configsContract('a port in memory', {
  open: (values) => Promise.resolve({ ...writableConfigs(values), ...open }),
  isReadOnly: false,
});
configsContract('a port in memory that is read-only', {
  open: (values) => Promise.resolve({ ...memoryConfigs(values), ...open }),
  isReadOnly: true,
});
