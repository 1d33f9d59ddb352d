import { stores } from '../../slightfile/src/stores.ts';
import type { ConfigKey, Resource } from '../../slightfile/src/catalogue.ts';
import { property } from './schema.ts';
import type { Schema } from './schema.ts';

/** A reference to a store, which any config may be. */
const reference = '^\\$\\{(envvars|usersecrets|azapp|local)\\.[^}]+\\}$';

/**
 * The schema that other TOML editors use (draft 7). What a schema cannot say is left to `slight check`: that names
 * are unique, that references lead somewhere, that an unknown key is no more than a warning.
 */
export function publishedSchema(structure: Schema, resources: readonly Resource[]): Schema {
  const names = resources.flatMap(({ id, aliases }) => [id, ...aliases]);
  const described = Object.fromEntries(
    resources.flatMap(({ id, title, aliases }) => [
      [id, title],
      ...aliases.map((alias) => [alias, `Now ${id}`]),
    ]),
  ) as Record<string, string>;
  return {
    $schema: structure['$schema'],
    $id: 'https://raw.githubusercontent.com/slight/slight/main/schemas/slightfile.schema.json',
    title: 'slightfile.toml',
    description: 'What a WebAssembly app may open by name, and what serves each name.',
    'x-taplo-info': { patterns: ['^(.*(/|\\\\)slightfile\\.toml|slightfile\\.toml)$'] },
    type: 'object',
    additionalProperties: false,
    required: structure.required ?? [],
    properties: {
      specversion: { ...property(structure, 'specversion'), enum: ['0.2', '0.1'], default: '0.2' },
      secret_store: {
        ...property(structure, 'secret_store'),
        enum: stores.map(({ resource }) => resource),
      },
      secret_settings: property(structure, 'secret_settings'),
      capability: {
        ...property(structure, 'capability'),
        items: { $ref: '#/definitions/capability' },
      },
    },
    if: tableWith({ specversion: { const: '0.1' } }),
    then: tableWith({ capability: { items: { $ref: '#/definitions/capability-0.1' } } }),
    else: tableWith({ capability: { items: { $ref: '#/definitions/capability-0.2' } } }),
    definitions: {
      capability: {
        ...property(structure, 'capability').items,
        allOf: resources
          .filter(({ configs }) => configs.length > 0)
          .map((resource) => ({
            if: tableWith({ resource: { enum: [resource.id, ...resource.aliases] } }, ['resource']),
            then: tableWith({ configs: { $ref: `#/definitions/${resource.id}` } }),
          })),
      },
      'capability-0.1': tableWith({ name: { $ref: '#/definitions/resource' } }, ['name']),
      'capability-0.2': tableWith(
        {
          resource: { $ref: '#/definitions/resource' },
          configs: { type: 'object', additionalProperties: { type: 'string' } },
        },
        ['resource', 'name'],
      ),
      resource: {
        enum: names,
        'x-taplo': { docs: { enumValues: names.map((name) => described[name]) } },
      },
      ...Object.fromEntries(
        resources
          .filter(({ configs }) => configs.length > 0)
          .map((resource) => [
            resource.id,
            {
              title: resource.title,
              description: resource.description,
              type: 'object',
              properties: Object.fromEntries(resource.configs.flatMap(configSchemas)),
              additionalProperties: { type: 'string' },
            },
          ]),
      ),
    },
  };
}

/** A part of what a table must be: other keys are for other parts to judge, and tombi wants that said. */
function tableWith(properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema {
  return { properties, required, additionalProperties: true };
}

function configSchemas(config: ConfigKey): [string, Schema][] {
  const schema = configSchema(config);
  return [
    [config.key, schema],
    ...(config.aliases ?? []).map((alias): [string, Schema] => [
      alias,
      { ...schema, description: `Serves as ${config.key}. ${config.description}` },
    ]),
  ];
}

function configSchema({
  description,
  format,
  values,
  default: fallback,
  example,
  documentation,
}: ConfigKey): Schema {
  return {
    description:
      documentation === undefined ? description : `${description}\n\n[Documentation](${documentation})`,
    type: 'string',
    ...(format === 'enum' && values && { anyOf: [{ enum: values }, { pattern: reference }] }),
    ...(format === 'boolean' && { anyOf: [{ enum: ['true', 'false'] }, { pattern: reference }] }),
    ...((format === 'port' || format === 'integer') && {
      anyOf: [{ pattern: '^[0-9]+$' }, { pattern: reference }],
    }),
    ...(fallback !== undefined && { default: fallback }),
    ...(example !== undefined && { examples: [example] }),
    ...(documentation !== undefined && { 'x-taplo': { links: { key: documentation } } }),
  };
}
