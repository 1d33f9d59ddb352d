/** Where the events of a command go. */
import type { Channel } from '../channel.ts';
import type { Masking } from '../trace/masking/masking.ts';
import { Mistake } from '../mistake.ts';
import { createTrace } from '../trace/trace.ts';
import type { Sink, Trace } from '../trace/trace.ts';
import { channelSink } from '../trace/sinks/channel.ts';
import { fileSink } from '../trace/sinks/file.ts';

export interface TraceTarget {
  /** The path that `--trace` names. */
  readonly file?: string | undefined;
  readonly channel?: Channel | undefined;
  readonly terminal: Sink & Disposable;
  /** Files of the command, which the trace may not take the place of. */
  readonly inputs: readonly string[];
}

/**
 * The trace of a command. Disposed when every event is out.
 * @throws Mistake where the file cannot be written
 */
export function openTrace(
  { file, channel, terminal, inputs }: TraceTarget,
  masking: Masking,
): AsyncDisposable & { readonly trace: Trace } {
  if (file === '-') {
    throw new Mistake('usage', '--trace - names no file. Name one; /dev/stderr is standard error.');
  }
  const written = file === undefined ? undefined : fileSink(file, inputs);
  const told = channel && channelSink(channel);
  const sinks = [terminal, written, told].filter((sink) => sink !== undefined);
  return {
    trace: createTrace(sinks, masking),
    async [Symbol.asyncDispose]() {
      terminal[Symbol.dispose]();
      written?.[Symbol.dispose]();
      await told?.sent();
    },
  };
}
