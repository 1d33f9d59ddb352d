/** wasi:cli: arguments, environment, standard streams, exit; nothing that GuestIo does not give. */
import type { HostFunction } from '../../../hosts/values.ts';
import { HostResource } from '../../../hosts/values.ts';
import type { GuestIo } from '../../guest.ts';
import { GuestExit } from '../../trap.ts';
import { isTerminal, outputTo, stdin } from '../../io/stdio.ts';
import type { Input } from '../../../io/stream.ts';
import { InputStream, OutputStream } from '../../../hosts/streams.ts';

/** A sign that a stream is a terminal; guests print line by line then. */
class Terminal extends HostResource {}

/** By the interface's name without its version. */
export function cli(io: GuestIo): Record<string, Record<string, HostFunction>> {
  let input: Input | undefined;
  const output = outputTo(io.stdout, 1);
  const errors = outputTo(io.stderr, 2);
  const terminal = (resource: string, target: GuestIo['stdout' | 'stdin'], descriptor: number) => () =>
    isTerminal(target, descriptor) ? new Terminal(resource) : undefined;
  return {
    'wasi:cli/environment': {
      'get-environment': () => Object.entries(io.environment),
      'get-arguments': () => [...io.args],
      'initial-cwd': () => undefined,
    },
    'wasi:cli/exit': {
      exit: ({ tag }: { tag: 'ok' | 'err' }) => {
        throw new GuestExit(tag === 'ok' ? 0 : 1);
      },
      'exit-with-code': (code: number) => {
        throw new GuestExit(code);
      },
    },
    'wasi:cli/stdin': { 'get-stdin': () => new InputStream((input ??= stdin(io.stdin))) },
    'wasi:cli/stdout': { 'get-stdout': () => new OutputStream(output) },
    'wasi:cli/stderr': { 'get-stderr': () => new OutputStream(errors) },
    'wasi:cli/terminal-input': { '[resource-drop]terminal-input': () => undefined },
    'wasi:cli/terminal-output': { '[resource-drop]terminal-output': () => undefined },
    'wasi:cli/terminal-stdin': { 'get-terminal-stdin': terminal('terminal-input', io.stdin, 0) },
    'wasi:cli/terminal-stdout': { 'get-terminal-stdout': terminal('terminal-output', io.stdout, 1) },
    'wasi:cli/terminal-stderr': { 'get-terminal-stderr': terminal('terminal-output', io.stderr, 2) },
  };
}
