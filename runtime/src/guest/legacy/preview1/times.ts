/** Times that a guest sets, by the flags that say what it means. */
import type { NewTime, NewTimes } from '../../files/times.ts';
import { unsigned } from './context.ts';
import { Failure } from './failure.ts';
import { fstflag } from './numbers.ts';

const all = fstflag.atim | fstflag.atimNow | fstflag.mtim | fstflag.mtimNow;

/** @throws Failure `invalid` where a time is to be both the given one and the present */
export function newTimes(access: bigint, modification: bigint, flags: number): NewTimes {
  if ((flags & ~all) !== 0) throw new Failure('invalid');
  return {
    access: newTime(access, (flags & fstflag.atim) !== 0, (flags & fstflag.atimNow) !== 0),
    modification: newTime(modification, (flags & fstflag.mtim) !== 0, (flags & fstflag.mtimNow) !== 0),
  };
}

function newTime(time: bigint, isGiven: boolean, isNow: boolean): NewTime {
  if (isGiven && isNow) throw new Failure('invalid');
  if (isNow) return 'now';
  return isGiven ? unsigned(time) : 'same';
}
