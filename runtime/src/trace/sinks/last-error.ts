/** What a guest called, and what it was told. */
import { quote } from '@slight/text/words.ts';
import type { LastError } from '../events.ts';

/** `keyvalue.get of "orders": there is no key "a"` */
export function describeError({ interface: imported, function: called, name, message }: LastError): string {
  const [from = ''] = imported.split('@');
  const short = called.replace(/^\[[^\]]*\]/, '');
  // of an interface that is called as its resource is, the function says it all: keyvalue.get
  const where = short.startsWith(`${from.split('/').at(-1) ?? from}.`) ? short : `${from} ${short}`;
  if (name === undefined) return `${where}: ${message}`;
  return isOpen(short) ? `${where}(${quote(name)}): ${message}` : `${where} of ${quote(name)}: ${message}`;
}

function isOpen(called: string): boolean {
  return called === 'open' || called.endsWith('.open');
}
