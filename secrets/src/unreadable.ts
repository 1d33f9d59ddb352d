/** A secret or the key to it cannot be used. The message is one or two plain sentences that say what to do. */
export class SecretUnreadable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SecretUnreadable';
  }
}
