/**
 * JavaScript guests of wasi:http. While componentize-qjs takes its snapshot, it serves wasi:io itself and stands in for what
 * it does not know, which wasi:http is; streams of the one are none of the other, and it gives up. So the guest is made with
 * the streams of wasi:http in a package of another name, and then they are called what they are: wasi:io, of another patch
 * version than that of the snapshot.
 */

const apart = 'wasj:io';
const version = '0.2.12';
const other = '0.2.11';

/** The WIT in which wasi:http, and the world, have streams of their own. */
export function withHttpApart(wit: string, world: string): string {
  const packages = wit.split(/^(?=package )/m);
  const renamed = packages.map((one) => {
    if (one.startsWith('package wasi:http@')) return one.replaceAll('wasi:io/', `${apart}/`);
    return one.replace(new RegExp(`^world ${world} \\{[^}]*\\}`, 'm'), (text) =>
      text.replaceAll('wasi:io/', `${apart}/`),
    );
  });
  const io = packages.filter((one) => one.startsWith('package wasi:io@'));
  return [...renamed, ...io.map((one) => one.replaceAll('wasi:io', apart))].join('');
}

/** The component with the names that its streams have; they are as long as those that it was made with. */
export function withHttpNamed(component: Uint8Array): Uint8Array {
  const text = Buffer.from(component).toString('latin1');
  const named = text.replaceAll(
    new RegExp(`${apart}/([a-z]+)@${version.replaceAll('.', String.raw`\.`)}`, 'g'),
    (_, name: string) => `wasi:io/${name}@${other}`,
  );
  return Buffer.from(named, 'latin1');
}
