import { configsContract } from './configs.ts';
import { configsDriver } from './driver.ts';

configsContract('configs.envvars', {
  ...configsDriver('configs.envvars'),
  isReadOnly: false,
  isUnlisted: true,
});
