/** The name, or the first of NAME_2, NAME_3 … that is free: as people number configs and secrets. */
export function nextFree(taken: ReadonlySet<string>, name: string): string {
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name}_${String(number)}`)) number++;
  return `${name}_${String(number)}`;
}
