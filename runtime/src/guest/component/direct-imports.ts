/**
 * Makes calls of hosts cheap. Around each, jco's script keeps the tasks and subtasks of the component model's own async,
 * for guests that leave a call unfinished and ask about it later. What slight's guests import is synchronous for them:
 * they are paused until the call has returned, and there is nothing to ask about. Where a host may wait, jco makes a
 * promise of each call; here the guest is paused only where the host gives one.
 */

/**
 * The same script with the calls made directly. What is not written as expected stays as it is: it works, slower.
 * A test holds jco's scripts to what is expected here.
 */
export function directImports(script: string): string {
  const names = [...script.matchAll(/^ *const (_trampoline\d+) = (?:async )?function\(/gm)].map(
    ([, name = '']) => name,
  );
  return pausedWherePromised(names.reduce((before, name) => direct(before, name) ?? before, script));
}

function direct(script: string, name: string): string | undefined {
  const start = script.indexOf(`const ${name} = `);
  const end = script.indexOf(`${name}.fnName = `, start);
  const wiring = script.indexOf(`let ${name.slice(1)} = ${name}.manuallyAsync ? `, end);
  if (end < 0 || wiring < 0) return undefined;
  const waits = script.slice(end, wiring).includes(` ${name}.manuallyAsync = true;`);
  const bare = withoutTask(script.slice(start, end));
  const body = waits ? withoutPromise(bare) : bare;
  const [whole = '', component = ''] = wired(name).exec(script.slice(wiring)) ?? [];
  if (body === undefined || /\btask\b/.test(body) || whole === '') return undefined;
  const call = waits
    ? `new WebAssembly.Suspending(_suspendingImport(${component}, ${name}))`
    : `(...args) => { _checkMayLeave(${component}); return ${name}(...args); }`;
  return (
    script.slice(0, start) +
    body +
    script.slice(end, wiring) +
    `let ${name.slice(1)} = ${call};` +
    script.slice(wiring + whole.length)
  );
}

/** The statement that wraps a call into what brings a task about, whether it waits or not; it tells the component's number. */
function wired(name: string): RegExp {
  return new RegExp(
    String.raw`^let \w+ = ${name}\.manuallyAsync \? new WebAssembly\.Suspending\(_suspendingImport\((\d+), [^]*?\bimportFn: ${name},\s*\},?\s*\)\)\) : _lowerImportBackwardsCompat\.bind\([^]*?\bimportFn: ${name},\s*\},?\s*\);`,
  );
}

/**
 * Between lifting and lowering, a function that calls the host and returns what it told its task. That a host is at
 * work is still counted: an instance where nobody is and nothing goes on is taken for dead.
 */
function withoutTask(body: string): string {
  return body
    .replace(
      /const hostProvided = true;[^]*?(?:throw new Error\("failed to enter task"\);\s*\}|const started = task\.enterSync\(\);)/,
      '',
    )
    .replace(
      /_withGlobalCurrentTaskMeta(?:Async)?\(\{\s*componentIdx: task\.componentIdx\(\),\s*taskID: task\.id\(\),\s*fn: \(\) => (_trackHostOperation\(\(\) => .*\)),\s*\}\)/,
      '$1',
    )
    .replace(
      /_debugLog\('\[Instruction::CallInterface\] error during a?sync call'[^]*?(getOrCreateAsyncState\(\d+\)\.markTrapped\(err\);)[^]*?(?:return task\.completionPromise\(\);|throw err;)/,
      '$1 throw err;',
    )
    .replace(/task\.resolve\(\[(.*)\]\);\s*task\.exit\(\);(?:\s*return \1;)?/, 'return $1;');
}

/**
 * The same function without `async`: what the host gives at once is lowered at once. A function that is called in the
 * place where nobody can be paused (a start function, an allocation) works so, where its host does not wait.
 */
function withoutPromise(body: string): string | undefined {
  const parts =
    /^(const \w+ = )async (function\([^]*?\n)( *)try \{\n([^]*?)await\s+(_trackHostOperation\(\(\) => .*\))([^]*?)\n\3\} catch \((\w+)\) \{\n([^]*?)\n\3\}\n([^]*)\}\s*$/.exec(
      body,
    );
  if (!parts) return undefined;
  const [
    ,
    head = '',
    before = '',
    ,
    assign = '',
    call = '',
    assigned = '',
    error = '',
    caught = '',
    rest = '',
  ] = parts;
  return `${head}${before}
    const given = (value) => {
      ${assign}value${assigned}
    };
    const failed = (${error}) => {
      ${caught}
    };
    const lowered = () => {
      ${rest}
    };
    let called;
    try {
      called = ${call};
    } catch (error) {
      failed(error);
      return lowered();
    }
    if (!(called instanceof Promise)) {
      given(called);
      return lowered();
    }
    return called.then(
      (value) => {
        given(value);
        return lowered();
      },
      (error) => {
        failed(error);
        return lowered();
      },
    );
  }
  `;
}

/** What wraps each call that may wait: it refuses those at the wrong time, and says again which task is at work. */
function pausedWherePromised(script: string): string {
  return script
    .replace(
      /(function _suspendingImport\([^]*?)\n *if \(!saved && !mayBlock\) \{\s*throw new WebAssemblyRuntimeError\('cannot block a synchronous task before returning'\);\s*\}/,
      '$1',
    )
    .replace(
      /(function _suspendingImport\([^]*?\n)( *)return \(async \(\) => \{\s*try \{\s*return await fn\.apply\(null, args\);\s*\} finally \{([^]*?)\n *\}\s*\}\)\(\);/,
      `$1$2const restore = () => {$3
    };
    let outcome;
    try {
      outcome = fn.apply(null, args);
    } catch (error) {
      restore();
      throw error;
    }
    if (outcome instanceof Promise) return outcome.finally(restore);
    restore();
    return outcome;`,
    );
}
