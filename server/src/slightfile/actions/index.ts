/** Every action, in the order in which a menu shows those of one kind. */
import { addMissingConfigs } from './add-configs.ts';
import type { ActionsAt } from './action.ts';
import { closeIt } from './close.ts';
import { extractToEnvironment } from './extract.ts';
import { migrateFile } from './migrate.ts';
import { moveToSecrets } from './move-to-secrets.ts';
import { serveByAnother } from './serve-by.ts';

export const actions: readonly ActionsAt[] = [
  closeIt,
  moveToSecrets,
  extractToEnvironment,
  addMissingConfigs,
  serveByAnother,
  migrateFile,
];
