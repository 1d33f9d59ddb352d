/** NATS's subjects, https://docs.nats.io/nats-concepts/subjects: tokens with dots between, `*` is one, `>` the rest. */
import { noTopic, requireTopic } from '../topics.ts';

/**
 * The longest subject, in bytes. The server closes a connection that sends a line of more than 4,096 bytes, and one line
 * may hold two subjects: that of a message, and that of its answer.
 */
const longest = 1_900;

/** @throws CapabilityError where it is none that can be subscribed to */
export function requireSubject(subject: string): void {
  requireWords(subject);
  const [first, ...others] = subject.split('.');
  // a stream that keeps what is asked of JetStream answers in its place, and so breaks it for everybody
  if (first === '>' || (first === '*' && others.length > 0)) {
    const narrower = ['orders', ...(first === '>' ? ['>'] : others)].join('.');
    throw noTopic(
      `${shown(subject)} takes what is the server's own too; begin it with a word, as in ${shown(narrower)}.`,
    );
  }
  if (isInbox(subject) && isWild(subject))
    throw noTopic(`${shown(subject)} takes the answers that others wait for; subscribe to other subjects.`);
}

/** @throws CapabilityError where it is none that can be published to */
export function requireLiteral(subject: string): void {
  requireWords(subject);
  if (isWild(subject))
    throw noTopic(`${shown(subject)} is a wildcard: it can be subscribed to, and not published to.`);
}

/** Whether it is a subject for answers, by the convention of all clients: who looks for a stream of it finds none. */
export function isInbox(subject: string): boolean {
  return subject.startsWith('_INBOX.');
}

function requireWords(subject: string): void {
  requireTopic(subject);
  const size = Buffer.byteLength(subject);
  if (size > longest)
    throw noTopic(`The topic has ${size} bytes, and one of NATS has at most ${longest}; make it shorter.`);
  // white space parts the words of the protocol
  if (subject.split('.').includes('') || /[\s\0]/.test(subject)) {
    throw noTopic(`${shown(subject)} is no subject of NATS: words with dots between, without blanks.`);
  }
  // $JS, $KV, $O, $SYS: what JetStream is asked, and what it keeps for others
  if (subject.startsWith('$'))
    throw noTopic(`${shown(subject)} is the server's own: use a topic that does not begin with "$".`);
}

function shown(subject: string): string {
  return JSON.stringify(subject);
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
