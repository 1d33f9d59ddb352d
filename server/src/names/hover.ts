/** What serves the name that a source opens. */
import { findResource } from '@slight/slightfile/catalogue.ts';
import { quote } from '@slight/text/words.ts';
import type { Hover, Position } from 'vscode-languageserver-types';
import { MarkupKind } from 'vscode-languageserver-types';
import { explainResource, paragraphs } from '../slightfile/explain.ts';
import { nameOf } from '../lsp/uri.ts';
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
      : explain(served, name, now);
  return { contents: { kind: MarkupKind.Markdown, value }, range: found.place.range };
}

/** All about what one slightfile says serves it; of several slightfiles, a line each. */
function explain(
  served: readonly Declaration[],
  name: string,
  now: (declaration: Declaration) => string | undefined,
): string {
  const [only] = served;
  if (only && served.length === 1) {
    const known = findResource(only.resource);
    return paragraphs(`**${quote(name)}** → ${brief(only)}`, now(only), known && explainResource(known));
  }
  const lines = served.map((one) => {
    const known = findResource(one.resource);
    const facts = [known?.title, now(one)].filter((fact) => fact !== undefined);
    return `- ${brief(one)}${facts.length === 0 ? '' : `: ${facts.join('. ')}`}`;
  });
  return paragraphs(`**${quote(name)}** is served by each slightfile in its own way:`, lines.join('\n'));
}

function brief({ resource, uri, header, name }: Declaration): string {
  const place = `[${nameOf(uri)}](${uri}#L${header.start.line + 1})`;
  return `\`${resource}\` in ${place}${name === '*' ? ', as every name of its kind that has no other' : ''}`;
}
