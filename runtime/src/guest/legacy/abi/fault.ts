/**
 * The guest broke the rules of the ABI: a pointer outside its memory, a case that does not exist. The message is the
 * rest of a sentence about the guest: "passed a string outside its memory".
 */
export class AbiFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'AbiFault';
  }
}
