import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Packages of this repository, from the ground up, each with those that it may import. */
const packages = {
  text: [],
  wit: ['text'],
  slightfile: ['text', 'wit'],
  secrets: ['text', 'slightfile'],
  server: ['text', 'wit', 'slightfile', 'secrets'],
  runtime: ['text', 'wit', 'slightfile', 'secrets'],
};

/** What each package leaves to others: `pure` reads texts and bytes, and touches nothing else. */
const pure = [
  'vscode',
  'vscode-*',
  'node:fs*',
  'node:net',
  'node:http*',
  'node:child_process',
  'ioredis',
  '@azure/*',
];
const foreign = {
  text: pure,
  wit: pure,
  slightfile: pure,
  secrets: ['vscode', 'vscode-*', 'ioredis', '@azure/*'],
  server: ['vscode', 'ioredis', '@azure/*', 'testcontainers'],
  runtime: ['vscode', 'vscode-languageserver*'],
};

/** The dependency directions of docs/architecture.md: what a package may not import. */
const directions = Object.entries(packages).map(([name, below]) => [
  `${name}/**`,
  [
    ...[...Object.keys(packages), 'client']
      .filter((other) => other !== name && !below.includes(other))
      .map((other) => `@slight/${other}/*`),
    ...foreign[name],
  ],
]);

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '.cache/**',
      '**/generated/**',
      '**/node_modules/**',
      'test/guests/**',
      '**/.slight/**',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            {
              from: 'package',
              name: ['test', 'describe', 'it', 'suite', 'before', 'after', 'beforeEach', 'afterEach'],
              package: 'node:test',
            },
          ],
        },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // what is only held until the block ends: await using _lock = …
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  ...directions.map(([folder, group]) => ({
    files: [`${folder}/*.ts`, folder + '.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group, message: `docs/architecture.md: ${folder.split('/')[0]} does not depend on this.` },
          ],
        },
      ],
    },
  })),
  {
    // the rest of the server would be the same over another wire
    files: ['server/src/**/*.ts'],
    ignores: ['**/*.test.ts', '**/testing/**', 'server/src/connection/**', 'server/src/main.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: [
                'vscode-languageserver',
                'vscode-languageserver/*',
                'vscode-jsonrpc*',
                '**/connection/*',
              ],
              message:
                'docs/architecture.md: only connection/ knows the wire, and only main.ts knows connection/.',
            },
            {
              group: ['vscode-languageserver-protocol*'],
              allowTypeImports: true,
              message: 'docs/architecture.md: only connection/ runs code of the protocol.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['client/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['@slight/*'],
              allowTypeImports: true,
              message:
                'docs/architecture.md: the client imports types only, and starts server and runtime as processes.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['{client,runtime,secrets,server,slightfile,text,wit}/**/*.ts'],
    ignores: ['**/*.test.ts', '**/testing/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: String.raw`ImportExpression > Literal[value=/^(?!node:|@slight\u002f|\.)/]`,
          message:
            'In a bundle the namespace of a CommonJS package has no other export than default. Import what is used of it by name in a file of ours, and load that file.',
        },
      ],
    },
  },
  { files: ['scripts/**', 'bench/**', 'test/**'], rules: { 'no-console': 'off' } },
  { files: ['**/*.js'], ...tseslint.configs.disableTypeChecked },
  {
    // guests: what they print is their output
    files: ['examples/**/*.js'],
    languageOptions: { globals: { console: 'readonly', TextEncoder: 'readonly', TextDecoder: 'readonly' } },
    rules: { 'no-console': 'off' },
  },
);
