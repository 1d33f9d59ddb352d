import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { closeAll, execute, file, hints, open, until } from './editor.ts';
import { endOf, terminalText } from './terminal.ts';

suite('an app that serves HTTP', () => {
  const settings = () => vscode.workspace.getConfiguration('slight.runtime');

  suiteSetup(async () => {
    await settings().update('arguments', ['--listen', ':auto'], vscode.ConfigurationTarget.Workspace);
  });

  suiteTeardown(async () => {
    await settings().update('arguments', undefined, vscode.ConfigurationTarget.Workspace);
  });

  teardown(async () => {
    // where a test has failed
    await execute('slight.stop', file('web/slightfile.toml'));
    await closeAll();
  });

  test('it is run, asked and stopped, and the hint says where it listens', async () => {
    const { document } = await open(file('web/slightfile.toml'));
    const ended = endOf('web');
    await execute('slight.run', document.uri);
    const url = await listening(document);
    assert.equal(await (await fetch(url)).text(), 'done');

    await until('the lens', async () => {
      const lenses = await execute<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 20);
      return lenses.some(({ command }) => command?.command === 'slight.openInBrowser') || undefined;
    });
    await execute('slight.copyUrl');
    const external = await vscode.env.asExternalUri(vscode.Uri.parse(url));
    assert.equal(
      (await vscode.env.clipboard.readText()).replace(/\/$/, ''),
      String(external).replace(/\/$/, ''),
    );

    await execute('slight.stop', document.uri);
    assert.equal(await ended, 0);
    await until('the hint to go', async () => !(await hints(document)).some(isUrl) || undefined);
    await assert.rejects(fetch(url));
  });

  test('Stop lets a request end that is under way', async () => {
    const { document } = await open(file('web/slightfile.toml'));
    const ended = endOf('web');
    await execute('slight.run', document.uri);
    const answer = fetch(`${await listening(document)}/print/asked/wait/1500`);
    await says('asked');
    await execute('slight.stop', document.uri);
    assert.equal(await (await answer).text(), 'done');
    assert.equal(await ended, 0);
  });

  test('a second Stop does not wait, also for a guest that computes', async () => {
    const { document } = await open(file('web/slightfile.toml'));
    const ended = endOf('web');
    await execute('slight.run', document.uri);
    const answer = fetch(`${await listening(document)}/print/asked/spin/-`);
    answer.catch(() => undefined);
    await says('asked');
    const stopped = execute('slight.stop', document.uri);
    await until('the hint to go', async () => !(await hints(document)).some(isUrl) || undefined);
    await execute('slight.stop', document.uri);
    await stopped;
    assert.equal(await ended, 0);
    await assert.rejects(answer);
  });

  test('a launch configuration says where it listens, and the end of its session stops it', async () => {
    const { document } = await open(file('web/slightfile.toml'));
    const ended = endOf('web');
    const port = await freePort();
    await vscode.debug.startDebugging(undefined, {
      type: 'slight',
      request: 'launch',
      name: 'web',
      slightfile: document.uri.fsPath,
      listen: `127.0.0.1:${port}`,
    });
    assert.equal(await listening(document), `http://127.0.0.1:${port}`);
    await execute('workbench.action.debug.stop');
    assert.equal(await ended, 0);
  });

  test('a language server that is started again is told of it', async function () {
    // where processes are looked up in /proc
    if (process.platform !== 'linux') this.skip();
    const { document } = await open(file('web/slightfile.toml'));
    await execute('slight.run', document.uri);
    const url = await listening(document);
    const server = await languageServer();
    process.kill(server, 'SIGKILL');
    await until('another server', async () => {
      const now = await languageServer().catch(() => server);
      return now !== server || undefined;
    });
    assert.equal(await listening(document), url);
  });

  test('a request is sent to it, and its answer opens in an editor', async () => {
    const { document } = await open(file('web/slightfile.toml'));
    await execute('slight.run', document.uri);
    const url = await listening(document);
    const sent = execute('slight.sendRequest', {
      slightfile: document.uri.toString(),
      method: 'POST',
      path: '/orders',
    });
    // without a body
    const accepting = setInterval(() => void execute('workbench.action.acceptSelectedQuickOpenItem'), 200);
    await sent.finally(() => clearInterval(accepting));
    const shown = vscode.window.activeTextEditor?.document;
    assert.equal(shown?.languageId, 'slight-answer');
    const [asked, status] = shown.getText().split('\n');
    assert.match(asked ?? '', /^# POST http.*\/orders: 4 bytes in \d+ ms$/);
    assert.ok(asked?.includes(url));
    assert.equal(status, '200 OK');
    assert.match(shown.getText(), /\n\ndone$/);
  });
});

/** Where the app of an open slightfile listens, as its hint says. */
function listening(document: vscode.TextDocument): Promise<string> {
  return until('the hint', async () => {
    return (await hints(document)).find(isUrl)?.slice('→ '.length);
  });
}

function isUrl(label: string): boolean {
  return /^→ http:\/\/127\.0\.0\.1:\d+$/.test(label);
}

/** The process of the language server. */
async function languageServer(): Promise<number> {
  for (const id of await readdir('/proc')) {
    if (!/^\d+$/.test(id)) continue;
    const line = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '');
    if (line.includes('server.mjs\0') && line.includes(`--clientProcessId=${process.pid}\0`))
      return Number(id);
  }
  throw new Error('there is none');
}

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  return new Promise((resolve) =>
    server.once('listening', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    }),
  );
}

/** Waits until the guest has printed it. */
function says(text: string): Promise<unknown> {
  return until(text, async () => (await terminalText('web')).includes(`${text}\n`) || undefined);
}
