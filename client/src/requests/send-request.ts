/** Sends requests to apps that run, and shows their answers. In a bundle of its own, which is loaded for the first one. */
import { ProgressLocation, Uri, window, workspace } from 'vscode';
import type { App } from '../app.ts';
import { chooseListening, openInBrowser } from '../listening/urls.ts';
import { createAnswers } from './answers.ts';
import { askBody } from './ask-body.ts';
import { askedBy, requestIn, type AskedRequest } from './asked.ts';
import { NoAnswer, send, type Answer, type OutgoingRequest } from './request.ts';
import { blanksOf, filled, unfit } from './route.ts';
import { shown } from './shown.ts';

export interface Requests {
  /** @param given the route, as a lens or a keybinding has it; where there is none, the person says it */
  send(given: unknown): Promise<void>;
  dispose(): void;
}

export function createRequests({ runs, log }: App): Requests {
  const answers = createAnswers();
  // what a person has written for a route, to begin with the next time
  const before = new Map<string, string>();
  const remembered = (key: string) => ({
    get: (): string => before.get(key) ?? '',
    set: (text: string): void => void before.set(key, text),
  });

  /** @returns undefined where the person decides against it */
  const path = async (title: string, route: string): Promise<string | undefined> => {
    const values: string[] = [];
    for (const blank of blanksOf(route)) {
      const last = remembered(`${route} ${blank.text}`);
      const value = await window.showInputBox({
        title,
        prompt: blank.isRest ? 'The rest of the path' : blank.name,
        value: last.get(),
        ignoreFocusOut: true,
        validateInput: (text) => unfit(blank, text),
      });
      if (value === undefined) return undefined;
      last.set(value);
      values.push(value);
    }
    return filled(route, values);
  };

  const show = async (request: OutgoingRequest, answer: Answer): Promise<void> => {
    const title = `${request.method} ${new URL(request.url).pathname}`;
    log.info(`${title}: ${answer.status}`);
    const { text, unshown } = shown(request, answer);
    await answers.show(title, text);
    if (unshown !== undefined) await offerToSave(`${title} answered with ${unshown}.`, answer.body);
  };

  return {
    async send(given) {
      const asked = askedBy(given) ?? (await askRequest(remembered('')));
      if (!asked) return;
      const { method, path: route, slightfiles } = asked;
      const title = `${method} ${route}`;
      const apps = slightfiles?.map((one) => Uri.parse(one));
      const listening = await chooseListening(runs, title, apps);
      if (!listening) return;
      const asPath = await path(title, route);
      if (asPath === undefined) return;
      const url = `${listening.url}${asPath}`;
      if (method === 'GET') {
        await openInBrowser(url);
        return;
      }
      const takesBody = method !== 'HEAD';
      const body = takesBody ? await askBody(`${method} ${asPath}`, remembered(title)) : {};
      if (!body) return;
      const request = { method, url, ...body };
      try {
        const answer = await sent(request);
        if (answer) await show(request, answer);
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        void window.showErrorMessage(error.message);
      }
    },
    dispose: () => answers.dispose(),
  };
}

async function askRequest(last: {
  get(): string;
  set(text: string): void;
}): Promise<AskedRequest | undefined> {
  const line = await window.showInputBox({
    title: 'Send Request',
    prompt: 'A method and a path',
    value: last.get() || 'GET /',
    ignoreFocusOut: true,
    validateInput: (text) =>
      requestIn(text) ? undefined : 'Write a method and a path, such as POST /orders.',
  });
  if (line === undefined) return undefined;
  last.set(line);
  return requestIn(line);
}

/** An answer that comes sooner needs no progress, in milliseconds. */
const patience = 500;

/** @returns undefined where the person cancels it */
async function sent(request: OutgoingRequest): Promise<Answer | undefined> {
  const abort = new AbortController();
  const answer = send(request, abort.signal);
  const isLate = Symbol('late');
  const { promise: late, resolve } = Promise.withResolvers<typeof isLate>();
  const timer = setTimeout(() => resolve(isLate), patience);
  try {
    const first = await Promise.race([answer, late]);
    if (first !== isLate) return first;
    const options = {
      location: ProgressLocation.Notification,
      title: `${request.method} ${request.url}`,
      cancellable: true,
    };
    return await window.withProgress(options, (_, token) => {
      token.onCancellationRequested(() => abort.abort());
      return answer;
    });
  } catch (error) {
    if (abort.signal.aborted) return undefined;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function offerToSave(message: string, body: Uint8Array): Promise<void> {
  if ((await window.showInformationMessage(message, 'Save As…')) === undefined) return;
  const target = await window.showSaveDialog({ title: 'Save Answer' });
  if (target) await workspace.fs.writeFile(target, body);
}
