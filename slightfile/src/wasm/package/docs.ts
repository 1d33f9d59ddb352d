/**
 * The documentation of a binary WIT package, which tools keep in a custom section of JSON (`package-docs`, as
 * wit-parser's `PackageMetadata` writes it). What is not of that form is as if it were not there.
 */

/** What is said of a package, a world, an interface, a function, a type or its member. */
export class PackageDocs {
  readonly #said: unknown;

  constructor(said: unknown) {
    this.#said = said;
  }

  /** @param section the content behind the section's name: a version, then JSON */
  static read(section: Uint8Array): PackageDocs {
    try {
      return new PackageDocs(JSON.parse(new TextDecoder().decode(section.subarray(1))));
    } catch {
      return new PackageDocs(undefined);
    }
  }

  /** Those of a part, by the names that lead to it: `interfaces`, `store`, `funcs`, `open`. */
  at(...path: readonly string[]): PackageDocs {
    let said = this.#said;
    for (const step of path) said = isRecord(said) && Object.hasOwn(said, step) ? said[step] : undefined;
    return new PackageDocs(said);
  }

  /** The comments and gates, a line each. */
  lines(): readonly string[] {
    const said = this.#said;
    // in the first version, a function's documentation was its text
    const docs = typeof said === 'string' ? said : isRecord(said) ? said['docs'] : undefined;
    const comments = typeof docs === 'string' ? docs.trimEnd().split(/\r?\n/) : [];
    return [
      ...comments.map((line) => `/// ${line}`.trimEnd()),
      ...gates(isRecord(said) ? said['stability'] : undefined),
    ];
  }
}

function gates(stability: unknown): readonly string[] {
  if (!isRecord(stability)) return [];
  const [kind] = Object.keys(stability);
  const said = kind === undefined ? undefined : stability[kind];
  if (!isRecord(said)) return [];
  const { since, feature, deprecated } = said;
  return [
    ...(typeof since === 'string' ? [`@since(version = ${since})`] : []),
    ...(typeof feature === 'string' ? [`@unstable(feature = ${feature})`] : []),
    ...(typeof deprecated === 'string' ? [`@deprecated(version = ${deprecated})`] : []),
  ];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
