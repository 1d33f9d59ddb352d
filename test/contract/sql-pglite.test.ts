import { driver } from './driver.ts';
import { sqlContract } from './sql.ts';

sqlContract('sql.pglite', driver('sql.pglite'));
