import { LineIndex } from '@slight/text/span.ts';
import type { Definition } from '@slight/wit/definitions.ts';
import { definitionsOf } from '@slight/wit/definitions.ts';
import { fileName } from '@slight/wit/packages.ts';
import type { WitSource } from '@slight/wit/surroundings.ts';
import type { WorkspaceSymbol } from 'vscode-languageserver-types';
import { symbolKind } from './symbol-kinds.ts';

/** The interfaces, worlds, types and functions that a file defines, each with what it stands in. */
export function witSymbols({ uri, text, file }: WitSource): WorkspaceSymbol[] {
  const lines = new LineIndex(text);
  const whole = file.syntax === 'legacy' ? fileName(uri) : packageName(file.package);
  return definitionsOf(file)
    .filter(({ of, kind }) => shown.includes(of) && kind !== 'constructor')
    .map((definition) => {
      const containerName = container(definition) ?? whole;
      return {
        name: definition.name.value,
        kind: symbolKind(definition),
        location: { uri, range: lines.range(definition.name.span) },
        ...(containerName !== undefined && { containerName }),
      };
    });
}

const shown: readonly Definition['of'][] = ['interface', 'world', 'type', 'func'];

function container({ within }: Definition): string | undefined {
  if (!within) return undefined;
  const outer = within.of === 'package' ? undefined : container(within);
  return outer === undefined ? within.name.value : `${outer}.${within.name.value}`;
}

function packageName(name: WitSource['file']['package']): string | undefined {
  return name && `${name.namespace.value}:${name.name.value}`;
}
