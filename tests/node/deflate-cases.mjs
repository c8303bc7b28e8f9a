// What Autobahn's groups 12 and 13 do, with npm's ws: for each offer and each length, messages that must come back as they were.
// Usage: node deflate-cases.mjs PORT MESSAGES
//
// Prints a line for each offer, then "done".

import assert from 'node:assert/strict';
import { once } from 'node:events';
import WebSocket from 'ws';

const [port, messages] = process.argv.slice(2).map(Number);
const LENGTHS = [0, 16, 64, 256, 1024, 4096, 8192, 16384, 32768, 65536, 131072];
const OFFERS = [
  ['as ws offers it', true],
  ['no takeover by the client', { clientNoContextTakeover: true }],
  ['no takeover by the server', { serverNoContextTakeover: true }],
  ['no takeover at all', { clientNoContextTakeover: true, serverNoContextTakeover: true }],
  ['a window of 9 for the client', { clientMaxWindowBits: 9 }],
  ['a window of 15 for the client', { clientMaxWindowBits: 15 }],
  ['a window of 15 for the server', { serverMaxWindowBits: 15 }],
  ['everything compressed, however short', { threshold: 0 }],
];

// JSON text that compresses as Autobahn's does, and bytes that do not.
const WORDS = ['"id":', '"name":', 'null', '{', '}', '[', ']', ',', 'Grüße', '日本', '0.5', '\\n'];
let seed = 42;
const random = (below) => {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return (seed >>> 8) % below; // the lower bits repeat soon
};
const text = (length) => {
  let made = '';
  while (made.length < length) made += WORDS[random(WORDS.length)];
  return made.slice(0, length);
};
const bytes = (length) => Buffer.from(Array.from({ length }, () => random(256)));

async function play(perMessageDeflate) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/echo`, { perMessageDeflate });
  const waiting = [];
  let wake = () => {};
  socket.on('message', (message, binary) => {
    const { sent, isBinary } = waiting.shift();
    assert.equal(binary, isBinary);
    assert.ok(message.equals(sent), `a message of ${sent.length} bytes came back as it was`);
    wake();
  });
  socket.on('close', (code, reason) => assert.ok(waiting.length === 0, `the server closed with ${code} ${reason} at ${waiting.map((w) => w.sent.length + (w.isBinary ? "b" : "t"))}`));
  await once(socket, 'open');
  assert.match(socket.extensions, /permessage-deflate/);
  for (const length of LENGTHS) {
    for (let n = 0; n < messages; n++) {
      const isBinary = n % 3 === 2;
      const sent = isBinary ? bytes(length) : Buffer.from(text(length));
      waiting.push({ sent, isBinary });
      if (n % 4 === 3) {
        // In fragments, a character of the text may stand on both sides of the cut.
        const cut = random(sent.length + 1);
        socket.send(sent.subarray(0, cut), { binary: isBinary, fin: false });
        socket.send(sent.subarray(cut), { binary: isBinary, fin: true });
      } else {
        socket.send(sent, { binary: isBinary, compress: n % 5 !== 4 });
      }
      while (waiting.length > 8) await new Promise((resolve) => (wake = resolve));
    }
  }
  while (waiting.length > 0) await new Promise((resolve) => (wake = resolve));
  socket.close(1000);
  const [code] = await once(socket, 'close');
  assert.equal(code, 1000);
}

for (const [name, offer] of OFFERS) {
  await play(offer);
  console.log(name);
}
// A smaller window than ours cannot be promised: the offer is passed over, and all goes on without.
const without = new WebSocket(`ws://127.0.0.1:${port}/echo`, { perMessageDeflate: { serverMaxWindowBits: 9 } });
await once(without, 'open');
assert.equal(without.extensions, '');
without.terminate();
console.log('done');
