/** The backends, one a line. */
import { azurite } from './azurite.ts';
import type { Backend } from './backend.ts';
import { redis } from './redis.ts';

export const backends: readonly Backend[] = [redis, azurite];
