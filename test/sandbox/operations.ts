/**
 * What a hostile guest is told to do: one operation an argument of test/guests/c/hostile.c. Random, but of a mind: names
 * that exist are likelier than others, and whole tricks stand between single calls.
 */
import type { Random } from '../fuzz/random.ts';

/** Slots of the guest's descriptors: the two folders that it was given, and what it opens. */
const [box, second] = [0, 1];
const free = [2, 3, 4, 5, 6, 7];

const names = ['a', 'b', 'c', 'd', 'f', 'g', 'a/b', 'a/b/c', 'second', 'made'];
const hostLinks = [
  'up',
  'absolute',
  'file',
  'dangling',
  'etc',
  'passwd',
  'root',
  'cwd',
  'descriptors',
  'loop',
].map((name) => `host-${name}`);
const outside = [
  'canary.txt',
  'canary-folder',
  'canary-folder/canary.txt',
  'canary-link',
  'canary-empty',
  'etc/passwd',
];
const absolute = [
  '/',
  '/etc/passwd',
  '/proc/self/root/etc/passwd',
  '/proc/self/cwd',
  '/proc/1/root',
  '//etc/passwd',
];
const up = ['..', '../..', '../../..', '../../../../../../../../..'];
/** Bytes that are no name: a NUL in or after one, and what is not UTF-8. */
const strange = [
  'a%00b',
  'f%00',
  '..%00',
  '%ff%fe',
  'a/%ff',
  '%c0%ae%c0%ae/canary.txt',
  '.',
  '',
  '%20',
  '%20'.repeat(300),
];

const targets = [
  ...up,
  ...up.flatMap((one) => [`${one}/canary.txt`, `${one}/made-canary`, `${one}/proc/self/root`, `${one}/etc`]),
  ...['a', 'a/b', 'f', '.', 'b', 'c', 'd', './c', 'a/../c', 'a/../..', 'b/../../..'],
  ...[
    '/etc',
    '/etc/passwd',
    '/proc/self/root',
    '/proc/self/cwd',
    '/proc/self/fd',
    '/proc/thread-self/fd/3',
    '/',
  ],
  ...Array.from({ length: 24 }, (_, index) => `/proc/self/fd/${index + 3}`),
  './'.repeat(2000) + '..',
  'x/'.repeat(400),
  'y'.repeat(4095),
  'y'.repeat(5000),
];

const lookups = [0, 1];
/** Of path_open, every one: create 1, directory 2, exclusive 4, truncate 8. */
const ways = Array.from({ length: 16 }, (_, index) => index);
const rights = ['0xffffffffffffffff', '0x1fffffff', '0', '2', '66', '64', '0x4000', '0x6202'];
/** Append, dsync, nonblock, rsync, sync. */
const fileFlags = [0, 0, 0, 1, 2, 4, 8, 16, 31];

export interface Choices {
  /** The folder around the boxes, which a guest may have learned of. */
  readonly root: string;
  /** Whether paths may be no text: a component ends where it gives one. */
  readonly strange: boolean;
}

/** @returns operations, `length` of them or a few more */
export function operations(random: Random, length: number, choices: Choices): string[] {
  const { below, chance, pick } = random;
  const given: string[] = [];
  const slot = () => (chance(0.5) ? box : chance(0.1) ? second : pick(free));
  const name = () => pick(names);

  const piece = (): string => {
    const roll = below(100);
    if (roll < 40) return name();
    if (roll < 55) return pick(hostLinks);
    if (roll < 75) return pick(outside);
    if (roll < 95) return pick(up);
    return '.';
  };
  const somePath = (): string => {
    const roll = below(100);
    if (choices.strange && roll < 3) return pick(strange);
    if (roll < 6)
      return pick([...absolute, choices.root, `${choices.root}/canary.txt`, `${choices.root}/middle`]);
    const pieces = Array.from({ length: 1 + below(chance(0.2) ? 5 : 3) }, piece);
    return pieces.join(chance(0.05) ? '//' : '/') + (chance(0.15) ? pick(['/', '/.', '//', '/..']) : '');
  };
  const target = () => (chance(0.1) ? `${choices.root}/${pick(outside)}` : pick(targets));

  const open = (folder: number, at: string, into: number) =>
    `open ${folder} ${into} ${pick(lookups)} ${chance(0.6) ? pick([0, 2]) : pick(ways)} ${pick(rights)} ${pick(fileFlags)} ${at}`;
  const touch = (folder: number, at: string) => [
    `stat ${folder} ${pick(lookups)} ${at}`,
    `times ${folder} ${pick(lookups)} ${at}`,
    `readlink ${folder} ${pick([0, 4, 4096])} ${at}`,
    `unlink ${folder} ${at}`,
    `rmdir ${folder} ${at}`,
    `mkdir ${folder} ${at}`,
    `link ${folder} ${pick(lookups)} ${at} ${box} ${name()}`,
    `link ${box} ${pick(lookups)} ${name()} ${folder} ${at}`,
    `rename ${folder} ${at} ${box} ${name()}`,
    `rename ${box} ${name()} ${folder} ${at}`,
    `symlink ${target()} ${folder} ${at}`,
  ];
  const use = (one: number) => [
    ...['read', 'write', 'list', 'fstat', 'ftimes', 'sync', 'close'].map(
      (operation) => `${operation} ${one}`,
    ),
    `size ${one} ${below(100)}`,
    `renumber ${one} ${pick(free)}`,
  ];
  /** Everything that may be tried through a folder that is no longer where it was. */
  const reach = (held: number) => {
    const at = () => pick([...outside, '.', ...up, ...up.map((one) => `${one}/${pick(outside)}`)]);
    const tries = [open(held, at(), pick(free)), ...touch(held, at()), `list ${held}`, `ftimes ${held}`];
    return Array.from({ length: 4 }, () => pick(tries));
  };

  const tricks: (() => string[])[] = [
    // a folder that is held, and a link in its place
    () => {
      const [one, held] = [name(), pick(free)];
      const gone = pick([`rmdir ${box} ${one}`, `rename ${box} ${one} ${box} ${name()}`]);
      return [
        `mkdir ${box} ${one}`,
        `open ${box} ${held} 0 2 ${rights[0]} 0 ${one}`,
        gone,
        `symlink ${target()} ${box} ${one}`,
        ...reach(held),
      ];
    },
    // a folder whose parent is moved away, or replaced by a link
    () => {
      const [parent, held] = [pick(['a', 'c', 'd']), pick(free)];
      const moved = pick(['moved', 'g', 'second']);
      return [
        ...[
          `mkdir ${box} ${parent}`,
          `mkdir ${box} ${parent}/b`,
          `open ${box} ${held} 0 2 ${rights[0]} 0 ${parent}/b`,
        ],
        pick([
          `rename ${box} ${parent} ${box} ${moved}`,
          `rename ${box} ${parent}/b ${pick([box, second])} ${moved}`,
        ]),
        `symlink ${target()} ${box} ${parent}`,
        ...reach(held),
      ];
    },
    // a link of the guest's own, and through it
    () => {
      const one = name();
      const below = pick(['', '', '/', ...outside.map((each) => `/${each}`)]);
      return [
        `symlink ${target()} ${box} ${one}`,
        open(box, one + below, pick(free)),
        pick(touch(box, one + below)),
      ];
    },
    // a link to a link, and the hard link of a link
    () => {
      const [one, other] = [name(), name()];
      return [
        `symlink ${target()} ${box} ${one}`,
        pick([`symlink ${one} ${box} ${other}`, `link ${box} ${pick(lookups)} ${one} ${box} ${other}`]),
        open(box, other, pick(free)),
        pick(touch(box, other)),
      ];
    },
    // to make a file where a link points to none
    () => {
      const one = name();
      const how = pick([1, 5, 9, 13]);
      return [
        `symlink ${pick(up)}/made-canary ${box} ${one}`,
        `open ${box} ${pick(free)} ${pick(lookups)} ${how} ${pick(rights)} 0 ${one}`,
      ];
    },
  ];

  while (given.length < length) {
    const roll = below(100);
    if (roll < 35) given.push(...pick(tricks)());
    else if (roll < 60) given.push(open(slot(), somePath(), pick(free)));
    else if (roll < 85) given.push(pick(touch(slot(), somePath())));
    else given.push(pick(use(pick(free))));
  }
  return given;
}
