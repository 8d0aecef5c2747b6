#!/usr/bin/env node
import { main } from "../src/command/golden.ts";

process.exitCode = await main(process.argv.slice(2));
