/** Gets an image that the engine does not have, and tells how far it is. */
import type { Engine } from './engine.ts';
import { failureOf } from './failure.ts';

/** A pull of which nothing is heard for so long is given up. */
const silenceMs = 30_000;

interface PullLine {
  readonly id?: string;
  readonly status?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
  readonly error?: string;
}

/**
 * Pulls an image.
 * @param login the header X-Registry-Auth; undefined: as an anonymous user of its registry
 * @param onProgress how much of what is known of the image is here, 0 to 1
 * @throws Error with the registry's or the engine's words
 */
export async function pull(
  engine: Engine,
  image: string,
  login: string | undefined,
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
): Promise<void> {
  const silence = new AbortController();
  const listen = () => setTimeout(() => silence.abort(), silenceMs);
  let timer = listen();
  const layers = new Map<string, { current: number; total: number }>();
  try {
    const options = {
      signal: AbortSignal.any([signal, silence.signal]),
      ...(login !== undefined && { headers: { 'X-Registry-Auth': login } }),
    };
    for await (const line of engine.lines(
      'POST',
      `/images/create?fromImage=${encodeURIComponent(image)}`,
      options,
    )) {
      clearTimeout(timer);
      timer = listen();
      const { id, status, progressDetail, error } = (line ?? {}) as PullLine;
      if (error !== undefined) throw new Error(error);
      if (id === undefined) continue;
      const layer = layers.get(id);
      if (layer && status === 'Download complete') layer.current = layer.total;
      if (status === 'Downloading' && progressDetail?.total) {
        layers.set(id, { current: progressDetail.current ?? 0, total: progressDetail.total });
      }
      onProgress(fraction([...layers.values()]));
    }
  } catch (error) {
    signal.throwIfAborted();
    if (silence.signal.aborted)
      throw new Error(`nothing was heard of it for ${silenceMs / 1000} seconds`, { cause: error });
    throw new Error(failureOf(error), { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function fraction(layers: readonly { current: number; total: number }[]): number {
  const total = layers.reduce((sum, layer) => sum + layer.total, 0);
  return total === 0 ? 0 : layers.reduce((sum, layer) => sum + layer.current, 0) / total;
}
