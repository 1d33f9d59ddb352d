/** Random requests: every one that the server answers, and some that it does not. */
import { positionIn, rangeIn } from './edits.ts';
import type { Random } from './random.ts';
import { endOf } from './text.ts';
import type { OpenDocument } from './world.ts';

export interface Ask {
  readonly method: string;
  readonly params: object;
}

type Params = (random: Random, document: OpenDocument) => object;

const position: Params = (random, { snapshot }) => ({ position: positionIn(random, snapshot) });
const range: Params = (random, { snapshot }) => ({ range: rangeIn(random, snapshot) });
const options: Params = (random) => ({
  options: { tabSize: random.pick([0, 1, 2, 4, 8, 100]), insertSpaces: random.chance(0.5) },
});
const nothing: Params = () => ({});
const both =
  (...parts: readonly Params[]): Params =>
  (random, document) =>
    Object.assign({}, ...parts.map((part) => part(random, document))) as object;

const newNames = [
  'orders',
  'carts',
  'a-b',
  '',
  ' ',
  '*',
  '"',
  "'",
  '`',
  '\\',
  'é𝒳',
  'a\nb',
  '${x}',
  'type',
  '%type',
];
const kinds = [
  '',
  'quickfix',
  'refactor',
  'refactor.extract',
  'source',
  'source.fixAll',
  'source.fixAll.slight',
  'x',
];
const triggers = ['[', '.', '=', '"', "'", '$', '{', ' ', ':', '/', '@', '<', '(', '`', 'x'];

/** What each request is about, besides its document. */
const aboutDocument: Readonly<Record<string, Params>> = {
  'textDocument/completion': both(position, (random) =>
    random.chance(0.5)
      ? {}
      : {
          context: random.chance(0.7)
            ? { triggerKind: 2, triggerCharacter: random.pick(triggers) }
            : { triggerKind: 1 },
        },
  ),
  'textDocument/hover': position,
  'textDocument/definition': position,
  'textDocument/typeDefinition': position,
  'textDocument/references': both(position, (random) => ({
    context: { includeDeclaration: random.chance(0.5) },
  })),
  'textDocument/documentHighlight': position,
  'textDocument/prepareRename': position,
  'textDocument/rename': both(position, (random) => ({ newName: random.pick(newNames) })),
  'textDocument/codeAction': both(range, (random) => ({
    context: {
      diagnostics: [],
      ...(random.chance(0.3) && { only: Array.from({ length: random.below(3) }, () => random.pick(kinds)) }),
    },
  })),
  'textDocument/codeLens': nothing,
  'textDocument/documentSymbol': nothing,
  'textDocument/foldingRange': nothing,
  'textDocument/selectionRange': (random, document) => ({
    positions: Array.from({ length: random.below(4) }, () => positionIn(random, document.snapshot)),
  }),
  'textDocument/linkedEditingRange': position,
  'textDocument/documentLink': nothing,
  'textDocument/inlayHint': range,
  'textDocument/formatting': options,
  'textDocument/rangeFormatting': both(range, options),
  'textDocument/onTypeFormatting': both(position, options, (random) => ({
    ch: random.pick(['\n', ']', '}', 'x', '']),
  })),
  'textDocument/semanticTokens/full': nothing,
  'textDocument/semanticTokens/full/delta': () => ({ previousResultId: 'never given' }),
  'textDocument/semanticTokens/range': range,
  'textDocument/diagnostic': nothing,
};

const methods = Object.keys(aboutDocument);

/** A request about a document. What only its earlier answers know (a result's id) is for the caller to add. */
export function askAbout(random: Random, document: OpenDocument): Ask {
  return askOf(random, random.pick(methods), document);
}

function askOf(random: Random, method: string, document: OpenDocument): Ask {
  const textDocument = { uri: document.uri };
  return { method, params: { textDocument, ...aboutDocument[method]?.(random, document) } };
}

export function wholeTokens({ uri, snapshot }: OpenDocument): Ask {
  return {
    method: 'textDocument/semanticTokens/range',
    params: { textDocument: { uri }, range: { start: { line: 0, character: 0 }, end: endOf(snapshot) } },
  };
}

/** One request of each method, to be asked of two servers. */
export function oneOfEach(random: Random, document: OpenDocument): readonly Ask[] {
  return methods
    .filter((method) => !/diagnostic|\/delta/.test(method))
    .map((method) => askOf(random, method, document));
}

export function askWorkspace(random: Random): Ask {
  const query = random.pick(['', 'o', 'ods', 'KEYVALUE', '𝒳', '.*', 'cart']);
  return { method: 'workspace/symbol', params: { query } };
}

/** What no server of ours knows. */
export function askStrange(random: Random): Ask {
  return {
    method: random.pick([
      'textDocument/moniker',
      'no/such',
      '$/strange',
      'toString',
      '__proto__',
      'constructor',
    ]),
    params: {},
  };
}

const wrong: readonly unknown[] = [null, -1, 1e9, 0.5, '', 'x', [], {}, true, [null], { line: 'x' }];

/** The same with one part missing, or of another shape. */
export function misshapen(random: Random, params: object): object {
  const copy = structuredClone(params) as Record<string, unknown>;
  const key = Object.keys(copy).length === 0 ? undefined : random.pick(Object.keys(copy));
  if (key === undefined || random.chance(0.02)) return random.pick([{}, [], { textDocument: null }]);
  const value = copy[key];
  if (typeof value === 'object' && value !== null && random.chance(0.6)) copy[key] = misshapen(random, value);
  else if (random.chance(0.3))
    return Object.fromEntries(Object.entries(copy).filter(([name]) => name !== key));
  else copy[key] = random.pick(wrong);
  return copy;
}
