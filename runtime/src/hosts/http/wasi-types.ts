/** wasi:http/types@0.2: messages, their fields and bodies, as resources that the guest holds. A folder has a file for each. */
import type { Host } from '../host.ts';
import type { IoError } from '../streams.ts';
import type { HostFunction } from '../values.ts';
import { HttpFailure } from './wasi/error-code.ts';
import { fieldsFunctions } from './wasi/fields.ts';
import { incomingFunctions } from './wasi/incoming.ts';
import { outgoingFunctions } from './wasi/outgoing.ts';
import { outparamFunctions } from './wasi/outparam.ts';
import { requestOptionsFunctions } from './wasi/request-options.ts';

const functions: Record<string, HostFunction> = {
  'http-error-code': ({ cause }: IoError) => (cause instanceof HttpFailure ? cause.errorCode : undefined),
  ...fieldsFunctions,
  ...incomingFunctions,
  ...outgoingFunctions,
  ...requestOptionsFunctions,
  ...outparamFunctions,
};

export const host: Host = {
  create: (interfaceName) => ({ name: interfaceName, functions }),
};
