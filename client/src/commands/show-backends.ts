import {
  commands,
  env,
  QuickPickItemKind,
  Uri,
  window,
  workspace,
  type Disposable,
  type QuickPickItem,
} from 'vscode';
import type { UsedServer } from '@slight/runtime/app/status.ts';
import type { App } from '../app.ts';
import { describeServer } from '../backends/served-by.ts';
import { slightfiles } from '../slightfiles/slightfiles.ts';
import { tellOfTrust } from '../trust.ts';
import { appName } from '../slightfiles/slightfile.ts';

/** **Slight: Show Backends**: the servers that are up, each with what can be done with it. */
export function showBackendsCommand(app: App): Disposable {
  return commands.registerCommand('slight.showBackends', async () => {
    if (!workspace.isTrusted) return tellOfTrust('looks for servers');
    const files = await slightfiles();
    await app.backends.refresh(files);
    const items = app.backends.all.flatMap(({ slightfile, servers }) =>
      servers.flatMap((server) => itemsOf(slightfile, server)),
    );
    if (items.length === 0) {
      void window.showInformationMessage(
        // without a slightfile, that command is not there
        files.length === 0
          ? 'This workspace has no slightfile.toml, and so no servers.'
          : 'No server of this workspace is up. Start Backend starts those that an app needs.',
      );
      return;
    }
    const chosen = await window.showQuickPick<BackendItem>(items, {
      title: 'Backends',
      placeHolder: 'What to do',
      matchOnDescription: true,
    });
    await chosen?.act?.();
  });
}

interface BackendItem extends QuickPickItem {
  readonly act?: () => unknown;
}

function itemsOf(slightfile: Uri, server: UsedServer): readonly BackendItem[] {
  const { title, address, log, owner } = server;
  const of = appName(slightfile);
  const item = (icon: string, label: string, act: () => unknown): BackendItem => ({
    label: `$(${icon}) ${label}`,
    description: address === undefined ? of : `${address}, ${of}`,
    act,
  });
  return [
    { label: `${of}: ${describeServer(server)}`, kind: QuickPickItemKind.Separator },
    ...(log === undefined
      ? []
      : [item('output', `Show Log of ${title}`, () => window.showTextDocument(Uri.file(log)))]),
    ...(address === undefined
      ? []
      : [
          item('copy', `Copy Address of ${title}`, async () => {
            await env.clipboard.writeText(address);
            window.setStatusBarMessage(`$(check) Copied ${address}`, 5000);
          }),
        ]),
    // last, since the first is taken by who presses Enter without a look; that of another workspace is stopped there
    ...(owner === undefined
      ? [
          item('debug-stop', `Stop ${title}`, () =>
            commands.executeCommand('slight.stopBackends', slightfile, address),
          ),
        ]
      : []),
  ];
}
