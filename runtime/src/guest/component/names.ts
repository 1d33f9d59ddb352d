/** Names of WIT as jco writes them in JavaScript. */

/** `field-name` → `fieldName`, and `HTTP-url` → `httpUrl`: WIT has words in capitals, JavaScript's names do not. */
export function camelCase(name: string): string {
  return name.toLowerCase().replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

export function pascalCase(name: string): string {
  const camel = camelCase(name);
  return camel.charAt(0).toUpperCase() + camel.slice(1);
}
