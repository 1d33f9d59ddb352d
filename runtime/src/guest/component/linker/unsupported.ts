/** The component uses what this version of slight does not run. The message is the rest of a sentence about it: "uses …". */
export class Unsupported extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Unsupported';
  }
}
