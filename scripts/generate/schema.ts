/** A JSON schema of draft 7, as far as ours go. */
export interface Schema {
  readonly [keyword: string]: unknown;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
}

/** The schema of a key, which is there. */
export function property(schema: Schema, ...keys: readonly string[]): Schema {
  return keys.reduce((parent, key) => {
    const member = (parent.items ?? parent).properties?.[key];
    if (!member) throw new Error(`schemas/structure.json has no ${keys.join('.')}`);
    return member;
  }, schema);
}
