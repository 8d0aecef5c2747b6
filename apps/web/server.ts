import { createServer } from "node:http";
import next from "next";

/**
 * The web process: serves the built dashboard on PORT of HEATLAS_WEB_HOST (this machine only, unless said otherwise).
 * Browsers reach it through the API's address.
 */
const port = Number(process.env.PORT || 3001);
const hostname = process.env.HEATLAS_WEB_HOST || "127.0.0.1";

const app = next({ dev: false, dir: import.meta.dirname, hostname, port });
await app.prepare();
const handle = app.getRequestHandler();
const server = createServer((request, response) => void handle(request, response));
// The API keeps its connections to us open: ours must outlive its idle ones, or it meets closed ones.
server.keepAliveTimeout = 75_000;
server.listen(port, hostname, () => process.send?.({ type: "ready" }));

const end = () => process.exit();
process.on("SIGTERM", end);
process.on("disconnect", end);
