/**
 * One debug session, as the Debug Adapter Protocol has it: a guest that `slight run` runs as a child, and that stops at
 * its calls.
 */
import {
  ContinuedEvent,
  DebugSession,
  ErrorDestination,
  InitializedEvent,
  OutputEvent,
} from '@vscode/debugadapter';
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import type { Resume } from '../requests.ts';
import type { Stopped } from '../stopped.ts';
import { abilities } from './abilities.ts';
import { createBreakpoints, isSameFile } from './breakpoints.ts';
import { launched } from './configuration.ts';
import type { Launch } from './configuration.ts';
import { startDebuggee } from './debuggee.ts';
import type { Debuggee, Program } from './debuggee.ts';
import { endEvents, stoppedEvent } from './events.ts';
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
    // the end of the input is the end of the client, and so is an output that nobody reads
    for (const event of ['close', 'error']) this.on(event, () => void this.#end());
  }

  /** Settles when the client has gone or has let go, and the guest has ended. */
  get over(): Promise<undefined> {
    return this.#over.promise;
  }

  async #end(): Promise<void> {
    await this.#debuggee?.stop();
    this.#over.resolve(undefined);
  }

  protected override dispatchRequest(request: Dap.Request): void {
    // most requests have some, and a client that gives none is told what is missing
    super.dispatchRequest({ ...request, arguments: (request.arguments as object | undefined) ?? {} });
  }

  protected override initializeRequest(response: Dap.InitializeResponse): void {
    response.body = abilities;
    this.sendResponse(response);
    this.sendEvent(new InitializedEvent());
  }

  protected override configurationDoneRequest(response: Dap.ConfigurationDoneResponse): void {
    this.#configured.resolve(undefined);
    this.sendResponse(response);
  }

  protected override launchRequest(response: Dap.LaunchResponse, asked: object): void {
    void this.#answer(response, async () => {
      const how = launched(asked as Launch);
      this.#slightfile = how.slightfile;
      // the client has said by then where to stop
      await this.#configured.promise;
      const debuggee = startDebuggee(this.#program, how, {
        onOutput: (text, stream) => this.sendEvent(new OutputEvent(text, stream)),
        onStopped: (stopped) => this.#tellStopped(stopped),
        onReleased: (thread) => this.#tellReleased(thread),
        onLogged: (text) => this.sendEvent(new OutputEvent(`${text}\n`, 'console')),
      });
      this.#debuggee = debuggee;
      void debuggee.ended.then((end) => {
        for (const event of endEvents(end)) this.sendEvent(event);
      });
      await this.#tellBreakpoints();
      await this.#begun().ask('begin', how.stopOnEntry);
    });
  }

  protected override setBreakPointsRequest(
    response: Dap.SetBreakpointsResponse,
    asked: Dap.SetBreakpointsArguments,
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
    response: Dap.SetFunctionBreakpointsResponse,
    asked: Dap.SetFunctionBreakpointsArguments,
  ): void {
    void this.#answer(response, async () => {
      response.body = { breakpoints: [...this.#breakpoints.onFunctions(asked)] };
      await this.#tellBreakpoints();
    });
  }

  protected override setExceptionBreakPointsRequest(
    response: Dap.SetExceptionBreakpointsResponse,
    { filters }: Dap.SetExceptionBreakpointsArguments,
  ): void {
    void this.#answer(response, async () => {
      this.#stopsAtErrors = filters.includes('capability-error');
      await this.#tellBreakpoints();
    });
  }

  protected override threadsRequest(response: Dap.ThreadsResponse): void {
    response.body = { threads: this.#threads.all };
    this.sendResponse(response);
  }

  protected override stackTraceRequest(
    response: Dap.StackTraceResponse,
    { threadId }: Dap.StackTraceArguments,
  ): void {
    void this.#answer(response, async () => {
      const slightfile = this.#slightfile;
      const stackFrames = this.#threads.frames(threadId, slightfile, await blocksOf(slightfile));
      response.body = { stackFrames, totalFrames: stackFrames.length };
    });
  }

  protected override scopesRequest(response: Dap.ScopesResponse, { frameId }: Dap.ScopesArguments): void {
    void this.#answer(response, async () => {
      const served = await this.#begun().served();
      response.body = { scopes: this.#threads.scopes(frameId, served) };
    });
  }

  protected override variablesRequest(
    response: Dap.VariablesResponse,
    { variablesReference }: Dap.VariablesArguments,
  ): void {
    response.body = { variables: this.#threads.variables(variablesReference) };
    this.sendResponse(response);
  }

  protected override setVariableRequest(
    response: Dap.SetVariableResponse,
    { variablesReference, name, value }: Dap.SetVariableArguments,
  ): void {
    void this.#answer(response, async () => {
      const { thread, what } = this.#threads.changeable(variablesReference, name);
      const { text, type } = await this.#begun().ask('set', thread, what, value);
      response.body = { value: text, type };
    });
  }

  protected override continueRequest(
    response: Dap.ContinueResponse,
    { threadId }: Dap.ContinueArguments,
  ): void {
    this.#resume(Object.assign(response, { body: { allThreadsContinued: false } }), threadId, 'go');
  }

  protected override nextRequest(response: Dap.NextResponse, { threadId }: Dap.NextArguments): void {
    this.#resume(response, threadId, this.#threads.stopped(threadId)?.at === 'call' ? 'answer' : 'call');
  }

  protected override stepInRequest(response: Dap.StepInResponse, { threadId }: Dap.StepInArguments): void {
    this.#resume(response, threadId, 'call');
  }

  protected override stepOutRequest(response: Dap.StepOutResponse, { threadId }: Dap.StepOutArguments): void {
    this.#resume(response, threadId, 'go');
  }

  protected override pauseRequest(response: Dap.PauseResponse): void {
    void this.#answer(response, () => this.#begun().ask('pause'));
  }

  protected override terminateRequest(response: Dap.TerminateResponse): void {
    void this.#answer(response, async () => this.#debuggee?.stop());
  }

  protected override disconnectRequest(response: Dap.DisconnectResponse): void {
    void this.#answer(response, async () => this.#debuggee?.stop()).then(() => this.#end());
  }

  #resume(response: Dap.Response, thread: number, how: Resume): void {
    void this.#answer(response, async () => {
      this.#threads.go(thread);
      await this.#begun().ask('resume', thread, how);
    });
  }

  protected override evaluateRequest(response: Dap.EvaluateResponse): void {
    void this.#answer(response, () =>
      Promise.reject(new Error('Slight has no console: look at the scopes instead.')),
    );
  }

  #tellReleased(thread: number): void {
    this.#threads.go(thread);
    this.sendEvent(new ContinuedEvent(thread, false));
  }

  #tellStopped(stopped: Stopped): void {
    this.#threads.stop(stopped);
    this.sendEvent(stoppedEvent(stopped));
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
  async #answer(response: Dap.Response, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      this.sendResponse(response);
    } catch (error) {
      // what the client gave was read as what the protocol asks for
      const isMissing = error instanceof TypeError;
      const message = error instanceof Error ? error.message : String(error);
      const format = isMissing
        ? `The request ${response.command} lacks what the protocol asks for.`
        : message;
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
