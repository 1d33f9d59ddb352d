import js from '@eslint/js';
import tseslint from 'typescript-eslint';

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
  {
    // one concept a file: past this, there are two
    files: ['{bench,client,runtime,scripts,secrets,server,slightfile,text,wit}/**/*.{ts,js}'],
    ignores: ['**/*.test.ts'],
    rules: { 'max-lines': ['error', 250] },
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
