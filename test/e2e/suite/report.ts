import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { file, until } from './editor.ts';
import { endOf, terminalText } from './terminal.ts';

suite('a report', () => {
  const settings = () => vscode.workspace.getConfiguration('slight.runtime');
  teardown(() => settings().update('arguments', undefined, vscode.ConfigurationTarget.Workspace));

  test('has versions, settings, machine, slightfiles and log, and no secret', async () => {
    await settings().update('arguments', ['--env', 'A=hunter2'], vscode.ConfigurationTarget.Workspace);
    await vscode.env.clipboard.writeText('');
    void vscode.commands.executeCommand('slight.copyReport');
    const report = await until(
      'the report',
      async () => (await vscode.env.clipboard.readText()) || undefined,
    );
    assert.match(report, /^### Versions\n- Slight: \d+\.\d+\.\d+\n/);
    assert.ok(report.includes(`: ${vscode.version}`), report);
    assert.match(report, /- slight\.runtime\.backends: "embedded"\n/);
    assert.match(report, /- slight\.runtime\.arguments: \["--env","••••"\]\n/);
    assert.match(report, /- Containers: .+\n(?:- .+\n)*- redis-server: .+\n/);
    assert.match(report, /- shop\/slightfile\.toml: keyvalue\.redis\n/);
    assert.match(report, /\[info\] Ready\n/);
    assert.ok(!report.includes('hunter2') && !report.includes(`${homedir()}/`));
  });

  test('tells of an app that runs, and that its guest computes', async () => {
    const ended = endOf('endless');
    await vscode.commands.executeCommand('slight.run', file('endless/slightfile.toml'));
    await until('the guest', () =>
      terminalText('endless').then((text) => text.includes('spinning') || undefined),
    );
    await vscode.env.clipboard.writeText('');
    void vscode.commands.executeCommand('slight.copyReport');
    const report = await until(
      'the report',
      async () => (await vscode.env.clipboard.readText()) || undefined,
    );
    await vscode.commands.executeCommand('slight.stop');
    assert.equal(await ended, 0);
    const [, told = ''] = report.split('- endless/slightfile.toml: ');
    assert.equal(told.split('\n')[1], '  - runs, and answers nothing: its guest computes');
  });
});
