/** The target of a request as it may be written: without the user and the password that a whole URL may hold. */
import { masked } from './spans.ts';

/** What stands before the `@` of an authority (RFC 3986, 3.2.1), also in what is no URL but was meant as one. */
const userinfo = /^((?:[a-z][a-z\d+.-]*:[/\\]+|[/\\]{2,})?)[^/\\?#]*@/i;

export function maskedTarget(target: string): string {
  return target.replace(userinfo, `$1${masked}@`);
}
