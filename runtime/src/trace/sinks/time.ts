/** How long something took, as a log says it: `1.2 ms`, `3.4 s`. */
export function time(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds.toFixed(1)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
