// A page in a browser without a window, on files of a folder served on loopback. Nothing is loaded from elsewhere.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { createRequire } from 'node:module';

const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css', '.wasm': 'application/wasm' };

// Calls work(page, address), then closes everything.
export async function inBrowser(modules, folder, work) {
  const { chromium } = createRequire(path.join(path.resolve(modules), 'x.js'))('playwright-core');
  const server = http.createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const file = path.join(folder, path.normalize(name === '/' ? '/index.html' : name));
    fs.readFile(file, (error, bytes) => {
      response.writeHead(error ? 404 : 200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream' });
      response.end(error ? '' : bytes);
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  try {
    await work(await browser.newPage(), `http://127.0.0.1:${server.address().port}`);
  } finally {
    await browser.close();
    server.close();
  }
}

// Prints what is wrong, and ends the program.
export function report(problems, what) {
  if (problems.length > 0) console.error(problems.slice(0, 20).join('\n'));
  else console.log(what);
  process.exit(problems.length > 0 ? 1 : 0);
}
