/** Calls of one request that are under way at once: enough to fill a connection, few enough for everybody else. */
const width = 16;

/** Does the work on every item, several at a time; stops at the first failure. */
export async function inParallel<T>(
  items: Iterable<T> | AsyncIterable<T>,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const underWay = new Set<Promise<unknown>>();
  for await (const item of items) {
    const working = work(item).finally(() => underWay.delete(working));
    // told of by the race below, or at the end
    working.catch(() => undefined);
    underWay.add(working);
    if (underWay.size >= width) await Promise.race(underWay);
  }
  await Promise.all(underWay);
}
