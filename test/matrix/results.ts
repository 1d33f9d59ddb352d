/** What came of the matrix's runs, as it is kept in results.json: by resource, rung and age of guests. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RungName } from '@slight/runtime/backends/backend.ts';
import type { Resource } from '@slight/slightfile/catalogue.ts';
import type { InterfaceGeneration } from '@slight/slightfile/interfaces.ts';
import { whyNoGuest, whyNoServer } from './axes.ts';

/** Passed, or failed with what went otherwise, or not run for a reason. */
export type Outcome = 'passed' | { readonly failed: string } | { readonly not: string };

export type Outcomes = Readonly<Partial<Record<InterfaceGeneration, Outcome>>>;

export type Results = Readonly<Record<string, Readonly<Partial<Record<RungName, Outcomes>>>>>;

const file = path.join(import.meta.dirname, 'results.json');

export function readResults(): Results {
  return JSON.parse(readFileSync(file, 'utf8')) as Results;
}

export function writeResults(results: Results): void {
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
}

/** One cell of the matrix: why there is none, else what was seen, else undefined. */
export function cellOf(
  results: Results,
  resource: Resource,
  rung: RungName,
  generation: InterfaceGeneration,
): Outcome | undefined {
  const not = whyNoServer(resource, rung) ?? whyNoGuest(resource.capability, generation);
  return not === undefined ? results[resource.id]?.[rung]?.[generation] : { not };
}
