import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { findFreePort, requireFreePort } from "../../apps/launcher/port.ts";

test("a busy port is refused by number, with the setting that changes it", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  await expect(requireFreePort(port, "127.0.0.1")).rejects.toThrow(
    `Port ${port} is in use by another program: stop it, or choose another port, for example HEATLAS_PORT=${port + 1} npm start.`,
  );
  server.close();
  await once(server, "close");
  await requireFreePort(port, "127.0.0.1");
});

test("a free port can be listened on", async () => {
  await requireFreePort(await findFreePort(), "127.0.0.1");
});

test("an address that this machine lacks is refused by name", async () => {
  await expect(requireFreePort(0, "203.0.113.1")).rejects.toThrow(/no address 203\.0\.113\.1: correct HEATLAS_HOST/);
});

test("a port that a killed Heatlas still lets go of is waited for", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  const waiting = requireFreePort(port, "127.0.0.1", 60_000);
  setTimeout(() => server.close(), 300);
  await waiting;
});
