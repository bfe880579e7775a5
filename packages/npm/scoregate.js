#!/usr/bin/env node
// Runs the program of the package for this system, with the same arguments, streams and exit code.
'use strict';

const { spawn } = require('node:child_process');
const os = require('node:os');

// The program ends with 1 for a failed verdict, so a launcher that cannot run it ends with another code, which no verdict has.
const NOT_RUN = 127;

function fail(message) {
  process.stderr.write(`scoregate: ${message}\n`);
  process.exitCode = NOT_RUN;
}

function program() {
  const name = `@scoregate/${process.platform}-${process.arch}`;
  const file = process.platform === 'win32' ? 'scoregate.exe' : 'scoregate';
  try {
    return require.resolve(`${name}/bin/${file}`);
  } catch {
    fail(`the package ${name} is not installed; install scoregate without --omit=optional, on a system that it supports`);
    return undefined;
  }
}

const path = program();
if (path !== undefined) {
  const child = spawn(path, process.argv.slice(2), { stdio: 'inherit' });
  const signals = process.platform === 'win32' ? [] : ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const handlers = signals.map((signal) => [signal, () => child.kill(signal)]);
  handlers.forEach(([signal, handler]) => process.on(signal, handler));
  child.on('error', (error) => fail(`${path} could not be run: ${error.message}`));
  child.on('exit', (code, signal) => {
    // As shells state it: 128 and the number of the signal.
    process.exitCode = code ?? 128 + (os.constants.signals[signal] ?? 0);
  });
}
