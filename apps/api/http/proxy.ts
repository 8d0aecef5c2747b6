import { request as httpRequest, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import type { RequestHandler } from "express";
import { ExpectedError } from "../errors.ts";
import { answerError } from "./answer-error.ts";
import { graphqlPath, pathOf } from "./graphql.ts";

class NoWebError extends ExpectedError {}

/** Whatever the API does not serve itself is the dashboard's. */
export function proxyTo(webUrl: URL): RequestHandler {
  return (request, response) => {
    const upstream = httpRequest(
      {
        host: webUrl.hostname,
        port: webUrl.port || 80,
        method: request.method,
        path: request.originalUrl,
        headers: request.headers,
      },
      (answer) => forward(answer, response),
    );
    upstream.on("error", () => {
      answerError(new NoWebError("no-web", "The dashboard is not up yet: reload in a moment."), request, response);
    });
    response.on("close", () => upstream.destroy());
    request.pipe(upstream);
  };
}

function forward(answer: IncomingMessage, response: ServerResponse) {
  response.writeHead(answer.statusCode ?? 502, answer.headers);
  answer.on("error", () => response.destroy());
  answer.pipe(response);
}

/** The dashboard's own sockets (its development server reloads pages by one). */
export function proxyUpgrades(server: Server, webUrl: URL): void {
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (pathOf(request.url) === graphqlPath) return;
    const upstream = connect(Number(webUrl.port || 80), webUrl.hostname, () => {
      const headers = request.rawHeaders.flatMap((each, i) =>
        i % 2 === 0 ? [`${each}: ${request.rawHeaders[i + 1]}`] : [],
      );
      upstream.write([`GET ${request.url} HTTP/1.1`, ...headers, "", ""].join("\r\n"));
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on("error", () => socket.destroy());
    socket.on("error", () => upstream.destroy());
  });
}
