/**
 * Makes calls of hosts that may wait as cheap as the waiting itself. Around each, jco's script keeps the tasks and
 * subtasks of the component model's own async, for guests that leave a call unfinished and ask about it later. What
 * slight's guests import is synchronous for them: they are paused until the call has returned, and there is nothing to
 * ask about. Without tasks a call takes 2 µs; with them 10.
 */

/**
 * The same script with those calls made directly. What is not written as expected stays as it is: it works, slower.
 * A test holds jco's scripts to what is expected here.
 */
export function directImports(script: string): string {
  const names = [...script.matchAll(/^ *(_trampoline\d+)\.manuallyAsync = true;$/gm)].map(
    ([, name = '']) => name,
  );
  return names.reduce((before, name) => direct(before, name) ?? before, script);
}

function direct(script: string, name: string): string | undefined {
  const start = script.indexOf(`const ${name} = async function(`);
  const end = script.indexOf(`${name}.fnName = `, start);
  const wiring = script.indexOf(
    `new WebAssembly.Suspending(_suspendingImport(`,
    script.indexOf(`let ${name.slice(1)} = `, end),
  );
  if (start < 0 || end < 0 || wiring < 0) return undefined;
  const body = withoutTask(script.slice(start, end));
  const suspending = script.slice(wiring).replace(lowering(name), `$1${name}))`);
  if (/\btask\b/.test(body) || suspending.length + wiring === script.length) return undefined;
  return script.slice(0, start) + body + script.slice(end, wiring) + suspending;
}

/** The wrapper that brings a subtask about. What wraps it in turn stays: it refuses calls at the wrong time. */
function lowering(name: string): RegExp {
  return new RegExp(
    String.raw`^(new WebAssembly\.Suspending\(_suspendingImport\(\d+, )_lowerImportBackwardsCompat\.bind\(\s*null,\s*\{[^]*?\bimportFn: ${name},\s*\},?\s*\)\)\)`,
  );
}

/**
 * Between lifting and lowering, a function that calls the host and returns what it told its task. That a host is at
 * work is still counted: an instance where nobody is and nothing goes on is taken for dead.
 */
function withoutTask(body: string): string {
  return body
    .replace(/const hostProvided = true;[^]*?throw new Error\("failed to enter task"\);\s*\}/, '')
    .replace(
      /_withGlobalCurrentTaskMetaAsync\(\{\s*componentIdx: task\.componentIdx\(\),\s*taskID: task\.id\(\),\s*fn: \(\) => (_trackHostOperation\(\(\) => .*\)),\s*\}\)/,
      '$1',
    )
    .replace(
      /_debugLog\('\[Instruction::CallInterface\] error during async call'[^]*?(getOrCreateAsyncState\(\d+\)\.markTrapped\(err\);)[^]*?return task\.completionPromise\(\);/,
      '$1 throw err;',
    )
    .replace(/task\.resolve\(\[(.*)\]\);\s*task\.exit\(\);/, 'return $1;');
}
