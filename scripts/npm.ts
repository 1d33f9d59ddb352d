/**
 * npm as a program that can be started, with its first arguments. On Windows `npm` is a script of the shell; what runs
 * us by `npm run` tells where its own program is.
 */
export function npm(): readonly [program: string, first: readonly string[]] {
  const script = process.env['npm_execpath'];
  return script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []];
}
