/** What the page of the capabilities says of one by the catalogue alone: who may use it, and what can serve it. */
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import { list } from '@slight/text/words.ts';
import { generations, interfacesOf, served } from './axes.ts';

/** A line of the interfaces that guests use it by, and a list of the resources. */
export function section(capability: CapabilityKind): string {
  const resources = served
    .filter((resource) => resource.capability === capability)
    .map(({ id, description }) => {
      const [first = ''] = description.split('\n\n');
      return `- [\`${id}\`](../schemas/resources/${id}.json): ${lowered(first)}`;
    });
  return `Guests use it by ${list(interfacesFor(capability))}.\n\n${resources.join('\n')}`;
}

function interfacesFor(capability: CapabilityKind): readonly string[] {
  const [oldest = [], old = [], ...packaged] = generations.map((age) =>
    interfacesOf(capability, age).filter(({ isServed }) => isServed),
  );
  // the last slight that had it, and each name once
  const last = new Map([
    ...oldest.map(({ name }) => [name, '0.2'] as const),
    ...old.map(({ name }) => [name, '0.5'] as const),
  ]);
  // a package whose interfaces differ in their versions does not occur
  const versions = new Map(
    packaged.flat().map(({ name, versions }) => [name.split('/')[0] ?? name, versions]),
  );
  return [
    ...[...last].map(([name, slight]) => `\`${name}\` of slight up to ${slight}`),
    ...[...versions].flatMap(([name, all]) => all.map((version) => `\`${name}@${version}\``)),
  ];
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
