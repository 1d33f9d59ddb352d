/** Finds the config that an error of a connection is about. Knows nothing of VS Code. */

export interface AddressPlace {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The value in a capability's block that has the address which an error names; undefined where the error names none, or
 * the block has it from somewhere else.
 * @param line one of the block, counted from 0
 */
export function addressPlace(text: string, line: number, error: string): AddressPlace | undefined {
  const addresses = error.match(/(?:[\w.-]+|\[[\da-f:.]+\]):\d{1,5}\b/gi) ?? [];
  const lines = text.split(/\r?\n/);
  const isHeader = (one: string): boolean => /^\s*\[\[/.test(one);
  const first = lines.slice(0, line + 1).findLastIndex(isHeader) + 1;
  const next = lines.findIndex((one, index) => index > line && isHeader(one));
  for (const [offset, one] of lines.slice(first, next === -1 ? undefined : next).entries()) {
    const value = /=\s*(["'])(.*?)\1/.exec(one);
    if (!value?.[2] || !addresses.some((address) => value[2]?.includes(address))) continue;
    const start = value.index + value[0].length - value[2].length - 1;
    return { line: first + offset, start, end: start + value[2].length };
  }
  return undefined;
}
