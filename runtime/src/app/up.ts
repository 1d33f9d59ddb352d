/** Brings up the servers that a run of a slightfile would, and leaves them running until they are told to go. */
import { list } from '@slight/text/words.ts';
import { findResource } from '@slight/slightfile/catalogue.ts';
import type { Problem } from '@slight/slightfile/problem.ts';
import type { RungChoice } from '../backends/climb.ts';
import { createCapabilities } from './capabilities.ts';
import { dataFolder } from '../data-folder.ts';
import type { Declaration } from './declarations.ts';
import { declarations } from './declarations.ts';
import { Mistake } from '../mistake.ts';
import { CapabilityError } from '../ports/errors.ts';
import { readSlightfile, understood } from './slightfile.ts';
import type { Served } from './served.ts';
import type { Stop } from './stop.ts';
import type { Trace } from '../trace/trace.ts';

export interface UpOptions {
  readonly slightfile: string;
  /** Which resources' servers; all where none is named. */
  readonly resources: readonly string[];
  /** Default: `.slight` beside the slightfile. */
  readonly dataDir?: string;
  readonly backends: RungChoice;
  readonly trace: Trace;
  readonly stop: Stop;
  readonly report: UpReport;
}

/** What the user is told while it goes on. */
export interface UpReport {
  problems(file: string, text: string, problems: readonly Problem[]): void;
  /** Called with each declaration as soon as it is served: several of them may share a server. */
  served(served: Served): void;
  failed(error: CapabilityError): void;
  /** The slightfile declares nothing that a server serves. */
  nothing(file: string): void;
}

/**
 * Brings the servers up, and keeps them. What the slightfile gives the address of is left as it is.
 * @returns false where something that needs a server has none now
 * @throws Mistake where the slightfile has errors or declares no such resource; the signal's reason when aborted, and
 *   then what was started is stopped
 */
export async function up(options: UpOptions): Promise<boolean> {
  const { report, stop } = options;
  const [bytes, data] = await Promise.all([
    readSlightfile(options.slightfile),
    dataFolder(options.slightfile, options.dataDir),
  ]);
  const slightfile = understood(options.slightfile, bytes, options.trace.masking, (...found) =>
    report.problems(...found),
  );
  const wanted = wantedOf(declarations(slightfile).filter(needsServer), options);
  if (wanted.size === 0) {
    report.nothing(options.slightfile);
    return true;
  }
  stop.hold();
  await using capabilities = createCapabilities(slightfile, data, {
    ...options,
    keep: 'down',
    // nothing is opened, so nothing is written
    durable: true,
    onServed: (served) => report.served(served),
  });
  const all = await capabilities.prepare(({ resource }) => wanted.has(resource.id));
  stop.signal.throwIfAborted();
  const failures = all.filter((one) => one instanceof CapabilityError);
  for (const failure of failures) report.failed(failure);
  return (
    failures.length === 0 && all.every((one) => one instanceof CapabilityError || one.rung !== 'embedded')
  );
}

function needsServer({ resource }: Declaration): boolean {
  return resource.backend !== undefined && resource.status === 'served';
}

/** @throws Mistake where a resource is named that is not among what needs a server */
function wantedOf(served: readonly Declaration[], { slightfile, resources }: UpOptions): ReadonlySet<string> {
  const ids = new Set(served.map(({ resource }) => resource.id));
  if (resources.length === 0) return ids;
  const named = resources.map((text) => findResource(text)?.id ?? text);
  const unknown = named.find((id) => !ids.has(id));
  if (unknown === undefined) return new Set(named);
  const known = ids.size === 0 ? 'It declares nothing that has one.' : `What has one is ${list([...ids])}.`;
  throw new Mistake('usage', `${slightfile} declares no ${unknown} that has a server. ${known}`);
}
