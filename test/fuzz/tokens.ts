/** Semantic tokens as the client keeps them: what is sent is only what changed since. */
import type { SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver-types';
import type { Snapshot } from './text.ts';
import { lineLength } from './text.ts';

/** What is wrong with the tokens of a text; undefined where nothing is (LSP 3.17, "Semantic Tokens"). */
export function tokenFault(data: readonly number[], snapshot: Snapshot): string | undefined {
  let line = 0;
  let character = 0;
  let end = 0;
  if (data.length % 5 !== 0) return `${data.length} numbers are no tokens`;
  for (let at = 0; at < data.length; at += 5) {
    const [down = 0, right = 0, length = 0] = data.slice(at, at + 3);
    if (down > 0) end = character = 0;
    line += down;
    character += right;
    if (down < 0 || right < 0 || length <= 0 || character < end) return `token ${at / 5} is out of order`;
    end = character + length;
    if (line >= snapshot.starts.length || end > lineLength(snapshot, line))
      return `token ${at / 5} is not in the text`;
  }
  return undefined;
}

/** The tokens after an answer; undefined where it is about a result that the client does not have. */
export function appliedTokens(
  before: readonly number[] | undefined,
  answer: SemanticTokens | SemanticTokensDelta,
): readonly number[] | undefined {
  if ('data' in answer) return answer.data;
  if (!before) return undefined;
  let data = [...before];
  for (const { start, deleteCount, data: inserted = [] } of answer.edits.toSorted(
    (one, other) => other.start - one.start,
  )) {
    // not splice: there may be more numbers than a call takes arguments
    data = [...data.slice(0, start), ...inserted, ...data.slice(start + deleteCount)];
  }
  return data;
}
