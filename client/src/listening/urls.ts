import { env, Uri, window } from 'vscode';
import type { Run, Runs } from '../runs/runs.ts';
import { meantOf } from './meant.ts';

/** An app that serves HTTP now, and one of the places where it does. */
export interface Listening {
  readonly run: Run;
  readonly url: string;
}

/** All places where apps serve HTTP now. */
export function listeningOf(runs: Iterable<Run>): readonly Listening[] {
  return Array.from(runs).flatMap((run) => run.urls.map((url) => ({ run, url })));
}

/**
 * The place that a command means: of the given slightfiles' apps, the app in front, or the only one that serves; else the
 * person chooses. Undefined where they choose none, or nothing serves: then they have been told.
 */
export async function chooseListening(
  runs: Runs,
  title: string,
  slightfiles?: readonly Uri[],
): Promise<Listening | undefined> {
  const all = listeningOf(runs.active);
  const meant = meantOf(all, ({ run }) => run.slightfile.toString(), {
    given: slightfiles?.map(String),
    front: window.activeTextEditor?.document.uri.toString(),
  });
  if (meant.length > 1) return await ask(meant, title);
  if (meant.length === 0) void window.showInformationMessage('The app serves no HTTP now. Run it first.');
  return meant[0];
}

async function ask(all: readonly Listening[], title: string): Promise<Listening | undefined> {
  const items = all.map((one) => ({ label: one.url, description: one.run.name, one }));
  const options = { title, placeHolder: 'Which app?', matchOnDescription: true };
  return (await window.showQuickPick(items, options))?.one;
}

/** Where the extension runs on another machine than the browser, VS Code forwards the port. */
export async function openInBrowser(url: string): Promise<void> {
  await env.openExternal(Uri.parse(url, true));
}

/** As a browser of the person's has to be given it, which may be on another machine. */
export async function copyUrl(url: string): Promise<void> {
  const own = Uri.parse(url, true);
  const external = await env.asExternalUri(own);
  const copied = external.toString() === own.toString() ? url : external.toString();
  await env.clipboard.writeText(copied);
  window.setStatusBarMessage(`$(check) Copied ${copied}`, 5000);
}
