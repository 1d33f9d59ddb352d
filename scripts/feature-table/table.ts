/** What a comparison of language servers is made of, and how it is written down. */

/** A language server, or what does its work, and how it is known what it can. */
export interface Peer {
  readonly name: string;
  readonly version: string;
  /** Asked: started, and its answers looked at. Read: taken from its documents or sources. */
  readonly known: 'asked' | 'read';
  /** Where it was asked: the package. Where it was read: what. */
  readonly source: string;
  readonly link: string;
}

/**
 * Whether a peer has a feature; `partly` says how far. `unknown`: neither its answers nor its documents tell, for the
 * reason that is given, if one is.
 */
export type Cell = 'yes' | 'no' | 'unknown' | { readonly partly: string } | { readonly unknown: string };

/** A test that shows that a feature is there: the file from the repository's root, and the test's title in it. */
export interface Proof {
  readonly file: string;
  readonly title: string;
}

export interface Feature {
  readonly what: string;
  /** In the order of the group's peers. */
  readonly peers: readonly Cell[];
  /** What shows that it is here. Without one, nothing is claimed. */
  readonly tests: readonly Proof[];
}

export interface Group {
  readonly title: string;
  readonly about: string;
  readonly peers: readonly Peer[];
  readonly features: readonly Feature[];
}

/** Names tests of one file by their titles. */
export function shownIn(file: string): (title: string) => Proof {
  return (title) => ({ file, title });
}

/** The group as a section of Markdown: a table, and the remarks of its cells below it. */
export function section({ title, about, peers, features }: Group): string {
  const remarks: string[] = [];
  const cell = (value: Cell): string => {
    if (typeof value === 'string') return value === 'unknown' ? '?' : value;
    const [word, remark] = 'partly' in value ? ['partly', value.partly] : ['?', value.unknown];
    const known = remarks.indexOf(remark);
    return `${word} (${known === -1 ? remarks.push(remark) : known + 1})`;
  };
  const lines = [
    row(['', 'slight', ...peers.map(({ name }) => name)]),
    row([':--', ...Array<string>(peers.length + 1).fill(':--')]),
    ...features.map(({ what, peers: cells, tests }) => row([what, ours(tests), ...cells.map(cell)])),
  ];
  const notes = remarks.map((remark, index) => `${index + 1}. ${remark}`);
  return [`## ${title}`, about, lines.join('\n'), notes.join('\n')]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** How each peer is known, as a table. */
export function sources(peers: readonly Peer[]): string {
  return [
    row(['', 'version', 'how it was found out']),
    row([':--', ':--', ':--']),
    ...peers.map(({ name, version, known, source, link }) =>
      row([name, version, `${known === 'asked' ? 'asked over the wire' : 'read'}: [${source}](${link})`]),
    ),
  ].join('\n');
}

/** `yes`, and a link to each test; the document is in docs/. */
function ours(tests: readonly Proof[]): string {
  if (tests.length === 0) return 'no';
  const links = tests.map(({ file, title }) => `[test](../${file} "${title.replaceAll('"', '”')}")`);
  return `yes: ${links.join(', ')}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
}
