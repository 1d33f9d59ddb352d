/**
 * The floors of the house (docs/architecture.md): who may import whom, between packages and between the folders of a
 * package; and that no imports go in a circle. `npm run floors` looks.
 */

/** Packages, from the ground up, each with those that it may import. */
const packages = {
  text: [],
  wit: ['text'],
  slightfile: ['text', 'wit'],
  secrets: ['text', 'slightfile'],
  server: ['text', 'wit', 'slightfile', 'secrets'],
  runtime: ['text', 'wit', 'slightfile', 'secrets'],
  // types alone, see below: it starts the two as processes
  client: ['text', 'wit', 'slightfile', 'secrets', 'server', 'runtime'],
};

/**
 * The folders and files of a package's src/, from the ground up, each with those that it may import besides itself. `*` is
 * all that has no row of its own.
 */
const floors = {
  wit: {
    '*': [],
    checks: ['*'],
    'diagnose.ts': ['checks', '*'],
    format: ['*'],
    'format.ts': ['format', '*'],
    'format-line.ts': ['format.ts', '*'],
    convert: ['*'],
    'convert.ts': ['convert', 'format.ts', '*'],
  },
  slightfile: {
    toml: [],
    wasm: [],
    '*': ['toml'],
    values: ['*'],
    edits: ['toml', '*'],
    meant: ['toml', 'values', 'edits', '*'],
    'secrets.ts': ['toml', 'values', '*'],
    checks: ['toml', 'values', 'edits', 'meant', '*'],
    'analyze.ts': ['toml', 'edits', 'meant', 'checks', '*'],
  },
  server: {
    lsp: [],
    sources: [],
    index: ['sources'],
    'documents.ts': ['lsp', 'index'],
    slightfile: ['lsp'],
    wit: ['lsp', 'documents.ts'],
    client: ['lsp', 'sources', 'index', 'documents.ts', 'slightfile', 'wit'],
    names: ['lsp', 'sources', 'index', 'slightfile'],
    module: ['lsp', 'index', 'slightfile', 'wit', 'names'],
    routes: ['lsp', 'sources', 'index', 'slightfile', 'names'],
    workspace: ['lsp', 'sources', 'index', 'documents.ts', 'slightfile', 'wit', 'names', 'module', 'routes'],
    answers: [
      ...['lsp', 'sources', 'index', 'documents.ts', 'client', 'slightfile', 'wit', 'names', 'module'],
      ...['routes', 'workspace'],
    ],
    'session.ts': [
      ...['lsp', 'sources', 'index', 'documents.ts', 'client', 'slightfile', 'wit', 'names', 'module'],
      ...['routes', 'workspace', 'answers'],
    ],
    connection: ['documents.ts', 'client', 'slightfile', 'wit', 'answers', 'session.ts'],
    'main.ts': ['connection'],
  },
  runtime: {
    io: [],
    ports: ['io'],
    '*': ['io', 'ports'],
    providers: ['io', 'ports', '*'],
    backends: ['ports', 'providers', '*'],
    hosts: ['io', 'ports', '*'],
    generated: ['guest'],
    guest: ['io', 'hosts', 'generated', '*'],
    terminal: ['*'],
    trace: ['ports', 'hosts', 'backends', 'terminal', '*'],
    // what both ends of the channel tell each other, and what of a debugged guest stops where
    debug: ['ports', 'hosts', 'trace', '*'],
    'channel.ts': ['trace', 'debug', '*'],
    // the other end: whoever starts a runtime
    child: ['trace', 'debug', 'channel.ts', '*'],
    app: ['io', 'ports', 'providers', 'backends', 'hosts', 'guest', 'trace', 'debug', '*'],
    'debug/adapter': ['debug', 'channel.ts', 'child', '*'],
    cli: [
      ...['ports', 'providers', 'backends', 'hosts', 'guest', 'terminal', 'trace', 'debug', 'debug/adapter'],
      ...['channel.ts', 'child', 'app'],
      '*',
    ],
  },
  client: {
    '*': [],
    debug: ['*'],
    commands: ['*'],
    'extension.ts': ['commands', 'debug', '*'],
  },
};

/** What a package leaves to others: those of the ground read texts and bytes, and touch nothing else. */
const outside = ['fs', 'fs/promises', 'net', 'http', 'https', 'http2', 'child_process'];
const editor = ['vscode', 'vscode-.*'];
const stores = ['ioredis', '@azure/.*', 'testcontainers'];
const foreign = {
  text: [...outside, ...editor, ...stores],
  wit: [...outside, ...editor, ...stores],
  slightfile: [...outside, ...editor, ...stores],
  secrets: [...editor, ...stores],
  server: ['vscode', ...stores],
  runtime: ['vscode', 'vscode-languageserver.*'],
};

const test = String.raw`\.test(\.other)?\.ts$|/testing/|/testing\.ts$|/testdata/`;
const src = (name) => `^${name}/src/`;
const escaped = (name) => name.replaceAll('.', String.raw`\.`);
/** The files of rows, as a pattern behind `<package>/src/`. */
const within = (names) =>
  `(${names.map((name) => escaped(name) + (/\.ts$/.test(name) ? '$' : '/')).join('|')})`;

const betweenPackages = Object.entries(packages).map(([name, below]) => ({
  name: `${name}-stands-on`,
  comment: `${name} may import ${below.join(', ') || 'no other package'}.`,
  severity: 'error',
  from: { path: src(name), pathNot: test },
  to: {
    path: `^(${Object.keys(packages)
      .filter((other) => other !== name && !below.includes(other))
      .join('|')})/`,
  },
}));

/** Of rows, those that are folders in the folder of another row, and not that row's. */
const inner = (names, row) => names.filter((name) => name.startsWith(`${row}/`));

const betweenFolders = Object.entries(floors).flatMap(([name, rows]) => {
  const named = Object.keys(rows).filter((row) => row !== '*');
  return Object.entries(rows).flatMap(([row, below]) => {
    const others = named.filter((other) => other !== row && !below.includes(other));
    if (others.length === 0) return [];
    const from = row === '*' ? src(name) : src(name) + within([row]);
    const apart = row === '*' ? named : inner(named, row);
    const allowed = [row, ...below].flatMap((one) => others.flatMap((other) => inner([one], other)));
    const toOthers = row === '*' || below.includes('*');
    return {
      name: `${name}/${row}-stands-on`,
      comment: `In ${name}/src, ${row} may import ${below.join(', ') || 'nothing else'}.`,
      severity: 'error',
      from: { path: from, pathNot: [test, ...(apart.length > 0 ? [src(name) + within(apart)] : [])] },
      to: toOthers
        ? {
            path: src(name) + within(others),
            ...(allowed.length > 0 && { pathNot: src(name) + within(allowed) }),
          }
        : { path: src(name), pathNot: src(name) + within([row, ...below]) },
    };
  });
});

const toForeign = Object.entries(foreign).map(([name, modules]) => ({
  name: `${name}-leaves-to-others`,
  comment: `What ${name} must not need: ${modules.join(', ')}.`,
  severity: 'error',
  from: { path: src(name), pathNot: test },
  to: {
    path: `^(node_modules/|node_modules/@types/)?(${modules.join('|')})(/|$)`,
    pathNot: `^(${Object.keys(packages).join('|')})/`,
  },
}));

export default {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Files that need one another are one concept, or a third one below both.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-circle-of-types',
      comment: 'The types that both need are a file below both.',
      severity: 'error',
      from: {},
      to: { circular: true, via: { dependencyTypes: ['type-only'] } },
    },
    ...betweenPackages,
    {
      name: 'client-imports-types',
      comment:
        'The client starts server and runtime as processes, and has nothing of them in its bundle but how to start one.',
      severity: 'error',
      from: { path: src('client'), pathNot: test },
      to: {
        path: '^(text|wit|slightfile|secrets|server|runtime)/',
        pathNot: '^runtime/src/child/',
        dependencyTypesNot: ['type-only'],
      },
    },
    ...betweenFolders,
    {
      name: 'runtime/guest-needs-values',
      comment: 'What a kind of guest knows of hosts are the plain values that they speak.',
      severity: 'error',
      from: { path: '^runtime/src/guest/', pathNot: test },
      to: {
        path: '^runtime/src/hosts/',
        pathNot: String.raw`^runtime/src/hosts/(values|pollable|streams)\.ts$`,
      },
    },
    {
      name: 'connection-knows-the-wire',
      comment: 'The rest of the server would be the same over another wire.',
      severity: 'error',
      from: { path: src('server'), pathNot: [test, '^server/src/(connection/|main.ts$)'] },
      to: {
        path: '(^|/)(vscode-languageserver|vscode-jsonrpc)(/|$)',
      },
    },
    {
      name: 'connection-runs-the-protocol',
      comment: 'The rest of the server has types of the protocol, and runs no code of it.',
      severity: 'error',
      from: { path: src('server'), pathNot: [test, '^server/src/(connection/|main.ts$)'] },
      to: { path: '(^|/)vscode-languageserver-protocol(/|$)', dependencyTypesNot: ['type-only'] },
    },
    ...toForeign,
  ],
  options: {
    // `import type` is an arrow too
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: String.raw`(^|/)(dist|\.cache|\.slight|test/guests)/` },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
