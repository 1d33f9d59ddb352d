/** In a variant, payloads of several core types share one that is as wide as the widest; here their bits change type. */
/** A type of core WebAssembly that both ABIs use. */
export type CoreType = 'i32' | 'i64' | 'f32' | 'f64';

export type CoreValue = number | bigint;

/** The core type that holds the bits of either. */
export function join(a: CoreType, b: CoreType): CoreType {
  if (a === b) return a;
  const narrow = (core: CoreType) => core === 'i32' || core === 'f32';
  return narrow(a) && narrow(b) ? 'i32' : 'i64';
}

const bits = new DataView(new ArrayBuffer(8));

/** The bits of a value, as a value of another core type: zeros are added, or what is too much is left out. */
export function reinterpret(value: CoreValue, have: CoreType, want: CoreType): CoreValue {
  if (have === want) return value;
  bits.setBigInt64(0, 0n, true);
  if (typeof value === 'bigint') bits.setBigInt64(0, value, true);
  else if (have === 'f32') bits.setFloat32(0, value, true);
  else if (have === 'f64') bits.setFloat64(0, value, true);
  else bits.setInt32(0, value, true);
  switch (want) {
    case 'i32':
      return bits.getInt32(0, true);
    case 'i64':
      return bits.getBigInt64(0, true);
    case 'f32':
      return bits.getFloat32(0, true);
    case 'f64':
      return bits.getFloat64(0, true);
  }
}
