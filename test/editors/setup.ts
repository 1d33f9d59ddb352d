/** The set-ups that docs/editors.md prints, so that the tests run what people copy. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');

/**
 * The first block of code of a language below a heading of docs/editors.md.
 * @throws where the document has no such block
 */
export async function printedSetup(heading: string, language: string): Promise<string> {
  const text = await readFile(path.join(root, 'docs/editors.md'), 'utf8');
  const sections = text.split(/^#+ /m);
  const section = sections.find((one) => one.startsWith(`${heading}\n`));
  const block = section?.split(`\n\`\`\`${language}\n`)[1]?.split('\n```')[0];
  if (block === undefined) throw new Error(`docs/editors.md has no ${language} below "${heading}".`);
  return `${block}\n`;
}
