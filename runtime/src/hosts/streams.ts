/** The streams of wasi:io, as resources: over what a guest reads and writes. */
import type { Input, Output } from '../io/stream.ts';
import { HostResource, allAre } from './values.ts';

export class IoError extends HostResource {
  static {
    allAre(this, 'error');
  }

  readonly cause: unknown;

  constructor(cause: unknown) {
    super();
    this.cause = cause;
  }
}

export class InputStream extends HostResource {
  static {
    allAre(this, 'input-stream');
  }

  readonly input: Input;

  constructor(input: Input) {
    super();
    this.input = input;
  }
}

export class OutputStream extends HostResource {
  static {
    allAre(this, 'output-stream');
  }

  readonly output: Output;

  constructor(output: Output) {
    super();
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
