/** How a port's failures become the error values of a WIT interface. */
import { rowOf } from '@slight/slightfile/interfaces.ts';
import { CapabilityError } from '../ports/errors.ts';
import type { Failure, HostContext } from './host.ts';
import type { HostFunction } from './values.ts';
import { HostResource, WitError } from './values.ts';

/** Makes the WIT's error value of a failure. */
export type ErrorValue = (error: CapabilityError) => unknown;

/** `variant error { error-with-description(string) }` of generation 0.2: the case goes into the text. */
export const withDescription: ErrorValue = (error) => ({
  tag: 'error-with-description',
  val: `${error.case}: ${error.message}`,
});

/**
 * The variants of generation 0.5 and of its component packages: the port's own cases, each with a text.
 * @param cases those that the variant has; any other becomes its unexpected-error
 */
export function withCase(cases: readonly string[]): ErrorValue {
  return (error) => ({
    tag: cases.includes(error.case) ? error.case : 'unexpected-error',
    val: error.message,
  });
}

/** Whose functions they are, and who is told of what they fail with. */
export interface Told {
  readonly interfaceName: string;
  readonly context: Pick<HostContext, 'failed'>;
}

/** The same functions, but a CapabilityError is thrown as the WitError of the interface. Any other error is a bug and stays itself. */
export function failing(
  toValue: ErrorValue,
  functions: Readonly<Record<string, HostFunction>>,
  told: Told,
): Readonly<Record<string, HostFunction>> {
  return Object.fromEntries(
    Object.entries(functions).map(([name, implementation]) => [
      name,
      name.startsWith('[resource-drop]') ? implementation : translated(name, implementation, toValue, told),
    ]),
  );
}

/** `instanceof` alone makes the type's parameter `any`. */
export function isCapabilityError(error: unknown): error is CapabilityError {
  return error instanceof CapabilityError;
}

function translated(
  name: string,
  implementation: HostFunction,
  toValue: ErrorValue,
  { interfaceName, context }: Told,
): HostFunction {
  const opens = rowOf(interfaceName)?.opens?.includes(name) === true;
  /** What the guest is given of an error, which is told before. */
  const told = (error: unknown, first: unknown): Error => {
    if (!isCapabilityError(error) && !(error instanceof WitError)) return error as Error;
    context.failed?.({
      interface: interfaceName,
      function: name,
      // what came from what was opened, or the name to open
      name: first instanceof HostResource ? first.openedAs : opens ? (first as string) : undefined,
      ...caseOf(error),
    });
    return isCapabilityError(error) ? new WitError(toValue(error), error.message) : error;
  };
  // what needs not be waited for is given at once: a guest that waits is put aside, which costs more than most calls
  return (...args) => {
    let given: unknown;
    try {
      given = implementation(...args);
    } catch (error) {
      return Promise.reject(told(error, args[0]));
    }
    if (!(given instanceof Promise)) return given;
    return given.catch((error: unknown) => {
      throw told(error, args[0]);
    });
  };
}

function caseOf(error: CapabilityError | WitError): Pick<Failure, 'case' | 'message'> {
  const { message } = error;
  if (isCapabilityError(error)) return { case: error.case, message };
  const { tag } = (error.payload ?? {}) as { readonly tag?: unknown };
  return { case: typeof tag === 'string' ? tag : 'error', message };
}
