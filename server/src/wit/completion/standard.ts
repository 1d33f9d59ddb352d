/** What of WASI is named in completion though no file of it is at hand: the packages of WASI 0.2.0. */

export interface StandardPackage {
  readonly id: string;
  readonly version: string;
  readonly interfaces: readonly string[];
  readonly worlds: readonly string[];
}

const version = '0.2.0';

/** As github.com/WebAssembly/WASI released them on 2024-01-25; what later 0.2 versions add is left out. */
export const standardPackages: readonly StandardPackage[] = [
  {
    id: 'wasi:cli',
    version,
    interfaces: [
      ...['environment', 'exit', 'run', 'stdin', 'stdout', 'stderr'],
      ...['terminal-input', 'terminal-output', 'terminal-stdin', 'terminal-stdout', 'terminal-stderr'],
    ],
    worlds: ['command', 'imports'],
  },
  { id: 'wasi:clocks', version, interfaces: ['monotonic-clock', 'wall-clock'], worlds: ['imports'] },
  { id: 'wasi:filesystem', version, interfaces: ['preopens', 'types'], worlds: ['imports'] },
  {
    id: 'wasi:http',
    version,
    interfaces: ['incoming-handler', 'outgoing-handler', 'types'],
    worlds: ['imports', 'proxy'],
  },
  { id: 'wasi:io', version, interfaces: ['error', 'poll', 'streams'], worlds: ['imports'] },
  { id: 'wasi:random', version, interfaces: ['insecure', 'insecure-seed', 'random'], worlds: ['imports'] },
  {
    id: 'wasi:sockets',
    version,
    interfaces: [
      ...['instance-network', 'ip-name-lookup', 'network'],
      ...['tcp', 'tcp-create-socket', 'udp', 'udp-create-socket'],
    ],
    worlds: ['imports'],
  },
];
