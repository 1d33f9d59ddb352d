/** What serves a resource while nothing says where its server is. */
import type { Resource } from './catalogue.ts';

/** What a run does then, as the end of a sentence: `starts redis for development`. */
export function inDevelopment({
  backend = 'a server',
  standIn = 'another resource',
  unstarted,
}: Resource): string {
  return unstarted ? `has ${standIn} stand in` : `starts ${backend} for development`;
}
