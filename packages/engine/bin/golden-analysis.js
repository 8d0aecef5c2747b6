#!/usr/bin/env node
import { main } from "../src/command/golden-analysis.ts";

process.exitCode = main(process.argv.slice(2));
