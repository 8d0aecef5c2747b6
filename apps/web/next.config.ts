import path from "node:path";
import type { NextConfig } from "next";

const config: NextConfig = {
  // The workspace's root: without it Next guesses from the lock files that it finds on the way up.
  turbopack: { root: path.join(import.meta.dirname, "../..") },
  // The API compresses nothing it proxies, and both are on one machine.
  compress: true,
  poweredByHeader: false,
  devIndicators: false,
};

export default config;
