/** Core modules for tests, as legacy guests are built: they import one function of an interface, and export some. */
export function moduleOf(imported: string, exports: readonly string[] = []): Uint8Array {
  const text = (value: string) => [value.length, ...Buffer.from(value)];
  const imports = [1, ...text(imported), ...text('f'), 0, 0];
  // all of them are the imported function
  const exported = [exports.length, ...exports.flatMap((name) => [...text(name), 0, 0])];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00],
    ...[0x02, imports.length, ...imports],
    ...(exports.length > 0 ? [0x07, exported.length, ...exported] : []),
  ]);
}
