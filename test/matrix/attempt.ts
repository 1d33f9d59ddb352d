/** Runs all programs of a resource with a server of one kind, and says for each age of guests what came of it. */
import type { RungName } from '@slight/runtime/backends/backend.ts';
import type { Resource } from '@slight/slightfile/catalogue.ts';
import type { InterfaceGeneration } from '@slight/slightfile/interfaces.ts';
import { makePlace } from './app.ts';
import type { App, Place } from './app.ts';
import { generations, isElsewhere, whyNoGuest, whyNoServer, whyNotHere } from './axes.ts';
import { programsOf } from './programs.ts';
import type { Program } from './programs.ts';
import type { Outcome, Outcomes } from './results.ts';
import { startService } from './services.ts';

/** An address that no engine can have. */
const noEngine = 'unix:///nowhere/docker.sock';

/**
 * Each program runs twice, where the resource keeps anything: between the two every server is stopped.
 * @param engine the container engine's address, where the rung needs one
 */
export async function attempt(
  resource: Resource,
  rung: RungName,
  engine = noEngine,
  ages: readonly InterfaceGeneration[] = generations,
): Promise<Outcomes> {
  if (whyNoServer(resource, rung) !== undefined) return {};
  const guests = ages.filter((age) => whyNoGuest(resource.capability, age) === undefined);
  const not = await whyNotHere(resource, rung);
  if (not !== undefined) return Object.fromEntries(guests.map((age) => [age, { not }]));
  await using service = await startService(resource.id);
  await using place = await makePlace(resource, rung, engine, service?.environment);
  const all = guests.flatMap((age) =>
    programsOf(resource.capability, age).map((program) => ({ age, program })),
  );
  const faults = new Map<InterfaceGeneration, string>();
  const go = async (step: 'first' | 'again') => {
    for (const { age, program } of all) {
      if (faults.has(age)) continue;
      const fault = await faultOf(place, program, program[step]);
      if (fault !== undefined) faults.set(age, `${program.guest}: ${fault}`);
    }
  };
  await go('first');
  if (keeps(resource)) {
    await place.down();
    await go('again');
  }
  const outcome = (age: InterfaceGeneration): Outcome => {
    const failed = faults.get(age);
    return failed === undefined ? 'passed' : { failed };
  };
  return Object.fromEntries(guests.map((age) => [age, outcome(age)]));
}

function keeps(resource: Resource): boolean {
  return resource.backend !== undefined || resource.data === 'folder' || isElsewhere(resource);
}

async function faultOf(
  place: Place,
  { guest, beside }: Program,
  run: ((app: App) => Promise<void>) | undefined,
): Promise<string | undefined> {
  // a name that every server takes: Azure's rules for containers are the strictest
  const app = await place.app(guest.replaceAll('.', '-'), beside);
  try {
    await run?.(app);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
