// Unmodified pusher-js without WebSockets, in Node or in a real browser. Usage: node pusher-fallback.mjs node|browser PORT KEY SECRET
//
// Prints the name of each transport that works: a subscription, 300 events of 2 KiB in their order, a client that is refused.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [where, port, key, secret] = process.argv.slice(2);
const headers = { authorization: `Basic ${btoa(`${key}:${secret}`)}`, 'content-type': 'application/json' };
const COUNT = 300;

async function publish(channel) {
  const fill = 'é'.repeat(2_048) + '%41';
  for (let n = 1; n <= COUNT; n++) {
    const body = JSON.stringify({ name: 'tick', data: { n, fill } });
    const answer = await fetch(`http://127.0.0.1:${port}/v1/channels/${channel}/messages`, { method: 'POST', headers, body });
    assert.equal(answer.status, 201);
  }
}

// Runs in the page or here.
function follow(Pusher, { transport, port, key, channel, ready }) {
  const options = (more) => ({
    cluster: '', wsHost: 'localhost', httpHost: '127.0.0.1', wsPort: port, httpPort: port, forceTLS: false, enableStats: false,
    enabledTransports: [transport], ...more,
  });
  const heard = [];
  let connections = 0;
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`not in time: ${transport}, ${heard.length} heard`)), 40_000);
    const client = new Pusher(key, options());
    client.connection.bind('connected', () => connections++);
    const channelOf = client.subscribe(channel);
    channelOf.bind('pusher:subscription_succeeded', () => ready());
    channelOf.bind('tick', ({ n, fill }) => {
      heard.push(fill.endsWith('é%41') ? n : fill);
      if (n === 300) {
        client.disconnect();
        const unknown = new Pusher('no-such-key', options());
        unknown.connection.bind('error', (refusal) => {
          unknown.disconnect();
          resolve({ heard, connections, code: refusal.error?.data?.code ?? refusal.data?.code });
        });
      }
    });
  });
}

function right({ heard, connections, code }) {
  assert.deepEqual(heard, Array.from({ length: COUNT }, (_, i) => i + 1));
  assert.equal(connections, 1);
  assert.equal(code, 4001);
}

if (where === 'node') {
  const { default: Pusher } = await import('pusher-js');
  for (const transport of ['xhr_streaming', 'xhr_polling']) {
    const channel = `node-${transport}`;
    right(await follow(Pusher, { transport, port: Number(port), key, channel, ready: () => publish(channel) }));
    console.log(transport);
  }
} else {
  const { chromium } = await import('playwright-core');
  const site = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end('<!doctype html>'));
  site.listen(0);
  await once(site, 'listening');
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
  try {
    // Where pusher-js has its scripts, whatever the network: SockJS is loaded from there, into the page and into its frame.
    const script = (name) => readFileSync(new URL(`node_modules/pusher-js/dist/web/${name}`, import.meta.url), 'utf8');
    const works = async (transport, name, before) => {
      const page = await (await browser.newContext()).newPage();
      const body = before + script('sockjs.js');
      await page.context().route(/^http:..js\.pusher\.com/, (route) => route.fulfill({ contentType: 'text/javascript', body }));
      await page.goto(`http://localhost:${site.address().port}/`);
      await page.addScriptTag({ content: script('pusher.js') });
      await page.exposeFunction('publishTo', publish);
      const channel = `browser-${name}`;
      right(
        await page.evaluate(
          `(${follow})(Pusher, { transport: '${transport}', port: ${port}, key: '${key}', channel: '${channel}', ready: () => publishTo('${channel}') })`,
        ),
      );
      await page.context().close();
      console.log(name);
    };
    for (const transport of ['xhr_streaming', 'xhr_polling', 'sockjs']) {
      await works(transport, transport, '');
    }
    await works('sockjs', 'sockjs-htmlfile', 'delete window.EventSource;');
  } finally {
    await browser.close();
    site.close();
  }
}
console.log('done');
process.exit(0);
