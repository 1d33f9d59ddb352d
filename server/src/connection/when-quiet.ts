/** Work that nobody waits for is put off until nobody types. */

/** How long nothing must have happened, in milliseconds. */
const quiet = 300;

/** After how long it is done all the same. */
const longest = 3000;

/** What is to be called at each thing that happens. It calls back when that is some time ago. */
export function whenQuiet(callback: () => void): () => void {
  let end: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  return () => {
    const now = Date.now();
    end ??= now + longest;
    clearTimeout(timer);
    timer = setTimeout(callback, Math.max(0, Math.min(quiet, end - now))).unref();
  };
}
