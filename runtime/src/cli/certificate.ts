/** The files that HTTPS is served by. */
import type { Certificate } from '../http/node-server.ts';
import { readInput } from '../input.ts';
import { Mistake } from '../mistake.ts';

/**
 * What `--cert` and `--key` name: files of PEM. Undefined where neither is given.
 * @throws Mistake where one of them is missing, or cannot be read
 */
export async function certificateOf(
  cert: string | undefined,
  key: string | undefined,
): Promise<Certificate | undefined> {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) {
    const [given, missing] = cert === undefined ? ['--key', '--cert'] : ['--cert', '--key'];
    throw new Mistake('usage', `${given} is of no use without ${missing}. Name the two files together.`);
  }
  const limit = { most: 1, but: 'no certificate or key is' };
  const [certBytes, keyBytes] = await Promise.all([readInput(cert, limit, {}), readInput(key, limit, {})]);
  return { cert: certBytes, key: keyBytes };
}
