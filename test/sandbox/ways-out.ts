/** Every way out that is known, and every function tried through each of them. */

/** How to come to a place from which the outside can be named. */
export interface WayOut {
  readonly name: string;
  /** Operations that lay the way; they are done again before each try, as a try may take it away. */
  readonly prepare: readonly string[];
  /** The slot of the folder to begin at. */
  readonly folder: number;
  /** The path from there to `middle`, the folder around the box. */
  readonly middle: string;
}

const box = 0;
const held = 2;
const all = '0xffffffffffffffff';
const hold = (at: string) => `open ${box} ${held} 0 2 ${all} 0 ${at}`;
const link = (target: string, name = 'out') => [`unlink ${box} ${name}`, `symlink ${target} ${box} ${name}`];
const far = '../../../../../../../..';

/** @param root the folder around the boxes, which holds `middle`, which holds the box */
function waysOut(root: string): WayOut[] {
  const middle = `${root}/middle`;
  const way = (name: string, at: string, prepare: readonly string[] = [], folder = box): WayOut => ({
    name,
    prepare,
    folder,
    middle: at,
  });
  return [
    way('..', '..'),
    way('.. from a folder inside', 'a/../..'),
    way('.. from a folder that is not there', 'none/../..'),
    way('.. from the second box', '..', [], 1),
    way('many ..', `${far}${middle}`),
    way('an absolute path', middle),
    way('an absolute path with two slashes', `/${middle}`),
    way('a link to ..', 'out', link('..')),
    way('a link to .. with a slash', 'out', link('../')),
    way('a link to .. and a trailing slash', 'out/', link('..')),
    way('a link to .. and a dot', 'out/.', link('..')),
    way('a link that goes in and out', 'out', link('a/../..')),
    way('a link to a folder above', 'out/middle', link('../..')),
    way('a link with an absolute target', 'out', link(middle)),
    way('a link with a long target', 'out', link(`${'./'.repeat(2000)}..`)),
    way('a link to a link', 'second-link', [...link('..'), ...link('out', 'second-link')]),
    way('a link below a folder', 'a/out', [`unlink ${box} a/out`, `symlink ../.. ${box} a/out`]),
    way('a hard link of a link', 'hard', [
      ...link('..'),
      `unlink ${box} hard`,
      `link ${box} 0 out ${box} hard`,
    ]),
    way('a link loop, then ..', 'loop/..', link('loop', 'loop')),
    way('a link to /proc/self/root', `out${middle}`, link(`${far}/proc/self/root`)),
    way('a link to /proc/self/cwd', 'out/middle', link(`${far}/proc/self/cwd`)),
    way('an absolute link to /proc/self/cwd', 'out/middle', link('/proc/self/cwd')),
    ...Array.from({ length: 8 }, (_, index) =>
      way(`a link to the descriptor ${index + 12}`, 'out/..', link(`/proc/self/fd/${index + 12}`)),
    ),
    way("the host's link to ..", 'host-up'),
    way("the host's absolute link", 'host-absolute'),
    way("the host's link to /proc/self/root", `host-root${middle}`),
    way("the host's link to /proc/self/cwd", 'host-cwd/middle'),
    way(
      'a folder removed, and a link in its place',
      '.',
      [`unlink ${box} c`, `mkdir ${box} c`, hold('c'), `rmdir ${box} c`, `symlink .. ${box} c`],
      held,
    ),
    way(
      'a folder moved, and a link in its place',
      '.',
      [`unlink ${box} c`, `mkdir ${box} c`, hold('c'), `rename ${box} c ${box} moved`, `symlink .. ${box} c`],
      held,
    ),
    way(
      'above a folder that was moved up',
      '../..',
      [`mkdir ${box} c`, `mkdir ${box} c/d`, hold('c/d'), `rename ${box} c/d ${box} d`, `rmdir ${box} d`],
      held,
    ),
    way(
      'a folder whose parent was replaced by a link',
      '..',
      [
        ...[`unlink ${box} p`, `mkdir ${box} p`, `mkdir ${box} p/canary-folder`, hold('p/canary-folder')],
        ...[`rename ${box} p ${box} p-moved`, `symlink .. ${box} p`],
      ],
      held,
    ),
    way('above an opened folder', '../..', [hold('a')], held),
  ];
}

/** Links to one thing outside, which is then named by the link alone. */
export function linksTo(thing: string): WayOut {
  return { name: `a link to ${thing}`, prepare: link(`../${thing}`), folder: box, middle: 'out' };
}

const things = ['canary.txt', 'canary-folder', 'canary-empty', 'made-canary'];

/** Every way out, and then links to single things outside, which are named by the link alone. */
export function allWays(root: string): WayOut[] {
  const single = (thing: string): WayOut => ({
    name: `a link to ${thing}`,
    prepare: link(`../${thing}`),
    folder: box,
    middle: 'out',
  });
  return [...waysOut(root), ...things.map(single)];
}

/** Every function with every flag, on everything outside. */
export function attacks({ prepare, folder, middle }: WayOut): string[] {
  const places = [...things, 'canary.txt/', 'made-canary/'].map((thing) => `${middle}/${thing}`);
  return [...places, middle].flatMap((at) => functions(folder, at)).flatMap((one) => [...prepare, ...one]);
}

/** Of path_open: create 1, directory 2, exclusive 4, truncate 8. */
const hows = [0, 2, 1, 3, 5, 8, 9, 10];

/** What takes things away comes last. */
function functions(folder: number, at: string): string[][] {
  const opens = [0, 1].flatMap((lookup) =>
    hows.flatMap((how) => [
      `open ${folder} 3 ${lookup} ${how} ${all} 0 ${at}`,
      'write 3',
      'size 3 1',
      'ftimes 3',
      'close 3',
    ]),
  );
  return [
    [`stat ${folder} 0 ${at}`, `stat ${folder} 1 ${at}`, `readlink ${folder} 4096 ${at}`, `list ${folder}`],
    [`open ${folder} 3 0 0 2 0 ${at}`, `open ${folder} 3 1 0 2 0 ${at}`],
    opens,
    [`times ${folder} 0 ${at}`, `times ${folder} 1 ${at}`, `ftimes ${folder}`],
    [`link ${folder} 0 ${at} ${box} caught-0`, `link ${folder} 1 ${at} ${box} caught-1`],
    [`open ${box} 3 0 0 ${all} 0 caught-0`, 'write 3', `open ${box} 3 0 0 ${all} 0 caught-1`, 'write 3'],
    [`link ${box} 0 f ${folder} ${at}`, `symlink x ${folder} ${at}`, `mkdir ${folder} ${at}`],
    [`rename ${box} f ${folder} ${at}`, `rename ${box} a ${folder} ${at}`],
    [`rename ${folder} ${at} ${box} caught-2`],
    [`rmdir ${folder} ${at}`, `unlink ${folder} ${at}`],
  ];
}
