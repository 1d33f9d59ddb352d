/** Files that are found by their path, and need not be there. */

/** What a file exports, or `undefined` where there is no such file. `load` imports it, and alone knows where it is. */
export async function ifThere<T>(load: () => Promise<T>): Promise<T | undefined> {
  try {
    return await load();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
