import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { connect } from "node:net";
import type { RequestHandler } from "express";
import { ExpectedError } from "../errors.ts";
import { answerError } from "./answer-error.ts";
import type { Upgrade } from "./upgrades.ts";

class NoWebError extends ExpectedError {}

/** Whatever the API does not serve itself is the dashboard's. */
export function proxyTo(webUrl: URL): RequestHandler {
  return (request, response) => {
    const upstream = httpRequest(
      {
        host: webUrl.hostname,
        port: portOf(webUrl),
        method: request.method,
        path: request.originalUrl,
        headers: request.headers,
      },
      (answer) => forward(answer, response),
    );
    upstream.on("error", () => {
      answerError(new NoWebError("no-web", "The dashboard is not up yet: try again in a moment."), request, response);
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
export function proxyUpgradesTo(webUrl: URL): Upgrade {
  return (request, socket, head) => {
    const upstream = connect(portOf(webUrl), webUrl.hostname, () => {
      const { rawHeaders: raw } = request;
      const headers = raw.flatMap((name, i) => (i % 2 === 0 ? [`${name}: ${raw[i + 1]}`] : []));
      upstream.write([`GET ${request.url} HTTP/1.1`, ...headers, "", ""].join("\r\n"));
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on("error", () => socket.destroy());
    socket.on("close", () => upstream.destroy());
  };
}

const portOf = (url: URL) => Number(url.port || 80);
