/** The routes of the workspace's apps. */
import type { App } from '../index/apps.ts';
import type { Aside } from '../index/files.ts';
import type { Index } from '../index/index.ts';
import { isEdited, modulesOf } from '../module/known-app.ts';
import { routedExports } from '../module/newest.ts';
import type { AppRoutes } from '../routes/app-routes.ts';
import { KnownRoutes } from '../routes/known-routes.ts';
import type { RoutesKnown } from '../routes/known-routes.ts';
import { pathOf } from '../lsp/uri.ts';

/** What of a workspace they are made of. */
interface Of {
  readonly index: Index;
  readonly uriOf: (file: string) => string;
  readonly appOf: (uri: string) => App | undefined;
  readonly aside: (uri: string) => Aside;
  readonly revision: number;
}

export class WorkspaceRoutes {
  readonly #workspace: Of;
  readonly #known: KnownRoutes;

  constructor(workspace: Of) {
    this.#workspace = workspace;
    this.#known = new KnownRoutes({
      facts: (file) => workspace.index.facts(file),
      isComplete: () => workspace.index.isComplete,
      uriOf: (file) => workspace.uriOf(file),
      // what is not saved is in no module
      exportsOf: (app) =>
        isEdited(app, workspace.index) ? undefined : routedExports(modulesOf(app, workspace.index)),
    });
  }

  /** All routes of the app that a document belongs to, or lies in, with what is wrong with them. */
  known(uri: string): RoutesKnown | undefined {
    const app = this.#workspace.appOf(uri);
    const besides = this.#workspace.aside(uri) === undefined ? undefined : pathOf(uri);
    return app && this.#known.of(app, this.#workspace.revision, besides);
  }

  of(uri: string): AppRoutes | undefined {
    return this.known(uri)?.routes;
  }
}
