/**
 * One debug session, as the Debug Adapter Protocol has it: a guest that `slight run` runs as a child, and that stops at
 * its calls.
 */
import { DebugSession, ErrorDestination, Event, InitializedEvent, OutputEvent } from '@vscode/debugadapter';
import { StoppedEvent, TerminatedEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Resume } from '../requests.ts';
import type { Stopped } from '../stopped.ts';
import { abilities } from './abilities.ts';
import { createBreakpoints, isSameFile } from './breakpoints.ts';
import { launched } from './configuration.ts';
import type { Launch } from './configuration.ts';
import { startDebuggee } from './debuggee.ts';
import type { Debuggee, Program } from './debuggee.ts';
import { blocksOf } from './places.ts';
import { createThreads } from './threads.ts';

export class SlightSession extends DebugSession {
  readonly #program: Program;
  readonly #breakpoints = createBreakpoints();
  readonly #configured = Promise.withResolvers<undefined>();
  readonly #threads = createThreads();
  #slightfile = '';
  #stopsAtErrors = false;
  #debuggee: Debuggee | undefined;
  readonly #over = Promise.withResolvers<undefined>();

  constructor(program: Program) {
    super();
    this.#program = program;
    // the end of the input is the end of the client
    this.on('close', () => void this.#end());
  }

  /** Settles when the client has gone or has let go, and the guest has ended. */
  get over(): Promise<undefined> {
    return this.#over.promise;
  }

  async #end(): Promise<void> {
    await this.#debuggee?.stop();
    this.#over.resolve(undefined);
  }

  protected override initializeRequest(response: DebugProtocol.InitializeResponse): void {
    response.body = abilities;
    this.sendResponse(response);
    this.sendEvent(new InitializedEvent());
  }

  protected override configurationDoneRequest(response: DebugProtocol.ConfigurationDoneResponse): void {
    this.#configured.resolve(undefined);
    this.sendResponse(response);
  }

  protected override launchRequest(response: DebugProtocol.LaunchResponse, asked: object): void {
    void this.#answer(response, async () => {
      const how = launched(asked as Launch);
      this.#slightfile = how.slightfile;
      // the client has said by then where to stop
      await this.#configured.promise;
      const debuggee = startDebuggee(this.#program, how, {
        onOutput: (text, stream) => this.sendEvent(new OutputEvent(text, stream)),
        onStopped: (stopped) => this.#tellStopped(stopped),
        onLogged: (text) => this.sendEvent(new OutputEvent(`${text}\n`, 'console')),
      });
      this.#debuggee = debuggee;
      void debuggee.ended.then((end) => {
        if (end.kind === 'failed') this.sendEvent(new OutputEvent(`${end.error.message}\n`, 'stderr'));
        if (end.kind === 'exited') this.sendEvent(new Event('exited', { exitCode: end.code }));
        this.sendEvent(new TerminatedEvent());
      });
      await this.#tellBreakpoints();
      await this.#begun().ask('begin', how.stopOnEntry);
    });
  }

  protected override setBreakPointsRequest(
    response: DebugProtocol.SetBreakpointsResponse,
    asked: DebugProtocol.SetBreakpointsArguments,
  ): void {
    void this.#answer(response, async () => {
      const file = asked.source.path ?? '';
      const isSlightfile =
        this.#slightfile === '' ? file.endsWith('.toml') : isSameFile(file, this.#slightfile);
      const breakpoints = this.#breakpoints.inSource(asked, isSlightfile ? await blocksOf(file) : []);
      response.body = { breakpoints: [...breakpoints] };
      await this.#tellBreakpoints();
    });
  }

  protected override setFunctionBreakPointsRequest(
    response: DebugProtocol.SetFunctionBreakpointsResponse,
    asked: DebugProtocol.SetFunctionBreakpointsArguments,
  ): void {
    void this.#answer(response, async () => {
      response.body = { breakpoints: [...this.#breakpoints.onFunctions(asked)] };
      await this.#tellBreakpoints();
    });
  }

  protected override setExceptionBreakPointsRequest(
    response: DebugProtocol.SetExceptionBreakpointsResponse,
    { filters }: DebugProtocol.SetExceptionBreakpointsArguments,
  ): void {
    void this.#answer(response, async () => {
      this.#stopsAtErrors = filters.includes('capability-error');
      await this.#tellBreakpoints();
    });
  }

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    response.body = { threads: this.#threads.all };
    this.sendResponse(response);
  }

  protected override stackTraceRequest(
    response: DebugProtocol.StackTraceResponse,
    { threadId }: DebugProtocol.StackTraceArguments,
  ): void {
    void this.#answer(response, async () => {
      const slightfile = this.#slightfile;
      const stackFrames = this.#threads.frames(threadId, slightfile, await blocksOf(slightfile));
      response.body = { stackFrames, totalFrames: stackFrames.length };
    });
  }

  protected override scopesRequest(
    response: DebugProtocol.ScopesResponse,
    { frameId }: DebugProtocol.ScopesArguments,
  ): void {
    void this.#answer(response, async () => {
      const served = await this.#begun().served();
      response.body = { scopes: this.#threads.scopes(frameId, served) };
    });
  }

  protected override variablesRequest(
    response: DebugProtocol.VariablesResponse,
    { variablesReference }: DebugProtocol.VariablesArguments,
  ): void {
    response.body = { variables: this.#threads.variables(variablesReference) };
    this.sendResponse(response);
  }

  protected override setVariableRequest(
    response: DebugProtocol.SetVariableResponse,
    { variablesReference, name, value }: DebugProtocol.SetVariableArguments,
  ): void {
    void this.#answer(response, async () => {
      const { thread, what } = this.#threads.changeable(variablesReference, name);
      const { text, type } = await this.#begun().ask('set', thread, what, value);
      response.body = { value: text, type };
    });
  }

  protected override continueRequest(
    response: DebugProtocol.ContinueResponse,
    { threadId }: DebugProtocol.ContinueArguments,
  ): void {
    response.body = { allThreadsContinued: false };
    this.#resume(response, threadId, 'go');
  }

  protected override nextRequest(
    response: DebugProtocol.NextResponse,
    { threadId }: DebugProtocol.NextArguments,
  ): void {
    this.#resume(response, threadId, this.#threads.stopped(threadId)?.at === 'call' ? 'answer' : 'call');
  }

  protected override stepInRequest(
    response: DebugProtocol.StepInResponse,
    { threadId }: DebugProtocol.StepInArguments,
  ): void {
    this.#resume(response, threadId, 'call');
  }

  protected override stepOutRequest(
    response: DebugProtocol.StepOutResponse,
    { threadId }: DebugProtocol.StepOutArguments,
  ): void {
    this.#resume(response, threadId, 'go');
  }

  protected override pauseRequest(response: DebugProtocol.PauseResponse): void {
    void this.#answer(response, () => this.#begun().ask('pause'));
  }

  protected override terminateRequest(response: DebugProtocol.TerminateResponse): void {
    void this.#answer(response, async () => this.#debuggee?.stop());
  }

  protected override disconnectRequest(response: DebugProtocol.DisconnectResponse): void {
    void this.#answer(response, async () => this.#debuggee?.stop()).then(() => this.#end());
  }

  #resume(response: DebugProtocol.Response, thread: number, how: Resume): void {
    void this.#answer(response, async () => {
      this.#threads.go(thread);
      await this.#begun().ask('resume', thread, how);
    });
  }

  #tellStopped(stopped: Stopped): void {
    const { thread, reason, breakpoints, error } = stopped;
    this.#threads.stop(stopped);
    const event: DebugProtocol.StoppedEvent = new StoppedEvent(reason, thread, error && error.message);
    Object.assign(event.body, {
      allThreadsStopped: false,
      hitBreakpointIds: breakpoints,
      ...(error && { description: `Stopped at ${error.case}` }),
    });
    this.sendEvent(event);
  }

  async #tellBreakpoints(): Promise<void> {
    await this.#debuggee?.ask('breakpoints', this.#breakpoints.all, this.#stopsAtErrors);
  }

  /** @throws Error with a sentence for people where nothing is launched yet */
  #begun(): Debuggee {
    if (!this.#debuggee) throw new Error('Nothing has been launched yet.');
    return this.#debuggee;
  }

  /** Sends the response once the work is done, or why it could not be. */
  async #answer(response: DebugProtocol.Response, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      this.sendResponse(response);
    } catch (error) {
      const format = error instanceof Error ? error.message : String(error);
      this.sendErrorResponse(
        response,
        { id: 1, format, showUser: true },
        undefined,
        undefined,
        ErrorDestination.User,
      );
    }
  }
}
