'use strict';
// A pub/sub server as one would write it with Socket.IO: a room for each channel.
const { createServer } = require('node:http');
const { Server } = require('socket.io');

const http = createServer();
const io = new Server(http, { transports: ['websocket'], serveClient: false });

io.on('connection', (socket) => {
  socket.on('sub', (channel, done) => {
    socket.join(channel);
    done();
  });
  socket.on('pub', (channel, payload) => {
    io.to(channel).emit('msg', payload);
  });
});

http.listen({ host: '127.0.0.1', port: Number(process.argv[2]), backlog: 4096 });
process.on('SIGUSR2', () => global.gc?.());
process.on('SIGTERM', () => process.exit(0));
