/** The wrapper that makes a host's calls into events, and what a guest prints. */
import { rowOf } from '@slight/slightfile/interfaces.ts';
import type { HostFunction, HostInterface } from '../hosts/values.ts';
import { WitError } from '../hosts/values.ts';
import { createMasking, longestForm } from './masking/masking.ts';
import type { Masking } from './masking/masking.ts';
import { masked } from './masking/spans.ts';
import { maskingStream } from './masking/stream.ts';
import { maskedPreview, preview } from './preview.ts';
import type { Preview } from './events.ts';
import type { Trace } from './trace.ts';

/** What a guest prints, as events: `write` takes it as it comes, `end` tells what had to wait for what comes after. */
export function outputEvents(
  type: 'stdout' | 'stderr',
  trace: Trace,
): { write(bytes: Uint8Array): void; end(): void } {
  const stream = maskingStream(trace.masking);
  const tell = (text: string) => {
    if (text !== '') trace.emit({ type, text });
  };
  return { write: (bytes) => tell(stream.write(bytes)), end: () => tell(stream.end()) };
}

/** The same interfaces, with a `call` and a `return` or `error` event around every function but resource drops. */
export function traced(hosts: readonly HostInterface[], trace: Trace): readonly HostInterface[] {
  if (!trace.enabled) return hosts;
  // what is of no capability are types alone, whose functions ask nobody for anything
  const isTypes = (name: string) => {
    const row = rowOf(name);
    return row !== undefined && row.capability === undefined;
  };
  return hosts.map((host) => (isTypes(host.name) ? host : tracedInterface(host, trace)));
}

function tracedInterface(host: HostInterface, trace: Trace): HostInterface {
  const plain = (value: unknown) => showPlain(value, trace.masking);
  const show = rowOf(host.name)?.secret ? showMasked : plain;
  const names = new WeakMap<object, string>();
  const functions: Record<string, HostFunction> = {};
  for (const [name, implementation] of Object.entries(host.functions)) {
    functions[name] = name.startsWith('[resource-drop]')
      ? implementation
      : tracedFunction(host.name, name, implementation, { trace, plain, show, names });
  }
  return { name: host.name, functions };
}

interface Tracer {
  readonly trace: Trace;
  readonly plain: (value: unknown) => string | Preview;
  /** As `plain`, or what an interface of secrets shows. */
  readonly show: (value: unknown) => string | Preview;
  /** What each resource was opened as. */
  readonly names: WeakMap<object, string>;
}

function tracedFunction(
  interfaceName: string,
  name: string,
  implementation: HostFunction,
  { trace, plain, show, names }: Tracer,
): HostFunction {
  const isMethod = name.startsWith('[method]');
  const opens = rowOf(interfaceName)?.opens?.includes(name) ?? false;
  const invoke = implementation as (...args: unknown[]) => unknown;
  return async (...args: unknown[]) => {
    await trace.room();
    const call = trace.nextCall();
    const self = isMethod ? names.get(args[0] as object) : undefined;
    const seq = trace.emit({
      type: 'call',
      call,
      interface: interfaceName,
      function: name,
      ...(self !== undefined && { name: self }),
      arguments: (isMethod ? args.slice(1) : args).map((argument, index) =>
        index === 0 ? plain(argument) : show(argument),
      ),
    });
    const start = performance.now();
    try {
      const result: unknown = await trace.during(seq, () => invoke(...args));
      if (opens && typeof result === 'object' && result !== null) names.set(result, String(args[0]));
      trace.emit({
        type: 'return',
        call,
        duration: performance.now() - start,
        ...(result !== undefined && { result: show(result) }),
      });
      return result;
    } catch (error) {
      trace.emit({ type: 'error', call, duration: performance.now() - start, ...failure(error) });
      throw error;
    }
  };
}

function failure(error: unknown): { case: string; message: string } {
  if (error instanceof WitError) {
    const payload = error.payload as { tag?: string } | string | undefined;
    return {
      case: (typeof payload === 'string' ? payload : payload?.tag) ?? 'error',
      message: error.message,
    };
  }
  return { case: 'trap', message: error instanceof Error ? error.message : String(error) };
}

function showPlain(value: unknown, masking: Masking): string | Preview {
  if (value instanceof Uint8Array) return preview(value, masking);
  if (typeof value === 'string') return value.length > 256 ? shortened(value, masking) : value;
  if (Array.isArray(value)) return `list of ${value.length}`;
  if (typeof value === 'object' && value !== null)
    return 'tag' in value ? String(value.tag) : value.constructor.name.toLowerCase();
  return String(value);
}

function showMasked(value: unknown): string | Preview {
  if (value instanceof Uint8Array) return maskedPreview(value);
  return typeof value === 'string' ? masked : showPlain(value, unmasked);
}

/** Of what is neither text nor bytes, there is nothing to mask. */
const unmasked = createMasking();

/** Masked before it is cut: what is left of a secret could not be told as one. */
function shortened(text: string, masking: Masking): string {
  return masking.mask(text.slice(0, 256 + longestForm)).slice(0, 256) + '…';
}
