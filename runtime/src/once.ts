/** What is made when it is first asked for, of what is given then, and kept from there on: also where making it failed. */
export function once<A extends unknown[], T>(make: (...args: A) => Promise<T>): (...args: A) => Promise<T> {
  let made: Promise<T> | undefined;
  return (...args) => (made ??= make(...args));
}
