/** What a server says after all that was done to it, beside what one says that has only just been started. */
import type { Editor } from './editor.ts';
import { openAll, seeDisk } from './gone.ts';
import type { Ask } from './requests.ts';
import { oneOfEach } from './requests.ts';
import { Results } from './results.ts';
import type { Session } from './session.ts';

/** How long the server may take until it says what it is to say, in milliseconds. */
const patience = 10_000;

/** Longer than the server waits before it tells what changed, in milliseconds. */
export const silence = 300;

/**
 * Undefined where both say the same of every open document.
 * @param seen paths of files that the server has seen on disk while they were open
 * @param start starts a server for a client of the same kind, over the same folders, with nothing open
 */
export async function difference(
  session: Session,
  seen: ReadonlySet<string>,
  start: () => Promise<Editor>,
): Promise<string | undefined> {
  const { editor, profile, serving, random } = session;
  const documents = editor.world.all();
  await seeDisk(editor, profile);
  await using fresh = await start();
  await openAll(session, fresh, seen);
  for (const [uri, all] of serving) fresh.notify('slight/serving', { uri, serving: all });
  const sides = [
    { server: editor, pull: (of: Editor, uri: string) => session.results.pull(of, uri) },
    // all of them, where the other is told what changed
    { server: fresh, pull: (of: Editor, uri: string) => new Results().pull(of, uri) },
  ] as const;
  // a first look has the server read what other files say
  let found = await settledDifference(session, sides);
  for (const end = performance.now() + patience; found === undefined || performance.now() < end;) {
    const before: string | undefined = found;
    found = await settledDifference(session, sides);
    if (found === undefined && before === undefined) break;
  }
  if (found !== undefined) return found;
  for (const document of documents)
    for (const ask of oneOfEach(random, document)) {
      const other = await differentAnswer(ask, [editor, fresh]);
      if (other !== undefined) return `${other}\ntext: ${JSON.stringify(document.snapshot.text)}`;
    }
  return undefined;
}

async function settledDifference(session: Session, sides: Sides): Promise<string | undefined> {
  for (const { server } of sides) await server.ask({ method: 'slight/index', params: {} });
  await Promise.all(sides.map(({ server }) => server.quiet(silence)));
  return await differentDiagnostics(session, sides);
}

type Sides = readonly [Side, Side];

interface Side {
  readonly server: Editor;
  readonly pull: (server: Editor, uri: string) => Promise<readonly unknown[]>;
}

async function differentDiagnostics({ editor, profile }: Session, sides: Sides): Promise<string | undefined> {
  for (const { uri, snapshot } of editor.world.all()) {
    const [old, fresh] = await Promise.all(
      sides.map(async ({ server, pull }) =>
        profile.pulls
          ? { diagnostics: await pull(server, uri), version: snapshot.version }
          : server.pushed.get(uri),
      ),
    );
    const isSame =
      old?.version === fresh?.version && canonical(old?.diagnostics) === canonical(fresh?.diagnostics);
    if (isSame) continue;
    return [
      `diagnostics of ${uri} are not those of a server that was just started`,
      `old, version ${old?.version ?? 'none'}: ${onlyIn(old?.diagnostics, fresh?.diagnostics)}`,
      `new, version ${fresh?.version ?? 'none'}: ${onlyIn(fresh?.diagnostics, old?.diagnostics)}`,
      `text: ${JSON.stringify(snapshot.text)}`,
    ].join('\n');
  }
  return undefined;
}

async function differentAnswer(ask: Ask, servers: readonly [Editor, Editor]): Promise<string | undefined> {
  const [old, fresh] = await Promise.all(
    servers.map(async (server) => {
      const { result, error } = await server.ask(ask);
      return error ?? result;
    }),
  );
  if (canonical(old) === canonical(fresh)) return undefined;
  return [
    `${ask.method} is not answered as by a server that was just started`,
    `asked: ${JSON.stringify(ask.params)}`,
    `old: ${onlyIn(old, fresh)}`,
    `new: ${onlyIn(fresh, old)}`,
  ].join('\n');
}

/** Of two lists, what only the first has; of anything else, the first. */
function onlyIn(one: unknown, other: unknown): string {
  if (!Array.isArray(one) || !Array.isArray(other)) return canonical(one);
  const known = new Set(other.map(canonical));
  return one
    .map(canonical)
    .filter((item) => !known.has(item))
    .join(', ');
}

/** The order of things says nothing, and neither do ids. */
function canonical(value: unknown): string {
  return JSON.stringify(sorted(value ?? null));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(sorted);
    const isSet = items.every((item) => typeof item === 'object');
    return isSet ? items.sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)) : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'resultId' && name !== 'data' && name !== 'sortText')
      .map(([name, one]): [string, unknown] => [name, sorted(one)])
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}
