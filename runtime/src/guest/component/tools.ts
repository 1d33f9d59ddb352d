/** jco's tools are Rust programs in WebAssembly. How they fail, in one line. */

/** Why a tool did not do its work. */
export class ToolFailure extends Error {
  /** True where the tool broke down; it cannot be used again in this process. */
  readonly panicked: boolean;

  constructor(message: string, panicked: boolean, options: ErrorOptions) {
    super(message, options);
    this.name = 'ToolFailure';
    this.panicked = panicked;
  }
}

/**
 * Has a tool do its work. Where a Rust program breaks down, it prints that for its makers to standard error; that is
 * kept from there, and told as the reason.
 * @throws ToolFailure
 */
export async function useTool<T>(work: () => T | Promise<T>): Promise<T> {
  const held: string[] = [];
  const { stderr } = process;
  const write = stderr.write.bind(stderr);
  stderr.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    const text = Buffer.from(chunk as Uint8Array).toString();
    if (held.length === 0 && !/^\s*thread '.*' (\(\d+\) )?panicked/.test(text)) {
      return write(chunk, ...(rest as []));
    }
    held.push(text);
    return true;
  };
  try {
    return await work();
  } catch (error) {
    const panic = panicOf(held.join(''));
    if (panic !== undefined || error instanceof WebAssembly.RuntimeError) {
      throw new ToolFailure(panic ?? line(error), true, { cause: error });
    }
    throw new ToolFailure(line(error), false, { cause: error });
  } finally {
    stderr.write = write;
  }
}

/** The message of a panic, which stands below the place in the source. */
function panicOf(printed: string): string | undefined {
  return /panicked at [^\n]*\n([^\n]+)/.exec(printed)?.[1];
}

/** What the tools were at, which tells people nothing. */
const frames =
  /^(Caused by:|failed to (encode a component|decode world) from module|module was not valid|Failed to decode Wasm|failed to translate component|failed to extract interface information from component|)$/;

/** A message and its causes, which the tools print below it, as one line. */
function line(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const lines = message.split('\n').map((one) =>
    one
      .trim()
      .replace(/^(\d+: |\$)/, '')
      .replace(/ \(at offset 0x[0-9a-f]+\)$/, ''),
  );
  const reasons = lines.filter((one) => !frames.test(one));
  return reasons.length > 0 ? reasons.join(': ') : (lines[0] ?? '');
}
