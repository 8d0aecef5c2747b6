"use client";

import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { ApolloProvider } from "@apollo/client/react";
import { getMainDefinition, relayStylePagination } from "@apollo/client/utilities";
import { createClient } from "graphql-ws";
import { type ReactNode, useState } from "react";
import { possibleTypes } from "../gql/possible-types.ts";
import { reportConnection } from "./connection.ts";

/** Queries and mutations over HTTP, subscriptions over a WebSocket on the same path of the same address. */
function createAtlasClient() {
  const http = new HttpLink({ uri: "/graphql" });
  if (typeof window === "undefined") return new ApolloClient({ ssrMode: true, link: http, cache: createCache() });
  const socket = createClient({
    url: () => `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/graphql`,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    on: {
      connected: () => reportConnection(false),
      // 1000 is the socket's own end, when nothing is subscribed any more.
      closed: (event) => reportConnection((event as CloseEvent).code !== 1000),
    },
  });
  const isSubscription = ({ query }: { query: Parameters<typeof getMainDefinition>[0] }) => {
    const main = getMainDefinition(query);
    return main.kind === "OperationDefinition" && main.operation === "subscription";
  };
  return new ApolloClient({
    link: ApolloLink.split(isSubscription, new GraphQLWsLink(socket), http),
    cache: createCache(),
    defaultOptions: { watchQuery: { fetchPolicy: "cache-and-network" } },
  });
}

function createCache() {
  return new InMemoryCache({
    possibleTypes,
    typePolicies: {
      Query: {
        fields: {
          models: relayStylePagination(["first"]),
          images: relayStylePagination(["first", "imageSet"]),
          // Pages of different sizes are different lists: the rail asks for one run, and must not cut the others short.
          runs: relayStylePagination(["first"]),
          atlas: { merge: true },
          demo: { merge: true },
          // The trees and the numbers over all images are asked apart: neither answer may take the other's fields away.
          comparison: { merge: true },
        },
      },
      Run: {
        fields: {
          // A run's rows hold one method's maps a time: each method and setting keeps its own pages, and each alias and
          // choice of rows too.
          images: relayStylePagination(
            (_, { variables, field }) =>
              `${field?.alias?.value ?? ""}:${variables?.method ?? ""}.${variables?.position ?? ""}.${JSON.stringify(variables?.setting ?? "")}.${variables?.flaggedBy ?? ""}`,
          ),
          progress: { merge: true },
        },
      },
      Method: { keyFields: ["slug"] },
    },
  });
}

export function AtlasClientProvider({ children }: { children: ReactNode }) {
  const [client] = useState(createAtlasClient);
  return <ApolloProvider client={client}>{children}</ApolloProvider>;
}
