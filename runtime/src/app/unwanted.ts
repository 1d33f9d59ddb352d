/** What of a guest, its slightfile and the flags does not fit together. */
import { Mistake } from '../mistake.ts';
import type { TraceEntry } from '../trace/events.ts';
import type { App } from './app.ts';
import { servicesOf } from './service.ts';
import type { Services } from './service.ts';

interface Asked {
  readonly slightfile: string;
  readonly module: string;
  /** Flags that were given and are for an app that serves alone. */
  readonly servingFlags: readonly string[];
}

type Denied = Extract<TraceEntry, { type: 'denied' }>;

/** Flags that say something to an app that handles messages and serves no HTTP. */
const ofMessages: ReadonlySet<string> = new Set(['--grace', '--timeout', '--instances']);

/** @throws Mistake where a flag says how an app is to be served that is not, or not so */
export function requireFitting(
  services: Services | undefined,
  app: Pick<App, 'declares'>,
  { slightfile, module, servingFlags }: Asked,
): void {
  if (services?.messages && servingFlags.includes('--workers')) {
    throw new Mistake(
      'usage',
      `--workers hands requests to several processes, and ${module} handles messages, of which each process would have its own. Leave it out; to share messages, start slight several times, with a CONSUMER_GROUP in ${slightfile}.`,
    );
  }
  const flag = services?.http ? undefined : servingFlags.find((one) => !(services && ofMessages.has(one)));
  if (flag === undefined) return;
  const why = app.declares('http')
    ? `${module} serves none. Leave it out.`
    : `${slightfile} declares none. Leave it out, or add a capability with resource = "http".`;
  throw new Mistake('usage', `${flag} is for an app that serves HTTP, and ${why}`);
}

/** What a guest could be called for from outside and is not, since the slightfile does not declare it. */
export function hiddenOf(
  { guest, declares }: Pick<App, 'guest' | 'declares'>,
  services: Services | undefined,
  { slightfile, module }: Pick<Asked, 'slightfile' | 'module'>,
): readonly Denied[] {
  const { http, messages } = servicesOf(guest) ?? {};
  // one whose main function asks for it is told by what it gets
  const isHttpHidden = http && !(http.by === 'routes' && http.in === 'main') && !declares('http');
  const instead = services ? '' : ', so only its main function is run';
  const hidden = (what: string, how: string, lines: readonly string[]): Denied => ({
    type: 'denied',
    message: `${module} ${what} which ${slightfile} does not declare${instead}. ${how}, add to the slightfile:`,
    lines: ['[[capability]]', ...lines],
  });
  return [
    ...(isHttpHidden ? [hidden('serves HTTP,', 'To serve it', ['resource = "http"', 'name = "*"'])] : []),
    ...(messages && !declares('messaging')
      ? [
          hidden('handles messages, of a capability', 'To have them', [
            'resource = "messaging.filesystem"',
            'name = "messages"',
          ]),
        ]
      : []),
  ];
}
