import { isAbsolute } from "node:path";
import { expect, test } from "vitest";
import { addressOf, readSettings, root } from "../../apps/launcher/settings.ts";

test("without settings Heatlas serves this machine on port 3000 from .heatlas of the clone", () => {
  const settings = readSettings({ HEATLAS_PORT: "", DATABASE_URL: "" });
  expect(settings).toEqual({ host: "127.0.0.1", port: 3000, dataFolder: `${root}.heatlas`, databaseUrl: null });
  expect(addressOf(settings)).toBe("http://127.0.0.1:3000");
});

test.each(["0", "65536", "3000x", "-1", "3e3"])("the port %s is refused", (port) => {
  expect(() => readSettings({ HEATLAS_PORT: port })).toThrow(`HEATLAS_PORT is "${port}": give a port from 1 to 65535`);
});

test("the data folder is absolute wherever Heatlas was started", () => {
  expect(isAbsolute(readSettings({ HEATLAS_DATA: "elsewhere" }).dataFolder)).toBe(true);
});

test.each([
  ["0.0.0.0", "http://localhost:3000"],
  ["::1", "http://[::1]:3000"],
  ["atlas.lan", "http://atlas.lan:3000"],
])("the address to open for host %s is %s", (host, address) => {
  expect(addressOf(readSettings({ HEATLAS_HOST: host }))).toBe(address);
});
