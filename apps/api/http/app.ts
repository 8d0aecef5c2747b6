import { createServer, type Server } from "node:http";
import express, { type NextFunction, type Request, type Response } from "express";
import type { Services } from "../context.ts";
import { NotFoundError } from "../errors.ts";
import { answerError } from "./answer-error.ts";
import { byteRoutes } from "./byte-routes.ts";
import { depthError, isTooDeepInAddress } from "./depth.ts";
import { graphqlPath, openGraphql } from "./graphql.ts";
import { modelUploadRoutes } from "./model-upload-routes.ts";
import { holdsNulInAddress, nulError } from "./nul.ts";
import { proxyTo, proxyUpgradesTo } from "./proxy.ts";
import { queryPage } from "./query-page.ts";
import { checkSite } from "./site.ts";
import { serveUpgrades } from "./upgrades.ts";
import { uploadRoutes } from "./upload-routes.ts";

export interface Listening {
  readonly host: string;
  /** Where the dashboard listens; null where there is none. */
  readonly webUrl: string | null;
  readonly dataFolder: string;
}

export interface App {
  readonly server: Server;
  /** Lets what is under way finish, refuses what is new. */
  stop(): Promise<void>;
}

/** Everything that Heatlas serves at its one address. The server does not listen yet. */
export async function openApp(services: Services, listening: Listening): Promise<App> {
  const app = express();
  // A large model over a slow line takes a while; headers still have a minute.
  const server = createServer({ requestTimeout: 60 * 60 * 1000 }, app);
  const graphql = await openGraphql(server, services);
  const webUrl = listening.webUrl === null ? null : new URL(listening.webUrl);
  app.disable("x-powered-by");
  app.use((request, _response, next) => {
    checkSite(request, listening);
    if (holdsNulInAddress(request.url)) throw nulError();
    if (isTooDeepInAddress(request.url)) throw depthError();
    next();
  });
  app.get("/healthz", async (_request, response) => {
    await services.sql`select 1`;
    response.type("text").send("ok");
  });
  app.use(queryPage(listening.dataFolder));
  app.use(graphqlPath, ...graphql.handlers);
  app.use("/p/:project", bytesOf(services));
  if (webUrl) app.use(proxyTo(webUrl));
  app.use((request) => {
    throw new NotFoundError("page", request.path.slice(0, 100));
  });
  // Express tells an error handler by its four parameters.
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    answerError(error, request, response);
  });
  serveUpgrades(server, listening, (path) => {
    if (path === graphqlPath) return graphql.upgrade;
    return webUrl && proxyUpgradesTo(webUrl);
  });
  return { server, stop: graphql.stop };
}

function bytesOf(services: Services) {
  const router = express.Router({ mergeParams: true });
  router.use((request: Request<{ project: string }>, _response, next) => {
    const { project } = request.params;
    if (project !== services.project.slug) throw new NotFoundError("project", project.slice(0, 40));
    next();
  });
  router.use(modelUploadRoutes(services), uploadRoutes(services), byteRoutes(services), (request) => {
    throw new NotFoundError("page", `${request.baseUrl}${request.path}`.slice(0, 100));
  });
  return router;
}
