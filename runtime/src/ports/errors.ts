/** How a port fails. */

/** A capability's failure, told to the guest as the WIT's own error case. The message is for the guest: no secret, no stack. */
export class CapabilityError<Case extends string = string> extends Error {
  readonly case: Case;

  constructor(errorCase: Case, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CapabilityError';
    this.case = errorCase;
  }
}

/** The guest opened a name that the slightfile does not declare. */
export class UndeclaredCapability extends CapabilityError<'unexpected-error'> {
  constructor(message: string) {
    super('unexpected-error', message);
    this.name = 'UndeclaredCapability';
  }
}
