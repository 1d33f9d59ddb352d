import { testRung, testSharing } from './suite.ts';
import { azuriteCase, noEngine, redisCase } from './run.ts';

for (const backend of [redisCase, azuriteCase]) {
  testRung('local', backend, () => noEngine);
  testSharing('local', backend, () => noEngine);
}
