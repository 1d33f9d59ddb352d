/** The half of @iarna/toml that writes: the half that reads would be in every bundle besides. */
declare module '@iarna/toml/stringify.js' {
  import type { stringify } from '@iarna/toml';

  const write: typeof stringify;
  export default write;
}
