import { driver } from './driver.ts';
import { sqlContract } from './sql.ts';

sqlContract('sql.sqlite, durable', driver('sql.sqlite'));
sqlContract('sql.sqlite, fast', driver('sql.sqlite', { durable: false }));
