/**
 * The guest broke the rules of its ABI. The message is the rest of a sentence about the guest: "passed a list
 * outside its memory".
 */
export class AbiFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'AbiFault';
  }
}
