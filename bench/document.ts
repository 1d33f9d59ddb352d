/** docs/benchmarks.md: one section a benchmark, each with the machine and the day that it was measured on. */

const intro = `# Benchmarks

Made by \`npm run bench -- --write\`. Contestants take turns, A B A B …, so that a machine that is busy is so for all of
them: times are medians, and a ratio is the median of the ratios round by round.
`;

export interface Section {
  readonly title: string;
  /** Markdown, with no heading above the third level. */
  readonly text: string;
}

/** The document with these sections in place of those that have their titles; others stay as they are. */
export function withSections(document: string, sections: readonly Section[]): string {
  const all = new Map(
    document
      .split(/^(?=## )/m)
      .slice(1)
      .map((section) => [/^## (.*)/.exec(section)?.[1] ?? '', section.trimEnd()]),
  );
  for (const { title, text } of sections) all.set(title, `## ${title}\n\n${text}`);
  return [intro, ...all.values()].map((part) => `${part.trimEnd()}\n`).join('\n');
}
