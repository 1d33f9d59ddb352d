import { readFile } from 'node:fs/promises';
import { arch, homedir, release, type } from 'node:os';
import {
  commands,
  env,
  extensions,
  ProgressLocation,
  version,
  window,
  workspace,
  type Disposable,
  type Uri,
} from 'vscode';
import type { App } from '../app.ts';
import type { Told } from '../runtime/ask-status.ts';
import { statusOf } from '../backends/backends.ts';
import { reportText, type ReportFacts } from '../report/report.ts';
import { describeServer } from '../backends/served-by.ts';
import { slightfiles } from '../slightfiles/slightfiles.ts';

/** **Slight: Copy Report**: what who helps with a problem has to know, for the clipboard; nothing secret is in it. */
export function copyReportCommand(app: App): Disposable {
  return commands.registerCommand('slight.copyReport', async () => {
    const options = { location: ProgressLocation.Window, title: 'Slight: making a report' };
    const report = await window.withProgress(options, async () => reportText(await factsOf(app)));
    await env.clipboard.writeText(report);
    const choice = await window.showInformationMessage(
      'Copied a report, without secrets. Read it before you paste it where others see it.',
      'Show Report',
    );
    if (choice) {
      const document = await workspace.openTextDocument({ language: 'markdown', content: report });
      await window.showTextDocument(document, { preview: true });
    }
  });
}

async function factsOf(app: App): Promise<ReportFacts> {
  const files = await slightfiles();
  const [told, runs, log] = await Promise.all([
    ask(app, files),
    Promise.all(files.map((file) => askRun(app, file))),
    readFile(app.logFile.fsPath, 'utf8').catch(() => 'The log cannot be read.'),
  ]);
  const apps = typeof told === 'string' ? [] : told.apps;
  return {
    versions: {
      Slight: String(
        (extensions.getExtension('slight.slight')?.packageJSON as { version?: unknown }).version,
      ),
      [env.appName]: `${version}${env.remoteName === undefined ? '' : `, remote ${env.remoteName}`}`,
      System: `${type()} ${release()}, ${arch()}`,
      Node: process.versions.node,
    },
    settings: settingsThatAreSet(),
    machine: typeof told === 'string' ? told : (told.machine ?? 'It is not known.'),
    slightfiles: files.map((file, index) => {
      const known = apps.find(({ slightfile }) => slightfile === file.fsPath);
      const run = runs[index];
      return {
        path: workspace.asRelativePath(file),
        resources: known?.capabilities.map(({ resource }) => resource),
        servers: known?.servers.map(describeServer) ?? [],
        ...(run && { run }),
      };
    }),
    log,
    home: homedir(),
  };
}

/** What the runtime tells, or why it was not asked. */
async function ask(app: App, files: readonly Uri[]): Promise<Told | string> {
  if (!workspace.isTrusted) return 'Not looked at: the workspace is not trusted.';
  return statusOf(app.path('dist/slight.mjs'), files, true).catch(
    (error: unknown) => `The runtime cannot be asked: ${String(error)}`,
  );
}

/** How long a run is waited for, in milliseconds: where its guest computes, it answers nothing. */
const patience = 1000;

/** What serves an app that runs. */
async function askRun({ runs }: App, slightfile: Uri): Promise<ReportFacts['slightfiles'][number]['run']> {
  const run = runs.find(slightfile);
  return run && { served: await run.runtime.ask('capabilities', patience) };
}

const names = [
  'modules',
  ...['backends', 'keepBackends', 'data', 'arguments', 'node', 'notifyListening'].map(
    (name) => `runtime.${name}`,
  ),
];

function settingsThatAreSet(): Readonly<Record<string, unknown>> {
  const settings = workspace.getConfiguration('slight');
  const set = names.flatMap((name) => {
    const { defaultValue } = settings.inspect(name) ?? {};
    const value: unknown = settings.get(name);
    return JSON.stringify(value) === JSON.stringify(defaultValue) ? [] : [[`slight.${name}`, value] as const];
  });
  return Object.fromEntries(set);
}
