import { EventEmitter, languages, Uri, window, workspace } from 'vscode';

/** Answers of apps, in editors that nobody can write in. */
export interface Answers {
  /**
   * Shows the text, in the place of the last one with this title.
   * @param title `POST /orders`
   */
  show(title: string, text: string): Promise<void>;
  dispose(): void;
}

const scheme = 'slight-answer';

export function createAnswers(): Answers {
  const texts = new Map<string, string>();
  const changed = new EventEmitter<Uri>();
  const provider = workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => texts.get(uri.toString()),
  });
  const closing = workspace.onDidCloseTextDocument(({ languageId, uri }) => {
    // a document that gets another language is said to be closed, too
    if (languageId === scheme) texts.delete(uri.toString());
  });
  return {
    async show(title, text) {
      // a tab shows what is behind the last slash, and this one is none
      const uri = Uri.from({ scheme, path: `/${title.replaceAll('/', '\u2215')}` });
      texts.set(uri.toString(), text);
      changed.fire(uri);
      const document = await workspace.openTextDocument(uri);
      if (document.languageId !== scheme) await languages.setTextDocumentLanguage(document, scheme);
      await window.showTextDocument(document, { preview: false });
    },
    dispose() {
      provider.dispose();
      closing.dispose();
      changed.dispose();
    },
  };
}
