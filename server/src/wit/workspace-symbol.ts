import { LineIndex } from '@slight/text/span.ts';
import type { Declaration } from '@slight/wit/declarations.ts';
import { declarationsOf } from '@slight/wit/declarations.ts';
import { fileName } from '@slight/wit/packages.ts';
import type { WitSource } from '@slight/wit/surroundings.ts';
import type { WorkspaceSymbol } from 'vscode-languageserver-types';
import { symbolKind } from './symbol-kinds.ts';

/** The interfaces, worlds, types and functions that a file declares, each with what it stands in. */
export function witSymbols({ uri, text, file }: WitSource): WorkspaceSymbol[] {
  const lines = new LineIndex(text);
  const whole = file.syntax === 'legacy' ? fileName(uri) : packageName(file.package);
  return declarationsOf(file)
    .filter(({ of, kind }) => shown.includes(of) && kind !== 'constructor')
    .map((declaration) => {
      const containerName = container(declaration) ?? whole;
      return {
        name: declaration.name.value,
        kind: symbolKind(declaration),
        location: { uri, range: lines.range(declaration.name.span) },
        ...(containerName !== undefined && { containerName }),
      };
    });
}

const shown: readonly Declaration['of'][] = ['interface', 'world', 'type', 'func'];

function container({ within }: Declaration): string | undefined {
  if (!within) return undefined;
  const outer = within.of === 'package' ? undefined : container(within);
  return outer === undefined ? within.name.value : `${outer}.${within.name.value}`;
}

function packageName(name: WitSource['file']['package']): string | undefined {
  return name && `${name.namespace.value}:${name.name.value}`;
}
