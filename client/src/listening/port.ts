/** URLs of apps that serve HTTP, as people read them. Knows nothing of VS Code. */

/** `:3000` */
export function portOf(url: string): string {
  const { port, protocol } = new URL(url);
  return `:${port || (protocol === 'https:' ? '443' : '80')}`;
}
