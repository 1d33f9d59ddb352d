/**
 * JavaScript guests of what has streams of wasi:io, which wasi:http and wasi:blobstore do. While componentize-qjs takes its
 * snapshot, it serves wasi:io itself and stands in for what it does not know, which they are; streams of the one are none of
 * the other, and it gives up. So the guest is made with their streams in a package of another name, and then they are called
 * what they are: wasi:io, of another patch version than that of the snapshot.
 */

const apart = 'wasj:io';
const version = '0.2.12';
const other = '0.2.11';
const streaming = String.raw`wasi:(?:http|blobstore)\b`;

/** Whether a world has to do with such a package. */
export function hasStreams(wit: string, world: string): boolean {
  return new RegExp(`^world ${world} \\{[^}]*\\b${streaming}`, 'm').test(wit);
}

/** The WIT in which those packages, and the world, have streams of their own. */
export function withStreamsApart(wit: string, world: string): string {
  const packages = wit.split(/^(?=package )/m);
  const isStreaming = new RegExp(`^package ${streaming}`);
  const renamed = packages.map((one) => {
    if (isStreaming.test(one)) return one.replaceAll('wasi:io/', `${apart}/`);
    return one.replace(new RegExp(`^world ${world} \\{[^}]*\\}`, 'm'), (text) =>
      text.replaceAll('wasi:io/', `${apart}/`),
    );
  });
  const io = packages.filter((one) => one.startsWith('package wasi:io@'));
  return [...renamed, ...io.map((one) => one.replaceAll('wasi:io', apart))].join('');
}

/** The component with the names that its streams have; they are as long as those that it was made with. */
export function withStreamsNamed(component: Uint8Array): Uint8Array {
  const text = Buffer.from(component).toString('latin1');
  const named = text.replaceAll(
    new RegExp(`${apart}/([a-z]+)@${version.replaceAll('.', String.raw`\.`)}`, 'g'),
    (_, name: string) => `wasi:io/${name}@${other}`,
  );
  return Buffer.from(named, 'latin1');
}
