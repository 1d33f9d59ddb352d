/** The servers that ours is held against. Versions: those of November 2026. */
import type { Peer } from './table.ts';

export const tombi: Peer = {
  name: 'tombi',
  version: '1.2.1',
  known: 'asked',
  source: '@tombi-toml/tombi',
  link: 'https://www.npmjs.com/package/@tombi-toml/tombi',
};

export const taplo: Peer = {
  name: 'taplo',
  version: '0.8.0 (its server says 0.7.0)',
  known: 'asked',
  source: '@taplo/lsp, the server of Even Better TOML',
  link: 'https://www.npmjs.com/package/@taplo/lsp',
};

export const yaml: Peer = {
  name: 'YAML',
  version: '2.0.0',
  known: 'asked',
  source: 'yaml-language-server',
  link: 'https://www.npmjs.com/package/yaml-language-server',
};

export const terraform: Peer = {
  name: 'terraform-ls',
  version: '0.39.0',
  known: 'read',
  source: 'its list of LSP methods, its documents, and the handlers of code actions and initialize',
  link: 'https://github.com/hashicorp/terraform-ls/blob/main/docs/features.md',
};

export const actions: Peer = {
  name: 'GitHub Actions',
  version: '0.3.61',
  known: 'asked',
  source: '@actions/languageserver',
  link: 'https://www.npmjs.com/package/@actions/languageserver',
};

export const vscodeWit: Peer = {
  name: 'vscode-wit',
  version: '0.3.23',
  known: 'read',
  source: 'what src/extension.ts registers',
  link: 'https://github.com/bytecodealliance/vscode-wit/blob/main/src/extension.ts',
};

export const witLsp: Peer = {
  name: 'wit-lsp',
  version: 'main',
  known: 'read',
  source: 'its README, and the capabilities in its server.rs',
  link: 'https://github.com/Michael-F-Bryan/wit-lsp',
};

export const hexana: Peer = {
  name: 'Hexana',
  version: '0.9',
  known: 'read',
  source: 'its page about WIT; a plugin of JetBrains IDEs, and no server',
  link: 'https://jetbrains.github.io/hexana/jetbrains/wit-language/',
};

/** In the order of the tables' columns. */
export const configServers = [tombi, taplo, yaml, terraform, actions] as const;

/** What no server of config files has. */
export const none = ['no', 'no', 'no', 'no', 'no'] as const;
