/** What `slight run` takes for an app that serves HTTP, or handles messages. */
import { Option } from 'commander';
import type { Command } from 'commander';
import type { Listen } from '../../app/address.ts';
import type { RunServing } from '../run.ts';
import { limits } from '../../http/limits.ts';
import type { Limit, Limits } from '../../http/limits.ts';
import { bytesOf, countOf, listenOf, millisecondsOf, moreThanNone } from '../serving.ts';
import { collect } from './options.ts';

/** The options, in the order of the help. */
export function servingOptions(): readonly Option[] {
  const those = [
    new Option('--listen <HOST:PORT>', 'where to listen; :PORT, HOST and :auto will do as well').argParser(
      listenOf,
    ),
    new Option('--grace <SECONDS>', 'how long requests and messages may go on after Ctrl-C')
      .argParser(millisecondsOf('--grace'))
      .default(10_000, '10'),
    new Option(
      '--timeout <SECONDS>',
      'how long the guest may take for a request (504) or a message, 0 for no end',
    )
      .argParser(millisecondsOf('--timeout'))
      .default(30_000, '30'),
    new Option(
      '--instances <N>',
      'how many requests the guest has at once (default: 64), and messages of a topic (default: 1)',
    ).argParser(countOf('--instances', 10_000)),
    new Option('--waiting <N>', 'how many more may wait for that (503, default: 1000)').argParser(
      countOf('--waiting', 1_000_000, 0),
    ),
    new Option('--workers <N>', 'how many processes serve, each a whole runtime (default: 1)').argParser(
      countOf('--workers', 256),
    ),
    new Option('--cors <ORIGIN>', 'whose pages may read the answers; * for all').argParser(collect),
    new Option('--cert <FILE>', 'serve HTTPS by this certificate, with --key'),
    new Option('--key <FILE>', 'the key of the certificate'),
  ];
  return [
    ...those.map((option) => option.helpGroup('For an app that serves HTTP:')),
    ...limits.map((limit) => limitOption(limit).helpGroup('What such an app bears of its clients:')),
  ];
}

/** What they say, and which of them were given. */
export async function servingIn(command: Command): Promise<RunServing> {
  const flags = command.opts<ServingFlags>();
  const { listen, grace, timeout, instances, waiting, workers = 1, cors, cert, key } = flags;
  const given = servingOptions().filter(
    (option) => command.getOptionValueSource(option.attributeName()) === 'cli',
  );
  // loaded here: few commands are asked for either
  const secure = cert === undefined && key === undefined ? undefined : await import('../certificate.ts');
  const tls = await secure?.certificateOf(cert, key);
  const { originsOf } = cors ? await import('../../http/cors.ts') : {};
  return {
    serving: {
      grace,
      limits: limitsIn(flags),
      ...(timeout > 0 && { timeout }),
      pool: { ...(instances !== undefined && { instances }), ...(waiting !== undefined && { waiting }) },
      ...(listen && { listen }),
      ...(cors && originsOf && { cors: originsOf(cors) }),
      ...(tls && { tls }),
    },
    workers,
    servingFlags: given.map(({ long }) => long ?? ''),
  };
}

interface ServingFlags extends Readonly<Record<string, unknown>> {
  readonly listen?: Listen;
  /** In milliseconds. */
  readonly grace: number;
  /** In milliseconds; 0: none. */
  readonly timeout: number;
  readonly instances?: number;
  readonly waiting?: number;
  readonly workers?: number;
  readonly cors?: readonly string[];
  readonly cert?: string;
  readonly key?: string;
}

function limitsIn(values: Readonly<Record<string, unknown>>): Partial<Limits> {
  const given = limits.map((limit) => [limit.name, values[limitOption(limit).attributeName()]]);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined)) as Partial<Limits>;
}

function limitOption({ flag, unit, default: usual, sentence, mayBeZero }: Limit): Option {
  const long = `--${flag}`;
  const [, text = '', status] = /^(.*?)(?: \((\d{3})\))?\.$/.exec(sentence) ?? [];
  const help = (value: string | number) =>
    `${text.charAt(0).toLowerCase()}${text.slice(1)} (${status === undefined ? '' : `${status}; `}default: ${value})`;
  const [value, shown, parsed] =
    unit === 'bytes'
      ? ['SIZE', sizeText(usual), bytesOf(long)]
      : ['SECONDS', usual / 1000, millisecondsOf(long)];
  return new Option(`${long} <${value}>`, help(shown)).argParser(
    mayBeZero ? parsed : moreThanNone(long, parsed),
  );
}

function sizeText(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB'];
  const at = units.findLastIndex((_, power) => bytes % 1024 ** power === 0);
  return `${bytes / 1024 ** at} ${units[at] ?? ''}`;
}
