/** One version of a slightfile, as the features are given it. */
import { analyze } from '@slight/slightfile/analyze.ts';
import type { Problem } from '@slight/slightfile/problem.ts';
import type { Slightfile } from '@slight/slightfile/slightfile.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';

/** It is of use until the document changes. */
export interface File {
  /** Tells this version from every other that this process has read. */
  readonly id: string;
  /** Its URI, its version, its text, and the line and character of an offset. */
  readonly document: TextDocument;
  readonly slightfile: Slightfile;
  readonly problems: readonly Problem[];
  readonly environment: Environment;
}

/** The names of the environment variables that a run would see; never their values. */
export type Environment = ReadonlySet<string>;

/** Reads a version of a slightfile. It never throws, whatever the text is. */
export function readFile(document: TextDocument, environment: Environment, id = ''): File {
  const { slightfile, problems } = analyze(document.getText(), { environment });
  return { id, document, slightfile, problems, environment };
}
