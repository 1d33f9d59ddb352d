/** The matrix as a table of Markdown: a row for each resource and each kind of server, a column for each age of guests. */
import type { Backend, RungName } from '@slight/runtime/backends/backend.ts';
import type { Resource } from '@slight/slightfile/catalogue.ts';
import type { InterfaceGeneration } from '@slight/slightfile/interfaces.ts';
import { list } from '@slight/text/words.ts';
import { generations, isElsewhere, rungs, whyNoServer } from './axes.ts';
import { cellOf } from './results.ts';
import type { Outcome, Results } from './results.ts';

const headings: Readonly<Record<InterfaceGeneration, string>> = {
  '0.2': 'module, 0.2',
  '0.5': 'module, 0.5',
  component: 'component, 0.6',
  standard: 'standards',
};

/**
 * @param backends those of the resources, by their ids
 * @param inside the program that ran in the place of an image
 */
export function table(
  resources: readonly Resource[],
  results: Results,
  backends: ReadonlyMap<string, Backend>,
  inside: ReadonlyMap<string, string>,
): string {
  const notes: string[] = [];
  const note = (text: string) => {
    const known = notes.indexOf(text);
    return `(${known === -1 ? notes.push(text) : known + 1})`;
  };
  const lines = resources.flatMap((resource) => {
    const own = rungs.filter((rung) => rung === 'embedded' || whyNoServer(resource, rung) === undefined);
    return own.map((rung, index) => {
      const cells = generations.map((age) => shown(cellOf(results, resource, rung, age), note));
      const by = servedBy(resource, rung, backends.get(resource.backend ?? ''), note);
      return row([index === 0 ? `\`${resource.id}\`` : '', by, ...cells]);
    });
  });
  const ran = [...inside].map(([image, program]) => `\`${program}\` for \`${image}\``);
  return [
    [
      row(['resource', 'served by', ...generations.map((age) => headings[age])]),
      row(['---', '---', ...generations.map(() => ':-:')]),
      ...lines,
    ].join('\n'),
    notes.map((text, index) => `${index + 1}. ${text}`).join('\n'),
    ...(ran.length > 0 ? [`In the containers ran ${list(ran)}.`] : []),
  ].join('\n\n');
}

function servedBy(
  resource: Resource,
  rung: RungName,
  backend: Backend | undefined,
  note: (text: string) => string,
): string {
  if (!backend) {
    const why = whyNoServer(resource, 'container') ?? '';
    return `${withoutServer(resource)} ${note(`No container and no local server: ${why}.`)}`;
  }
  switch (rung) {
    case 'container':
      return `a container${code(backend.container.image)}`;
    case 'local':
      return `a local server${code(backend.local?.command)}`;
    case 'embedded':
      return `the stand-in${code(resource.standIn)}`;
  }
}

/** What serves a resource that no server is started for. */
function withoutServer(resource: Resource): string {
  if (isElsewhere(resource)) return 'the service that the environment names';
  return resource.standIn === undefined ? 'the run itself' : `the stand-in${code(resource.standIn)}`;
}

function code(text: string | undefined): string {
  return text === undefined ? '' : `, \`${text}\``;
}

function shown(outcome: Outcome | undefined, note: (text: string) => string): string {
  if (outcome === undefined) return `? ${note('Not run yet.')}`;
  if (outcome === 'passed') return 'yes';
  if ('failed' in outcome) return `**fails** ${note(`Fails: ${firstLine(outcome.failed)}`)}`;
  return `– ${note(`${outcome.not.charAt(0).toUpperCase()}${outcome.not.slice(1)}.`)}`;
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`.replaceAll(/ {2,}/g, ' ');
}
