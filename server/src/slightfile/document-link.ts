import { findConfig } from '@slight/slightfile/catalogue.ts';
import type { Text } from '@slight/slightfile/slightfile.ts';
import type { Span } from '@slight/text/span.ts';
import type { DocumentLink } from 'vscode-languageserver-types';
import { resourceOf } from './block.ts';
import type { File } from './file.ts';
import { rangeOf } from '../lsp/ranges.ts';

/**
 * What a click opens, in the order of the text: the URLs in configs and comments, and the files that comments name. The
 * documentation of a resource is in its hover, once. `exists` says whether there is a file at a URI; of one that is not
 * there no link is made. Neither is of a secret, nor of a URL with a password in it.
 */
export function documentLinks(file: File, exists: (uri: string) => boolean): DocumentLink[] {
  const { comments } = file.slightfile.document;
  const links = [
    ...literalsOf(file).flatMap(({ value, inner }) => urlsIn(value, inner.start)),
    ...comments.flatMap(({ span }) => linksInComment(file, span, exists)),
  ];
  return links
    .sort((one, other) => one.span.start - other.span.start)
    .map(({ span, target }) => ({ range: rangeOf(file, span), target }));
}

interface Link {
  readonly span: Span;
  readonly target: string;
}

/** The configs that are written in the file, without escapes, and that nobody has to keep to themselves. */
function literalsOf({ slightfile }: File): Text[] {
  return slightfile.capabilities.flatMap((capability) => {
    const resource = resourceOf(capability);
    return capability.configs.flatMap(({ key, value }) => {
      if (!value || (resource && findConfig(resource, key)?.secret !== false)) return [];
      const { inner, value: text } = value.text;
      return resource && inner.end - inner.start === text.length ? [value.text] : [];
    });
  });
}

/** `text` stands at `start` in the document. */
function urlsIn(text: string, start: number): Link[] {
  return [...text.matchAll(/https?:\/\/[^\s"'`<>]+/gi)].flatMap(({ 0: match, index }) => {
    const target = withoutEnd(match);
    if (!isOpenable(target)) return [];
    return [{ span: { start: start + index, end: start + index + target.length }, target }];
  });
}

/** The URL without what belongs to the sentence around it: a full stop, a bracket that was opened before it. */
function withoutEnd(url: string): string {
  const surplus = new Map([
    [')', count(url, ')') - count(url, '(')],
    [']', count(url, ']') - count(url, '[')],
  ]);
  let end = url.length;
  while (end > 0) {
    const last = url.charAt(end - 1);
    const more = surplus.get(last) ?? 0;
    if (more <= 0 && !'.,;:!?*'.includes(last)) break;
    surplus.set(last, more - 1);
    end--;
  }
  return url.slice(0, end);
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

/** False for a URL that carries a user or a password, and for one with a place to fill in: `http://${host}`. */
function isOpenable(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && parsed.username === '' && parsed.password === '' && !/[{}$]/.test(url);
}

function linksInComment(file: File, { start, end }: Span, exists: (uri: string) => boolean): Link[] {
  const text = file.slightfile.document.text.slice(start, end);
  return [...urlsIn(text, start), ...pathsIn(file, text, start, exists)];
}

/** Relative paths of the files that go into an app: `wit/world.wit`, `./src/main.rs:12`. */
function pathsIn({ document }: File, text: string, start: number, exists: (uri: string) => boolean): Link[] {
  return [...text.matchAll(/[^\s"'`<>()[\]{},;|]+/g)].flatMap(({ 0: match, index }) => {
    const path = withoutEnd(match).split(':', 1)[0] ?? '';
    if (!/^(?!\/)[\p{L}\p{N}_.@+/-]+\.(?:wit|rs|c|h|js|ts|mjs|go|py|wasm|toml|md)$/u.test(path)) return [];
    const target = URL.parse(path, document.uri)?.href;
    if (target === undefined || !exists(target)) return [];
    return [{ span: { start: start + index, end: start + index + path.length }, target }];
  });
}
