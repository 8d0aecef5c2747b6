import type { Server } from "node:http";
import { ApolloServer, type ApolloServerPlugin } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import { ApolloServerPluginDrainHttpServer } from "@apollo/server/plugin/drainHttpServer";
import { expressMiddleware } from "@as-integrations/express5";
import { ApolloArmor } from "@escape.tech/graphql-armor";
import { json, type RequestHandler } from "express";
import { GraphQLError, specifiedRules, validate } from "graphql";
import { useServer as serveSockets } from "graphql-ws/use/ws";
import { WebSocketServer } from "ws";
import { type Context, createContext, type Services } from "../context.ts";
import { limits } from "../cost.ts";
import type { InputError } from "../errors.ts";
import { schema } from "../schema.ts";
import { depthError, isTooDeep } from "./depth.ts";
import { maskError } from "./mask-error.ts";
import { holdsNul, nulError } from "./nul.ts";
import type { Upgrade } from "./upgrades.ts";

/** A label set of 20,000 classes is half of this. */
const maxBody = "1mb";

/** Costs are the complexity plugin's, which knows our lists; the schema is public, so suggestions tell nothing new. */
const armor = new ApolloArmor({
  costLimit: { enabled: false },
  blockFieldSuggestion: { enabled: false },
  maxDepth: { n: limits.depth },
  maxAliases: { n: 100 },
  maxDirectives: { n: 20 },
  maxTokens: { n: 4_000 },
}).protect();

export const graphqlPath = "/graphql";

export interface GraphqlEndpoint {
  readonly handlers: RequestHandler[];
  readonly upgrade: Upgrade;
  stop(): Promise<void>;
}

/** Queries and mutations by HTTP, subscriptions (and anything else) by WebSocket. */
export async function openGraphql(server: Server, services: Services): Promise<GraphqlEndpoint> {
  const apollo = new ApolloServer<Context>({
    schema,
    introspection: true,
    csrfPrevention: true,
    includeStacktraceInErrorResponses: false,
    // The process itself decides when it ends; two stops at once would wait for each other.
    stopOnTerminationSignals: false,
    formatError: (_formatted, error) => maskError(asGraphqlError(error)),
    validationRules: armor.validationRules,
    // Written for any context, which their types cannot say under exactOptionalPropertyTypes.
    plugins: [
      ...armor.plugins,
      ApolloServerPluginLandingPageDisabled(),
      // It would look at every field, for cache headers that nobody here reads.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginDrainHttpServer({ httpServer: server, stopGracePeriodMillis: 1_500 }),
    ] as ApolloServerPlugin<Context>[],
  });
  await apollo.start();
  const sockets = openSockets(services);
  return {
    handlers: [
      json({ limit: maxBody, verify: refuseOdd }),
      expressMiddleware(apollo, { context: async () => createContext(services) }),
    ],
    upgrade: sockets.upgrade,
    async stop() {
      await sockets.close();
      await apollo.stop();
    },
  };
}

/** Throws InputError. */
function refuseOdd(_request: unknown, _response: unknown, body: Buffer): void {
  const error = oddityOf(body.toString("latin1"));
  if (error) throw error;
}

/** What no request can have. */
function oddityOf(text: string): InputError | null {
  return holdsNul(text) ? nulError() : isTooDeep(text) ? depthError() : null;
}

/** Apollo's own errors are GraphQL's; whatever else comes is carried inside one, and so masked. */
function asGraphqlError(error: unknown): GraphQLError {
  return error instanceof GraphQLError ? error : new GraphQLError("", { originalError: error as Error });
}

function openSockets(services: Services) {
  const server = new WebSocketServer({ noServer: true, maxPayload: 2 ** 20 });
  const serving = serveSockets(
    {
      schema,
      context: () => createContext(services),
      onSubscribe: (_context, _id, payload) => {
        const cause = oddityOf(JSON.stringify(payload));
        return cause ? [new GraphQLError(cause.message, { originalError: cause })] : undefined;
      },
      validate: (_schema, document) => validate(schema, document, [...specifiedRules, ...armor.validationRules]),
      onNext: (_context, _id, _payload, _args, result) =>
        result.errors ? { data: result.data ?? null, errors: result.errors.map(maskError) } : undefined,
      onError: (_context, _id, _payload, errors) => errors.map(maskError),
    },
    server,
  );
  const upgrade: Upgrade = (request, socket, head) => {
    server.handleUpgrade(request, socket, head, (client) => server.emit("connection", client, request));
  };
  return { upgrade, close: () => serving.dispose() };
}
