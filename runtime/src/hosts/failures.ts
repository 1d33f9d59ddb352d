/** How a port's failures become the error values of a WIT interface. */
import { CapabilityError } from '../ports.ts';
import type { HostFunction } from './host.ts';
import { WitError } from './host.ts';

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

/** The same functions, but a CapabilityError is thrown as the WitError of the interface. Any other error is a bug and stays itself. */
export function failing(
  toValue: ErrorValue,
  functions: Readonly<Record<string, HostFunction>>,
): Readonly<Record<string, HostFunction>> {
  return Object.fromEntries(
    Object.entries(functions).map(([name, implementation]) => [
      name,
      name.startsWith('[resource-drop]') ? implementation : translated(implementation, toValue),
    ]),
  );
}

/** `instanceof` alone makes the type's parameter `any`. */
export function isCapabilityError(error: unknown): error is CapabilityError {
  return error instanceof CapabilityError;
}

function translated(implementation: HostFunction, toValue: ErrorValue): HostFunction {
  return async (...args) => {
    try {
      return await implementation(...args);
    } catch (error) {
      throw isCapabilityError(error) ? new WitError(toValue(error), error.message) : error;
    }
  };
}
