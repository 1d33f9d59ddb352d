/** What serves the name that a source opens. */
import { findResource } from '@slight/slightfile/catalogue.ts';
import { quote } from '@slight/slightfile/checks/words.ts';
import type { Hover, Position } from 'vscode-languageserver-types';
import { MarkupKind } from 'vscode-languageserver-types';
import { explainResource, paragraphs } from '../explain.ts';
import { nameOf } from '../uri.ts';
import type { AppNames, Declaration } from './app-names.ts';
import { declarationsOf } from './app-names.ts';
import { nameAt } from './places.ts';
import { nounOf, slightfilesOf } from './words.ts';

/** `now` says of a capability what serves it while an app runs. Null where there is no name. */
export function nameHover(
  app: AppNames,
  uri: string,
  position: Position,
  now: (declaration: Declaration) => string | undefined,
): Hover | null {
  const found = nameAt(app, uri, position);
  if (found?.at !== 'use') return null;
  const { name, kind } = found.name;
  const served = declarationsOf(app, found.name);
  const value =
    served.length === 0
      ? paragraphs(
          `**${quote(name)}**: a ${nounOf(kind)}`,
          app.isWhole && `Nothing in ${slightfilesOf(app, 'or')} serves it.`,
        )
      : served.map((declaration) => explain(declaration, name, now(declaration))).join('\n\n---\n\n');
  return { contents: { kind: MarkupKind.Markdown, value }, range: found.place.range };
}

function explain(declaration: Declaration, name: string, now: string | undefined): string {
  const { resource, uri, header } = declaration;
  const known = findResource(resource);
  const place = `[${nameOf(uri)}](${uri}#L${header.start.line + 1})`;
  const how = declaration.name === '*' ? `, as every name of its kind that has no other` : '';
  return paragraphs(
    `**${quote(name)}** → \`${resource}\` in ${place}${how}`,
    now,
    known && explainResource(known),
  );
}
