/** The configs of a capability that are left out of its file and have a value all the same, as hints where they would stand. */
import type { ConfigKey, Resource } from '@slight/slightfile/catalogue.ts';
import { findConfig } from '@slight/slightfile/catalogue.ts';
import type { Capability } from '@slight/slightfile/slightfile.ts';
import { tableOf } from '@slight/slightfile/toml/tree.ts';
import { tomlString } from '@slight/slightfile/toml/write.ts';
import { lineEndOf, partsLineEnd } from '@slight/text/line-ends.ts';
import type { TextEdit } from 'vscode-languageserver-types';
import { explainConfig } from './explain.ts';
import type { Environment, File } from './file.ts';

export interface Saying {
  readonly label: string;
  /** Markdown. */
  readonly tooltip: string;
}

export interface Hint extends Saying {
  readonly at: number;
  /** What a double click writes into the file. */
  readonly edit?: TextEdit;
}

/** Those with a default, and those that the environment gives, of which it says the variable and never the value. */
export function leftOut(
  file: File,
  capability: Capability,
  resource: Resource,
  behindResource: number,
): Hint[] {
  if (capability.format === '0.1') return [];
  const member = capability.table.members.get('configs')?.value;
  // what is no table is somebody's slip, and the configs are to come
  if (member && !tableOf(member)) return [];
  const given = new Set(capability.configs.map(({ key }) => findConfig(resource, key)));
  const hasHeader = member?.kind === 'table' && member.origin === 'header';
  const at = hasHeader || member?.kind === 'inline-table' ? member.span.end : behindResource;
  return resource.configs.flatMap((config) => {
    const value = given.has(config) ? undefined : valueOf(config, file.environment);
    if (!value) return [];
    const label = `${config.key} = ${tomlString(value.text)}`;
    const tooltip = `${value.from}${explainConfig(config, resource)}`;
    return [{ at, label, tooltip, ...(hasHeader && { edit: lineBelow(file, at, label) }) }];
  });
}

/** What a run has for a config that is left out, as it would be written, and a sentence that says from where. */
function valueOf(
  config: ConfigKey,
  environment: Environment,
): { readonly text: string; readonly from: string } | undefined {
  if (config.required === 'environment' && environment.has(config.key))
    return {
      text: `\${envvars.${config.key}}`,
      from: `A run has it from the environment, whose variable \`${config.key}\` is set.\n\n`,
    };
  if (config.default === undefined || config.secret) return undefined;
  return { text: config.default, from: '' };
}

function lineBelow({ document }: File, offset: number, line: string): TextEdit {
  const text = document.getText();
  const feed = text.indexOf('\n', offset);
  const isParted = partsLineEnd(text, feed);
  const position = document.positionAt(feed === -1 ? text.length : isParted ? feed - 1 : feed);
  return { range: { start: position, end: position }, newText: `${lineEndOf(text)}${line}` };
}
