// A plain EventSource in a real browser: cut off again and again, and then its server starts anew. Usage:
// node event-source.mjs <server URL> <key id:secret>
//
// Each step prints a line when it is done. After "restart the server" the script waits for a line on its input, which says that
// the server was stopped and started again at the same address.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createSite } from 'node:http';
import { connect, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const [server, key] = process.argv.slice(2);
const input = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const headers = { authorization: `Basic ${btoa(key)}`, 'content-type': 'application/json' };

async function post(path, body) {
  const answer = await fetch(server + path, { method: 'POST', headers, body: JSON.stringify(body) });
  assert.equal(answer.status, 201);
  return answer.json();
}

const publish = (channel, number) => post(`/v1/channels/${channel}/messages`, { data: number });

// The browser's connections go through here, where they can be cut.
const sockets = new Set();
const wire = createServer((near) => {
  const far = connect(Number(new URL(server).port), '127.0.0.1');
  for (const [one, other] of [
    [near, far],
    [far, near],
  ]) {
    sockets.add(one);
    one.on('error', () => {});
    one.on('close', () => other.destroy());
    one.pipe(other);
  }
});
wire.listen(0, '127.0.0.1');
await once(wire, 'listening');
const cut = () => {
  sockets.forEach((socket) => socket.destroy());
  sockets.clear();
};

const site = createSite((_, answer) => answer.setHeader('content-type', 'text/html').end('<!doctype html>'));
site.listen(0);
await once(site, 'listening');

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});

try {
  const page = await browser.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(`http://localhost:${site.address().port}/`); // another origin than the stream's
  const { ticket } = await post('/v1/tickets', { channels: ['ticks', 'tocks'] });
  await page.evaluate((url) => {
    window.heard = [];
    window.resets = 0;
    window.opened = 0;
    window.source = new EventSource(url);
    window.source.onopen = () => window.opened++;
    window.source.onmessage = (event) => window.heard.push(JSON.parse(event.data));
    window.source.addEventListener('reset', () => window.resets++);
  }, `http://127.0.0.1:${wire.address().port}/v1/sse?channels=ticks,tocks&ticket=${ticket}`);
  const opened = (times) => page.waitForFunction((n) => window.opened >= n, times);
  const hears = (count) => page.waitForFunction((n) => window.heard.length >= n, count);
  await opened(1);
  console.log('it is open');

  let next = 1;
  const some = async (count) => {
    for (let i = 0; i < count; i++, next++) {
      await publish(next % 3 ? 'ticks' : 'tocks', next);
    }
  };
  await some(5);
  await hears(5);
  for (let round = 1; round <= 3; round++) {
    cut();
    await some(7); // while it is away
    await opened(round + 1);
    await some(3);
    await hears(next - 1);
  }
  const numbers = (list, channel) => list.filter((m) => m.channel === channel).map((m) => m.d);
  const first = await page.evaluate(() => window.heard);
  assert.equal(first.length, next - 1);
  for (const channel of ['ticks', 'tocks']) {
    const got = numbers(first, channel);
    assert.deepEqual(got, [...new Set(got)].sort((a, b) => a - b));
  }
  assert.equal(await page.evaluate(() => window.resets), 0);
  console.log('three cuts cost nothing');

  console.log('restart the server');
  await input.next();
  await opened(5);
  await page.waitForFunction(() => window.resets === 2);
  await some(4);
  await hears(next - 1);
  const all = await page.evaluate(() => window.heard.map((message) => message.d));
  assert.deepEqual([...all].sort((a, b) => a - b), Array.from({ length: next - 1 }, (_, i) => i + 1));
  console.log('it came back by itself, and was told what is gone');
  console.log('done');
} finally {
  await browser.close();
  wire.close();
  cut();
}
process.exit(0);
