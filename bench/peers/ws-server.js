'use strict';
// A pub/sub server as one would write it with ws: a set of sockets for each channel.
const { WebSocketServer } = require('ws');

const channels = new Map();
const server = new WebSocketServer({ host: '127.0.0.1', port: Number(process.argv[2]), backlog: 4096 });

server.on('connection', (socket) => {
  let subscribed;
  socket.on('message', (data) => {
    const text = data.toString();
    const [verb, channel] = text.split(' ', 2);
    if (verb === 'sub') {
      subscribed = channel;
      if (!channels.has(channel)) channels.set(channel, new Set());
      channels.get(channel).add(socket);
      socket.send('ok');
    } else if (verb === 'pub') {
      // one Buffer for all, as the documentation of ws advises
      const payload = Buffer.from(text.slice(verb.length + channel.length + 2));
      for (const subscriber of channels.get(channel) ?? []) {
        subscriber.send(payload, { binary: false });
      }
    }
  });
  socket.on('close', () => {
    const others = channels.get(subscribed);
    if (others?.delete(socket) && others.size === 0) channels.delete(subscribed);
  });
  socket.on('error', () => {});
});

process.on('SIGUSR2', () => global.gc?.());
process.on('SIGTERM', () => process.exit(0));
