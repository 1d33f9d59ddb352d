/** What happens to a guest, as the client is told of it. */
import { Event, OutputEvent, StoppedEvent, TerminatedEvent } from '@vscode/debugadapter';
import type { RuntimeEnd } from '../../child/runtime.ts';
import type { Stopped } from '../stopped.ts';

export function stoppedEvent({ thread, reason, breakpoints, error }: Stopped): Event {
  const event = new StoppedEvent(reason, thread, error?.message);
  Object.assign(event.body, {
    allThreadsStopped: false,
    hitBreakpointIds: breakpoints,
    ...(error && { description: `Stopped at ${error.case}` }),
  });
  return event;
}

/** In the order in which they are told. */
export function endEvents(end: RuntimeEnd): readonly Event[] {
  const terminated = new TerminatedEvent();
  if (end.kind === 'exited') return [new Event('exited', { exitCode: end.code }), terminated];
  if (end.kind === 'failed') return [new OutputEvent(`${end.error.message}\n`, 'stderr'), terminated];
  return [terminated];
}
