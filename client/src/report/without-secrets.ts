/** Takes out of a text what nobody but its writer may read. Knows nothing of VS Code. */

const mask = '••••';

/** `redis://user:password@host`: all up to the last `@`, since a password may have one. */
const userinfo = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s"'`<>]*@/gi;

/** `password = "…"`, `AccountKey=…`, `"token": "…"` */
const named = /((?:password|passwd|pwd|secret|token|key)["']?\s*[=:]\s*)("[^"\n]*"|'[^'\n]*'|[^\s,;)}\]]+)/gi;

/** @param home the person's own folder, told as `~`: it has their name in it */
export function withoutSecrets(text: string, home: string): string {
  const shortened = [home, encodeURI(home), home.replaceAll('\\', '\\\\')]
    .filter((folder) => folder.length > 1)
    .reduce(withoutFolder, text);
  return shortened.replace(userinfo, `$1${mask}@`).replace(named, `$1${mask}`);
}

/** Where a name goes on after it, it is another folder. */
function withoutFolder(text: string, folder: string): string {
  const [first = '', ...others] = text.split(folder);
  return others.reduce((all, rest) => all + (/^[\w-]/.test(rest) ? folder : '~') + rest, first);
}
