/** What a guest is told that opens what the slightfile does not declare. */
import { UndeclaredCapability } from '../ports/errors.ts';
import type { PortName } from '../ports/ports.ts';
import { isNameless, nameless } from './declarations.ts';
import type { Declaration } from './declarations.ts';

/**
 * @param all what the slightfile declares
 * @param file its name
 */
export function undeclared(
  port: PortName,
  name: string,
  all: readonly Declaration[],
  file: string,
): UndeclaredCapability {
  // which nobody names
  if (port === 'http-client') return new UndeclaredCapability(`${file} declares no http-client`);
  const kind = all.filter(({ resource }) => resource.capability === port);
  if (isNameless(port) && name === '') {
    const which = `${file} declares ${kind.length === 0 ? 'no' : 'several'} ${port}`;
    if (kind.length === 0) return new UndeclaredCapability(which);
    return new UndeclaredCapability(
      `${which} (${kind.map((one) => `"${one.name}"`).join(', ')}), and the guest does not say which it means: ${nameless[port]} has one. Leave one of them`,
    );
  }
  const names = kind.map((one) => `"${one.name}"`);
  const known = names.length > 0 ? `it declares ${names.join(', ')}` : `it declares no ${port} at all`;
  return new UndeclaredCapability(`no ${port} capability named "${name}" is declared in ${file}: ${known}`);
}
