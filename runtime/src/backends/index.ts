/** The backends, one a line. */
import { azurite } from './servers/azurite.ts';
import type { Backend } from './backend.ts';
import { redis } from './servers/redis.ts';

export const backends: readonly Backend[] = [redis, azurite];
