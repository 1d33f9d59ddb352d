/** NATS's subjects, https://docs.nats.io/nats-concepts/subjects: tokens with dots between, `*` is one, `>` the rest. */
import { noTopic, requireTopic } from '../topics.ts';

/** @throws CapabilityError where it is none that can be subscribed to */
export function requireSubject(subject: string): void {
  requireTopic(subject);
  const tokens = subject.split('.');
  // white space parts the words of the protocol
  if (tokens.includes('') || /[\s\0]/.test(subject)) {
    throw noTopic(
      `${JSON.stringify(subject)} is no subject of NATS: words with dots between, without blanks.`,
    );
  }
}

/** @throws CapabilityError where it is none that can be published to */
export function requireLiteral(subject: string): void {
  requireSubject(subject);
  if (isWild(subject))
    throw noTopic(`${JSON.stringify(subject)} is a wildcard: it can be subscribed to, and not published to.`);
}

function isWild(subject: string): boolean {
  const tokens = subject.split('.');
  return tokens.includes('*') || tokens.at(-1) === '>';
}

/** Whether all that the other asks for is asked for by this one. */
export function covers(subject: string, other: string): boolean {
  const [mine, theirs] = [subject.split('.'), other.split('.')];
  for (const [index, token] of mine.entries()) {
    if (token === '>') return theirs.length > index;
    const their = theirs[index];
    if (their === undefined || their === '>') return false;
    if (token !== '*' && token !== their) return false;
  }
  return mine.length === theirs.length;
}

/** The fewest of them that ask for the same. */
export function together(subjects: readonly string[]): string[] {
  const all = [...new Set(subjects)];
  return all.filter((one) => !all.some((other) => other !== one && covers(other, one)));
}
