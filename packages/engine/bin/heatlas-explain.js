#!/usr/bin/env node
import { main } from "../src/command/heatlas-explain.ts";

process.exitCode = await main(process.argv.slice(2));
