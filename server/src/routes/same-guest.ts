/** Which sources of an app can be of the same guest: an app's folder may have those of others too. */
import { languageOf } from '../sources/language.ts';

/** False of sources in different languages, and of different binaries of Cargo. */
export function isSameGuest(uri: string, other: string): boolean {
  const [one, two] = [binaryOf(uri), binaryOf(other)];
  return familyOf(uri) === familyOf(other) && (one === undefined || two === undefined || one === two);
}

function familyOf(uri: string): string | undefined {
  const language = languageOf(uri);
  if (language === 'cpp') return 'c';
  return language === 'typescript' ? 'javascript' : language;
}

/** `a` of src/bin/a.rs and of src/bin/a/main.rs. */
function binaryOf(uri: string): string | undefined {
  return /\/src\/bin\/([^/.]+)/.exec(uri)?.[1];
}
