/** What a terminal's keys do while an app runs: the lines that a person types go to the guest. Knows nothing of VS Code. */

export interface InputTarget {
  /** Shows text in the terminal. */
  show(text: string): void;
  /** Gives the guest a line, with its newline. */
  line(text: string): void;
  /** Ctrl+D on an empty line: there is no more input. */
  end(): void;
  /** Ctrl+C */
  interrupt(): void;
}

/** Takes in what a pseudoterminal hands over: keys one by one, or pasted text. */
export function lineInput(target: InputTarget): (data: string) => void {
  let line = '';
  const keys: Readonly<Record<string, () => void>> = {
    '\x03': () => target.interrupt(),
    '\x04': () => {
      if (line === '') target.end();
    },
    '\r': () => {
      target.show('\r\n');
      target.line(`${line}\n`);
      line = '';
    },
    '\x7f': () => {
      if (line === '') return;
      line = Array.from(line).slice(0, -1).join('');
      target.show('\b \b');
    },
  };
  return (data) => {
    // Arrow and function keys have no meaning here
    if (data.startsWith('\x1b')) return;
    for (const key of data.replace(/\r?\n/g, '\r')) {
      const action = keys[key];
      if (action) action();
      else if (key >= ' ') {
        line += key;
        target.show(key);
      }
    }
  };
}
