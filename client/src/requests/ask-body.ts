import { readFile } from 'node:fs/promises';
import { ThemeIcon, window, type Disposable, type QuickInputButton } from 'vscode';
import { contentTypeOf } from './body.ts';
import type { OutgoingRequest } from './request.ts';

export type Body = Pick<OutgoingRequest, 'body' | 'contentType'>;

/**
 * Asks for the body of a request: a text that is written, or a file.
 * @param last what was written the last time; it is told what is written now
 * @returns undefined where the person decides against it
 */
export async function askBody(
  title: string,
  last: { get(): string; set(text: string): void },
): Promise<Body | undefined> {
  const text = await written(title, last.get());
  if (text === undefined) return undefined;
  if (text === file) return await chosenFile(title);
  last.set(text);
  return text === '' ? {} : { body: new TextEncoder().encode(text), contentType: contentTypeOf(text) };
}

const file = Symbol('file');

const fileButton: QuickInputButton = { iconPath: new ThemeIcon('folder-opened'), tooltip: 'Send a File…' };

function written(title: string, value: string): Promise<string | typeof file | undefined> {
  const input = window.createInputBox();
  Object.assign(input, { title, value, ignoreFocusOut: true, buttons: [fileButton] });
  input.prompt = 'The body; empty for none';
  return new Promise((resolve) => {
    const listening: Disposable[] = [
      input.onDidAccept(() => end(input.value)),
      input.onDidTriggerButton(() => end(file)),
      input.onDidHide(() => end(undefined)),
    ];
    const end = (answer: string | typeof file | undefined): void => {
      resolve(answer);
      for (const one of [...listening, input]) one.dispose();
    };
    input.show();
  });
}

async function chosenFile(title: string): Promise<Body | undefined> {
  const [chosen] = (await window.showOpenDialog({ title, openLabel: 'Send' })) ?? [];
  if (!chosen) return undefined;
  const contentType = chosen.path.endsWith('.json') ? 'application/json' : 'application/octet-stream';
  return { body: await readFile(chosen.fsPath), contentType };
}
