// The plain WebSocket client of npm's ws, with and without permessage-deflate, and what really comes over its socket.
// Usage: node deflate.mjs PORT KEY
//
// Each step prints a line when it is done.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import WebSocket from 'ws';

const [port, key] = process.argv.slice(2);
const TEXT = 'what is said again and again is shorter when it is compressed; '.repeat(300);

async function connect(perMessageDeflate) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/connect`, 'fanfare.v1.json', { perMessageDeflate });
  const frames = [];
  let wake = () => {};
  socket.on('message', (message) => {
    frames.push(...message.toString().split('\n').map((line) => JSON.parse(line)));
    wake();
  });
  await once(socket, 'open');
  const next = async (matches) => {
    for (;;) {
      const found = frames.findIndex(matches);
      if (found >= 0) return frames.splice(found, 1)[0];
      await new Promise((resolve) => (wake = resolve));
    }
  };
  let i = 0;
  const ask = async (request) => {
    const number = ++i;
    socket.send(JSON.stringify({ i: number, ...request }));
    const reply = await next((frame) => frame.i === number && !frame.sub);
    assert.ok(reply.ok, JSON.stringify(reply));
    return reply.ok;
  };
  await ask({ op: 'hello', v: 1, key });
  await ask({ op: 'sub', channel: 'room' });
  return { socket, next, ask, bytesRead: () => socket._socket.bytesRead, bytesWritten: () => socket._socket.bytesWritten };
}

const deflating = await connect(true);
assert.match(deflating.socket.extensions, /permessage-deflate/);
console.log('it is agreed');

const plain = await connect(false);
assert.equal(plain.socket.extensions, '');
console.log('whoever does not offer it goes without');

const tellsMessage = (frame) => frame.p === 'msg' && frame.d === TEXT;
const written = deflating.bytesWritten();
const read = [deflating.bytesRead(), plain.bytesRead()];
await deflating.ask({ op: 'pub', channel: 'room', data: TEXT });
await deflating.next(tellsMessage);
await plain.next(tellsMessage);
assert.ok(deflating.bytesWritten() - written < TEXT.length / 20, 'a compressed message goes up');
assert.ok(deflating.bytesRead() - read[0] < TEXT.length / 20, 'a compressed message comes down');
assert.ok(plain.bytesRead() - read[1] > TEXT.length, 'the other one gets it as it is');
console.log('compressed frames reach the socket that agreed, plain ones the other');

for (let n = 0; n < 50; n++) {
  await plain.ask({ op: 'pub', channel: 'room', data: { n, text: `short ${n}` } });
}
for (let n = 0; n < 50; n++) {
  await deflating.next((frame) => frame.p === 'msg' && frame.d.n === n);
}
console.log('short ones and long ones keep their order');

deflating.socket.terminate();
plain.socket.terminate();
console.log('done');
