/**
 * The parameters of each message, as far as the server reads them (LSP 3.17). A client that gets them wrong is told so,
 * rather than that the server failed.
 */

/** What is wrong with a value that stands at a path; undefined where nothing is. */
type Shape = (value: unknown, path: string) => string | undefined;

/**
 * What is wrong with the parameters of a request or a notification; undefined where nothing is, and for messages that
 * nobody here reads.
 */
export function faultOfParameters(method: string, params: unknown): string | undefined {
  return (messages.get(method) ?? (method.startsWith('textDocument/') ? document : anything))(params, '');
}

const anything: Shape = () => undefined;

const text: Shape = (value, path) => (typeof value === 'string' ? undefined : `${path} must be a string.`);

const truth: Shape = (value, path) =>
  typeof value === 'boolean' ? undefined : `${path} must be true or false.`;

const integer: Shape = (value, path) =>
  Number.isInteger(value) ? undefined : `${path} must be a whole number.`;

function upTo(most: number): Shape {
  return (value, path) =>
    Number.isInteger(value) && Number(value) >= 0 && Number(value) <= most
      ? undefined
      : `${path} must be a whole number from 0 to ${most}.`;
}

/** LSP's `uinteger`. */
const natural = upTo(2 ** 31 - 1);

/** Nothing reads more of it than these. */
function record(fields: Readonly<Record<string, Shape>>): Shape {
  const entries = Object.entries(fields);
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return `${path || 'params'} must be an object.`;
    for (const [name, shape] of entries) {
      const fault = shape(
        (value as Readonly<Record<string, unknown>>)[name],
        path ? `${path}.${name}` : name,
      );
      if (fault !== undefined) return fault;
    }
    return undefined;
  };
}

function list(shape: Shape): Shape {
  return (value, path) => {
    if (!Array.isArray(value)) return `${path} must be an array.`;
    for (const [index, item] of value.entries()) {
      const fault = shape(item, `${path}[${index}]`);
      if (fault !== undefined) return fault;
    }
    return undefined;
  };
}

function optional(shape: Shape): Shape {
  return (value, path) => (value === undefined ? undefined : shape(value, path));
}

/** Of what some clients say null where they have none. */
function nullable(shape: Shape): Shape {
  return (value, path) => (value === null ? undefined : optional(shape)(value, path));
}

const position = record({ line: natural, character: natural });
const range = record({ start: position, end: position });
const textDocument = record({ uri: text });
// an indent of a million columns would not fit into memory
const options = record({ tabSize: upTo(1000), insertSpaces: truth });
const folder = record({ uri: text });

const document = record({ textDocument });
const at = record({ textDocument, position });

/** Of a client's capabilities those that are more than true or false. */
const capabilities = record({
  textDocument: nullable(
    record({
      completion: nullable(
        record({ completionItem: nullable(record({ documentationFormat: optional(list(text)) })) }),
      ),
      hover: nullable(record({ contentFormat: optional(list(text)) })),
      codeAction: nullable(record({ resolveSupport: nullable(record({ properties: list(text) })) })),
    }),
  ),
  workspace: nullable(
    record({ workspaceEdit: nullable(record({ resourceOperations: nullable(list(text)) })) }),
  ),
});

const messages = new Map<string, Shape>([
  [
    'initialize',
    record({ processId: nullable(integer), workspaceFolders: nullable(list(folder)), capabilities }),
  ],
  [
    'textDocument/completion',
    record({ textDocument, position, context: optional(record({ triggerCharacter: optional(text) })) }),
  ],
  ['textDocument/hover', at],
  ['textDocument/definition', at],
  ['textDocument/typeDefinition', at],
  [
    'textDocument/references',
    record({ textDocument, position, context: record({ includeDeclaration: truth }) }),
  ],
  ['textDocument/documentHighlight', at],
  ['textDocument/linkedEditingRange', at],
  ['textDocument/prepareRename', at],
  ['textDocument/rename', record({ textDocument, position, newName: text })],
  [
    'textDocument/codeAction',
    record({ textDocument, range, context: record({ only: optional(list(text)) }) }),
  ],
  ['textDocument/selectionRange', record({ textDocument, positions: list(position) })],
  ['textDocument/inlayHint', record({ textDocument, range })],
  ['textDocument/formatting', record({ textDocument, options })],
  ['textDocument/rangeFormatting', record({ textDocument, range, options })],
  ['textDocument/onTypeFormatting', record({ textDocument, position, ch: text, options })],
  ['textDocument/semanticTokens/full/delta', record({ textDocument, previousResultId: text })],
  ['textDocument/semanticTokens/range', record({ textDocument, range })],
  ['workspace/symbol', record({ query: text })],
  ['workspace/textDocumentContent', record({ uri: text })],
  ['workspace/diagnostic', record({ previousResultIds: list(record({ uri: text, value: text })) })],
  ['codeAction/resolve', record({ title: text })],
  [
    'textDocument/didOpen',
    record({ textDocument: record({ uri: text, languageId: text, version: integer, text }) }),
  ],
  [
    'textDocument/didChange',
    record({
      textDocument: record({ uri: text, version: integer }),
      contentChanges: list(record({ range: optional(range), text })),
    }),
  ],
  ['workspace/didChangeWatchedFiles', record({ changes: list(record({ uri: text })) })],
  [
    'workspace/didChangeWorkspaceFolders',
    record({ event: record({ added: list(folder), removed: list(folder) }) }),
  ],
  ['slight/serving', record({ uri: text })],
  ['slight/running', record({ uri: text, running: truth })],
  ['slight/places', record({ uri: text, interface: text, name: text })],
]);
