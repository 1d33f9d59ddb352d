import { configsContract } from './configs.ts';
import { configsDriver } from './driver.ts';

configsContract('configs.usersecrets', { ...configsDriver('configs.usersecrets'), isReadOnly: true });
