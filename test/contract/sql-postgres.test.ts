import { driver } from './driver.ts';
import { sqlContract } from './sql.ts';

sqlContract('sql.postgres', driver('sql.postgres'));
