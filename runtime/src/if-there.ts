/** Files that are found by their path, and need not be there. */

/** What a file exports, or `undefined` where there is no such file. `load` imports it, and alone knows where it is. */
export async function ifThere<T>(load: () => Promise<T>): Promise<T | undefined> {
  try {
    return await load();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** True for Node's error, and for the one that esbuild's glob import throws in a bundle. */
function isMissing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    ('code' in error && error.code === 'ERR_MODULE_NOT_FOUND') ||
    error.message.startsWith('Module not found in bundle')
  );
}
