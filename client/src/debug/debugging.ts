import {
  debug,
  DebugAdapterInlineImplementation,
  DebugConfigurationProviderTriggerKind,
  Disposable,
  EventEmitter,
  tasks,
  type DebugAdapter,
  type DebugProtocolMessage,
  type DebugSession,
} from 'vscode';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { App } from '../app.ts';
import { start } from '../runs/launch.ts';
import { createAdapter, type Launched } from './adapter.ts';
import { configurations, listed } from './provider.ts';
import { targetOf } from './target.ts';
import { appName } from '../slightfiles/slightfile.ts';

/** **F5** and **Ctrl+F5**: sessions of the type `slight`, each a run in the terminal of its app. */
export function debugging(app: App): Disposable {
  const provider = configurations(app);
  return Disposable.from(
    debug.registerDebugConfigurationProvider('slight', provider),
    debug.registerDebugConfigurationProvider(
      'slight',
      listed(provider),
      DebugConfigurationProviderTriggerKind.Dynamic,
    ),
    debug.registerDebugAdapterDescriptorFactory('slight', {
      createDebugAdapterDescriptor: (session) =>
        new DebugAdapterInlineImplementation(inlineAdapter(app, session)),
    }),
  );
}

function inlineAdapter(app: App, session: DebugSession): DebugAdapter {
  const sent = new EventEmitter<DebugProtocolMessage>();
  const answer = createAdapter(
    (message) => sent.fire(message),
    () => launched(app, session),
  );
  return Object.assign(new Disposable(() => sent.dispose()), {
    onDidSendMessage: sent.event,
    handleMessage: (message: DebugProtocolMessage) => answer(message as DebugProtocol.ProtocolMessage),
  });
}

async function launched(app: App, { configuration, workspaceFolder }: DebugSession): Promise<Launched> {
  const target = targetOf(configuration, workspaceFolder);
  if (!target) throw new Error('The configuration names no slightfile.');
  const execution = await start(app, target);
  const { promise: ended, resolve: end } = Promise.withResolvers<number | undefined>();
  const listening = Disposable.from(
    tasks.onDidEndTaskProcess((event) => {
      if (event.execution === execution) end(event.exitCode);
    }),
    // what never came to be a process ends as well
    tasks.onDidEndTask((event) => {
      if (event.execution === execution) end(undefined);
    }),
  );
  return {
    name: appName(target.slightfile),
    ended: ended.finally(() => void listening.dispose()),
    async stop() {
      const run = app.runs.find(target.slightfile);
      if (run) await app.runs.stop(run);
      else execution.terminate();
    },
  };
}
