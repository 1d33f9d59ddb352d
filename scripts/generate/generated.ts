import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { format } from 'prettier';
import type { CapabilityKind, ConfigKey, Resource } from '../../slightfile/src/catalogue.ts';
import type { InterfaceRow } from '../../slightfile/src/interfaces.ts';
import { publishedSchema } from './published.ts';
import { readme } from './readme.ts';
import type { Schema } from './schema.ts';
import { validator } from './validator.ts';

/**
 * Every derived file, by its path from the repository's root, as it should be.
 * @param root the repository's root
 */
export async function generated(root: string): Promise<ReadonlyMap<string, string>> {
  const [resources, structure, interfaces, currentReadme] = await Promise.all([
    readResources(path.join(root, 'schemas')),
    readJson<Schema>(path.join(root, 'schemas/structure.json')),
    readInterfaces(path.join(root, 'schemas/interfaces.json')),
    readFile(path.join(root, 'README.md'), 'utf8'),
  ]);
  return new Map([
    [
      'schemas/slightfile.schema.json',
      await pretty(JSON.stringify(publishedSchema(structure, resources)), 'json'),
    ],
    ['slightfile/src/generated/resources.ts', await pretty(resourceData(resources, structure), 'typescript')],
    ['slightfile/src/generated/interfaces.ts', await pretty(interfaceData(interfaces), 'typescript')],
    ['slightfile/src/generated/validate.js', await pretty(validator(structure), 'babel')],
    ['slightfile/src/generated/validate.d.ts', await pretty(validatorTypes, 'typescript')],
    ['README.md', readme(currentReadme, resources)],
  ]);
}

/**
 * Every resource, in the order of their ids, which are the names of their files, with the configs that all resources of
 * its capability have.
 * @param folder schemas/
 */
export async function readResources(folder: string): Promise<readonly Resource[]> {
  const shared = await readJson<SharedConfigs>(path.join(folder, 'shared-configs.json'));
  const files = (await readdir(path.join(folder, 'resources'))).filter((file) => file.endsWith('.json'));
  return Promise.all(
    files.sort().map(async (file) => {
      const resource = await readJson<Resource>(path.join(folder, 'resources', file));
      return { ...resource, configs: [...resource.configs, ...(shared.configs[resource.capability] ?? [])] };
    }),
  );
}

/** schemas/shared-configs.json: by capability. */
interface SharedConfigs {
  readonly configs: Partial<Readonly<Record<CapabilityKind, readonly ConfigKey[]>>>;
}

/** The rows of interfaces by their names, each with what the row of its package says. */
export async function readInterfaces(file: string): Promise<Readonly<Record<string, InterfaceRow>>> {
  const { interfaces } = await readJson<{ interfaces: Record<string, InterfaceRow> }>(file);
  return Object.fromEntries(
    Object.entries(interfaces).map(([name, row]) => [
      name,
      { ...interfaces[name.replace(/\/.*/, '/*')], ...row },
    ]),
  );
}

export async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(file, 'utf8')) as T;
}

function resourceData(resources: readonly Resource[], structure: Schema): string {
  return `// Made by scripts/generate.ts from schemas/. Do not edit.

export const resources = ${JSON.stringify(resources, withoutSchema)} as const;

export const keys = ${JSON.stringify(Object.fromEntries(keysOf(structure, '')))} as const;
`;
}

function interfaceData(rows: Readonly<Record<string, InterfaceRow>>): string {
  return `// Made by scripts/generate.ts from schemas/. Do not edit.

export const interfaces = ${JSON.stringify(rows)} as const;
`;
}

/** The link to the schema is for whoever edits the file. */
function withoutSchema(key: string, value: unknown): unknown {
  return key === '$schema' ? undefined : value;
}

/** The documented keys below a schema, arrays and tables alike: `capability.resource`. */
function* keysOf(
  schema: Schema,
  prefix: string,
): Generator<[string, { description: string; required: boolean }]> {
  const table = schema.items ?? schema;
  for (const [name, member] of Object.entries(table.properties ?? {})) {
    const required = table.required?.includes(name) ?? false;
    yield [prefix + name, { description: member.description ?? '', required }];
    yield* keysOf(member, `${prefix}${name}.`);
  }
}

const validatorTypes = `// Made by scripts/generate.ts from schemas/. Do not edit.
import type { ErrorObject } from 'ajv';

/** Whether the data has the shape of a slightfile; where it has not, \`errors\` says all that is wrong. */
export interface Validate {
  (data: unknown): boolean;
  readonly errors?: readonly ErrorObject[] | null;
}

export const validate: Validate;
`;

async function pretty(source: string, parser: string): Promise<string> {
  return format(source, { parser, singleQuote: true, printWidth: 110 });
}
