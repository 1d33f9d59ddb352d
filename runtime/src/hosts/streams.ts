/** The streams of wasi:io, as resources: over what a guest reads and writes. */
import type { Input, Output } from '../io/stream.ts';
import { HostResource } from './values.ts';

export class IoError extends HostResource {
  readonly cause: unknown;

  constructor(cause: unknown) {
    super('error');
    this.cause = cause;
  }
}

export class InputStream extends HostResource {
  readonly input: Input;

  constructor(input: Input) {
    super('input-stream');
    this.input = input;
  }
}

export class OutputStream extends HostResource {
  readonly output: Output;

  constructor(output: Output) {
    super('output-stream');
    this.output = output;
  }
}

/** Thrown by an Input or an Output that fails, where no error of the system says so. */
export class StreamFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StreamFailure';
  }
}

/** Thrown by an Input or an Output that takes or gives nothing any more. */
export class StreamClosed extends Error {
  constructor(options?: ErrorOptions) {
    super('the stream is closed', options);
    this.name = 'StreamClosed';
  }
}
