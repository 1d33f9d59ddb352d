/**
 * What the server can do, and in which languages. It speaks about guest sources too, beside the servers of their own
 * languages: there it must not be asked to format, or at characters that mean nothing to it. A client that lets a server
 * say later what it can do, language by language, is told so; any other is told all of it for every language.
 */
import type {
  DocumentSelector,
  InitializeParams,
  Registration,
  ServerCapabilities,
} from 'vscode-languageserver-protocol';
import { tokenModifiers, tokenTypes } from '../lsp/token-legend.ts';
import { guestLanguages } from '../sources/reading.ts';

interface Feature {
  /** Under `textDocument` among the client's capabilities. */
  readonly client: string;
  readonly method: string;
  /** Among the server's capabilities. */
  readonly server: keyof ServerCapabilities;
  /** For a client that is told all at once. */
  readonly options: unknown;
  /** The languages by which it differs, each with its own options. */
  readonly registrations: readonly { readonly languages: readonly string[]; readonly options?: object }[];
}

const slightfile = ['slightfile'];
const wit = ['wit'];
const texts = [...slightfile, ...wit];

/** What an editor asks at unasked. In a slightfile a blank counts only in front of a value. */
const slightfileTriggers = ['[', '.', '=', '"', "'", '$', '{', ' '];
const witTriggers = [':', '/', '@', '<', '(', '.', '{', '=', ' '];
const sourceTriggers = ['"', "'", '`'];

/** Those that are for slightfiles and WIT alone, or other there than in sources. */
const features: readonly Feature[] = [
  {
    client: 'completion',
    method: 'textDocument/completion',
    server: 'completionProvider',
    options: { triggerCharacters: [...new Set([...slightfileTriggers, ...witTriggers])] },
    registrations: [
      { languages: slightfile, options: { triggerCharacters: slightfileTriggers } },
      { languages: wit, options: { triggerCharacters: witTriggers } },
      { languages: guestLanguages, options: { triggerCharacters: sourceTriggers } },
    ],
  },
  own('formatting', 'textDocument/formatting', 'documentFormattingProvider', texts),
  own('rangeFormatting', 'textDocument/rangeFormatting', 'documentRangeFormattingProvider', texts),
  own('onTypeFormatting', 'textDocument/onTypeFormatting', 'documentOnTypeFormattingProvider', texts, {
    firstTriggerCharacter: '\n',
    moreTriggerCharacter: [']', '}'],
  }),
  own('semanticTokens', 'textDocument/semanticTokens', 'semanticTokensProvider', texts, {
    legend: { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] },
    full: { delta: true },
    range: true,
  }),
  own('documentSymbol', 'textDocument/documentSymbol', 'documentSymbolProvider', [
    ...texts,
    ...guestLanguages,
  ]),
  own('foldingRange', 'textDocument/foldingRange', 'foldingRangeProvider', texts),
  own('selectionRange', 'textDocument/selectionRange', 'selectionRangeProvider', texts),
  own('documentLink', 'textDocument/documentLink', 'documentLinkProvider', texts, {}),
  own('linkedEditingRange', 'textDocument/linkedEditingRange', 'linkedEditingRangeProvider', slightfile),
  own('inlayHint', 'textDocument/inlayHint', 'inlayHintProvider', slightfile),
  own('codeLens', 'textDocument/codeLens', 'codeLensProvider', [...slightfile, ...guestLanguages], {}),
];

function own(
  client: string,
  method: string,
  server: keyof ServerCapabilities,
  languages: readonly string[],
  options?: object,
): Feature {
  return {
    client,
    method,
    server,
    options: options ?? true,
    registrations: [{ languages, ...(options && { options }) }],
  };
}

/** The capabilities that are told at once: those that the client cannot be told of later. */
export function staticFeatures(params: InitializeParams): ServerCapabilities {
  return Object.fromEntries(
    features.filter((feature) => !isDynamic(feature, params)).map(({ server, options }) => [server, options]),
  );
}

/** What the client is told of when it is initialized, as `client/registerCapability` takes it. */
export function dynamicFeatures(params: InitializeParams): Registration[] {
  return features
    .filter((feature) => isDynamic(feature, params))
    .flatMap(({ method, registrations }) =>
      registrations.map(({ languages, options }, index) => ({
        id: `slight.${method}.${index}`,
        method,
        registerOptions: { ...options, documentSelector: selectorOf(languages) },
      })),
    );
}

function isDynamic({ client }: Feature, { capabilities: { textDocument } }: InitializeParams): boolean {
  const known = textDocument as
    Readonly<Record<string, { readonly dynamicRegistration?: boolean } | undefined>> | undefined;
  return known?.[client]?.dynamicRegistration === true;
}

/** By language, and by name for editors that call a slightfile TOML. */
function selectorOf(languages: readonly string[]): DocumentSelector {
  const editors = languages.flatMap((language) => editorLanguages[language] ?? [language]);
  return [
    ...editors.map((language) => ({ language })),
    ...(languages.includes('slightfile') ? [{ pattern: '**/*slightfile*.toml' }] : []),
    ...(languages.includes('wit') ? [{ pattern: '**/*.wit' }] : []),
  ];
}

/** Editors tell React's dialects apart. */
const editorLanguages: Readonly<Record<string, readonly string[]>> = {
  javascript: ['javascript', 'javascriptreact'],
  typescript: ['typescript', 'typescriptreact'],
};
