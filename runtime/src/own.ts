/** What a table has under a name that came from a guest or a file: `constructor` and `__proto__` may be such names. */
export function own<T>(table: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}
