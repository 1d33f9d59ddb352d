/** The guest could not be set up, by what it says itself or by what it asked for. */
export class SetUpFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SetUpFailure';
  }
}
