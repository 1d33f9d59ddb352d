/** What hovers and completions say, in markdown. Never a value that could be a secret. */
import type { ConfigKey, Resource } from '@slight/slightfile/catalogue.ts';
import { inDevelopment } from '@slight/slightfile/development.ts';
import { keys } from '@slight/slightfile/catalogue.ts';
import type { Store } from '@slight/slightfile/stores.ts';

/** The documentation of a key besides the configs, by its path: `capability.resource`. */
export function explainKey(path: string): string | undefined {
  const key = Object.hasOwn(keys, path) ? keys[path] : undefined;
  return key && paragraphs(key.description, key.required && 'Required.');
}

export function explainResource(resource: Resource): string {
  const { title, description, configs, aliases, since, documentation } = resource;
  return paragraphs(
    `**${resource.id}**: ${title}`,
    description,
    configs.length > 0 &&
      ['Configs:', ...configs.map((config) => `- \`${config.key}\` ${brief(config)}`)].join('\n'),
    configs.length === 0 && 'It needs no configs.',
    [
      `Since slight ${since}`,
      ...aliases.map((alias) => `named \`${alias}\` before 0.3`),
      ...(documentation === undefined ? [] : [`[documentation](${documentation})`]),
    ].join(' · '),
  );
}

/** Half a sentence: `(required)`. */
function brief({ required, default: fallback, secret }: ConfigKey): string {
  const facts = [
    need(required),
    ...(fallback === undefined ? [] : [`default \`${fallback}\``]),
    ...(secret ? ['secret'] : []),
  ];
  return `(${facts.join(', ')})`;
}

/** A word or two: how much a config is needed. */
export function need(required: ConfigKey['required']): string {
  switch (required) {
    case true:
      return 'required';
    case 'backend':
      return 'optional: a development server is started';
    case 'environment':
      return 'here, or in the environment';
    case false:
      return 'optional';
  }
}

export function explainConfig(config: ConfigKey, resource: Resource): string {
  const {
    key,
    description,
    values,
    default: fallback,
    example,
    aliases = [],
    secret,
    documentation,
  } = config;
  return paragraphs(
    `**${key}** of ${resource.id}`,
    description,
    fate(config, resource),
    [
      format(config),
      ...(values ? [`One of ${values.map(code).join(', ')}.`] : []),
      ...(fallback === undefined ? [] : [`Default: ${code(fallback)}.`]),
      ...(example === undefined ? [] : [`Example: ${code(example)}.`]),
      ...(aliases.length === 0 ? [] : [`${aliases.map(code).join(', ')} serves as well.`]),
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
    secret &&
      `A secret: write \`\${usersecrets.${key}}\` or \`\${envvars.${key}}\` rather than the value itself.`,
    documentation !== undefined && `[Documentation](${documentation})`,
  );
}

/** What becomes of the app when the config is not given. */
function fate({ key, required }: ConfigKey, resource: Resource): string {
  switch (required) {
    case true:
      return `Required: without it, a run cannot open ${resource.id}.`;
    case 'backend':
      return `Optional: without it, a run ${inDevelopment(resource)}${resource.unstarted ? '' : ' and connects to that'}.`;
    case 'environment':
      return resource.backend === undefined
        ? `Required, here or in the environment: without it, a run reads the variable \`${key}\`.`
        : `Optional: without it, a run reads the variable \`${key}\`; where nothing is set, it starts ${resource.backend} for development and connects to that.`;
    case false:
      return 'Optional.';
  }
}

function format({ format: kind, schemes }: ConfigKey): string {
  switch (kind) {
    case 'url':
      return `A URL${schemes?.[0] === undefined ? '' : ` that begins with ${schemes.map((scheme) => code(`${scheme}:`)).join(', ')}`}.`;
    case 'port':
      return 'A port, in quotes.';
    case 'host':
      return 'A host name or IP address.';
    case 'integer':
      return 'A whole number, in quotes.';
    case 'boolean':
      return '`"true"` or `"false"`.';
    case 'address':
      return '`host:port`.';
    case 'hosts':
      return 'Hosts, with commas between.';
    case 'enum':
    case 'string':
      return '';
  }
}

export function explainStore(store: Store): string {
  return paragraphs(
    `**\${${store.id}.KEY}**`,
    store.description,
    store.status === 'planned' && 'This version does not serve it yet.',
  );
}

export const hidden = '••••';

function code(text: string): string {
  return `\`${text}\``;
}

/** The parts that are there, with blank lines between. */
export function paragraphs(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part !== false && part !== undefined && part !== '').join('\n\n');
}
