/** What went wrong with a server or an engine, as people are told of it. */

/** A text without the values that nobody may read. */
export function masked(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret !== '')
    .reduce((rest, secret) => rest.replaceAll(secret, '••••'), text);
}

/** A failure whose message is a plain sentence for people. */
export class Sentence extends Error {}

/** What went wrong with an engine, as a clause. */
export function failureOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  const message = messageOf(error);
  if (error instanceof Error && error.name === 'TimeoutError') return 'it did not answer in time';
  if (code === 'ECONNREFUSED') return 'nobody listens there any more';
  if (/^(ECONNRESET|EPIPE)$/.test(code ?? '') || /socket hang up|^aborted$/.test(message))
    return 'it ended the connection';
  // read as what it is not
  if (error instanceof TypeError || error instanceof SyntaxError) return 'what it answers makes no sense';
  // as testcontainers has it of dockerode
  const [, said] = /^\(HTTP code \d+\) .*? - (.*)$/s.exec(message) ?? [];
  return (
    (said ?? message).replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '') || 'it refuses, and does not say why'
  );
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
