/** Which places of a source are reached one after the other, whatever happens: there is no branch between them. */
import type { Tokens } from '../tokens.ts';

/**
 * The same for two places of one block without a branch between them; undefined where a place may depend on a condition in
 * front of it.
 */
export function straightParts(tokens: Tokens): (index: number) => string | undefined {
  const isPython = tokens.language === 'python';
  const hasBraces = tokens.language === 'rust' || isPython;
  // how many branches are in front of a token, and by the bracket of a block, the first condition in it
  const before = new Uint32Array(tokens.count + 1);
  const conditions = new Map<number, number>();
  for (let index = 0; index < tokens.count; index++) {
    const isBranch = branches.test(tokens.at(index)) && !(tokens.is(index, '?') && hasBraces);
    before[index + 1] = (before[index] ?? 0) + Number(isBranch);
    if (!isBranch) continue;
    const around = tokens.brackets.around(index);
    // #[cfg(…)] is of the statement behind it, and so is a condition without braces
    const block =
      tokens.is(around, '[') && tokens.is(around - 1, '#') ? tokens.brackets.around(around) : around;
    if ((block !== around || !hasBraces) && !conditions.has(block)) conditions.set(block, index);
  }
  return (index) => {
    const around = tokens.brackets.around(index);
    if ((conditions.get(around) ?? index) < index) return undefined;
    return `${around} ${before[index]} ${isPython ? indentOf(tokens, index) : 0}`;
  };
}

const branches =
  /^(?:if|else|elif|match|switch|case|default|while|for|loop|do|try|except|catch|finally|with|def|class|lambda|return|break|continue|cfg|cfg_attr|=>|\?|\?\?|&&|\|\|)$/;

/** How far the line of a token is set in. */
function indentOf(tokens: Tokens, index: number): number {
  const line = tokens.text.lastIndexOf('\n', tokens.start(index) - 1) + 1;
  let at = line;
  while (/[ \t]/.test(tokens.text.charAt(at))) at++;
  return at - line;
}
