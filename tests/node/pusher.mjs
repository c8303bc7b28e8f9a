// Unmodified Pusher libraries, client and server, against a running gateway.
// Usage: node pusher.mjs HOST PORT APP_ID KEY SECRET [tls]
//
// Each step prints a line when it is done.

import assert from 'node:assert/strict';
import http from 'node:http';
import Echo from 'laravel-echo';
import PusherClient from 'pusher-js';
import PusherServer from 'pusher';
import nacl from 'tweetnacl';

const [host, port, appId, key, secret, scheme] = process.argv.slice(2);
const tls = scheme === 'tls';
const server = new PusherServer({ appId, key, secret, host, port, useTLS: tls, encryptionMasterKeyBase64: Buffer.alloc(32, 7).toString('base64') });
const sockets = [];
const weather = `cache-weather-${Date.now()}`;

// What a customer's server answers; the libraries sign.
const auth = http.createServer((request, response) => {
  let body = '';
  request.on('data', (part) => (body += part));
  request.on('end', () => {
    const form = new URLSearchParams(body);
    const user = request.headers['x-user'] ?? 'nobody';
    const socket = form.get('socket_id');
    const channel = form.get('channel_name');
    const answer = !channel
      ? server.authenticateUser(socket, { id: user, user_info: { name: user }, watchlist: ['ann', 'ben'] })
      : channel.startsWith('presence-')
        ? server.authorizeChannel(socket, channel, { user_id: user, user_info: { name: user } })
        : server.authorizeChannel(socket, channel);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
  });
});
await new Promise((ready) => auth.listen(0, '127.0.0.1', ready));
const authUrl = `http://127.0.0.1:${auth.address().port}/`;

function connect(user) {
  const headers = { 'x-user': user };
  const client = new PusherClient(key, {
    wsHost: host,
    wsPort: Number(port),
    wssPort: Number(port),
    forceTLS: tls,
    enabledTransports: ['ws', 'wss'],
    cluster: '',
    nacl,
    channelAuthorization: { endpoint: authUrl, transport: 'ajax', headers },
    userAuthentication: { endpoint: authUrl, transport: 'ajax', headers },
  });
  sockets.push(client);
  return client;
}

const within = (what, promise) =>
  Promise.race([
    promise,
    new Promise((_, reject) => setTimeout(() => reject(new Error(`not in time: ${what}`)), 10_000).unref()),
  ]);
const event = (target, name) =>
  within(name, new Promise((resolve) => {
    const once = (data, meta) => {
      target.unbind(name, once);
      resolve({ data, meta });
    };
    target.bind(name, once);
  }));
const subscribed = async (client, name) => {
  const channel = client.subscribe(name);
  const failed = event(channel, 'pusher:subscription_error').then(({ data }) => {
    throw new Error(`${name}: ${JSON.stringify(data)}`);
  });
  failed.catch(() => {});
  await Promise.race([event(channel, 'pusher:subscription_succeeded'), failed]);
  return channel;
};

const ann = connect('ann');
await event(ann.connection, 'connected');
assert.match(ann.connection.socket_id, /^\d+\.\d+$/);
console.log('connected');

const news = await subscribed(ann, 'news');
const heard = event(news, 'created');
const answer = await server.trigger('news', 'created', { text: 'hello "world"\n✓' });
assert.equal(await answer.text(), '{}');
assert.deepEqual((await heard).data, { text: 'hello "world"\n✓' });
console.log('public channel');

const ben = connect('ben');
const annsRoom = await subscribed(ann, 'private-room');
const bensRoom = await subscribed(ben, 'private-room');
const typed = event(bensRoom, 'client-typing');
let echoed = false;
annsRoom.bind('client-typing', () => (echoed = true));
annsRoom.trigger('client-typing', { keys: 3 });
assert.deepEqual((await typed).data, { keys: 3 });
console.log('private channel and client event');

const annsPresence = await subscribed(ann, 'presence-room');
assert.equal(annsPresence.members.count, 1);
assert.deepEqual(annsPresence.members.me, { id: 'ann', info: { name: 'ann' } });
const added = event(annsPresence, 'pusher:member_added');
const bensPresence = await subscribed(ben, 'presence-room');
assert.deepEqual((await added).data, { id: 'ben', info: { name: 'ben' } });
assert.equal(bensPresence.members.count, 2);
const wrote = event(annsPresence, 'client-write');
bensPresence.trigger('client-write', { a: 1 });
assert.equal((await wrote).meta.user_id, 'ben');
console.log('presence channel');

const users = await (await server.get({ path: '/channels/presence-room/users' })).json();
assert.deepEqual(users.users.map((user) => user.id).sort(), ['ann', 'ben']);
const counted = await (await server.get({ path: '/channels', params: { filter_by_prefix: 'presence-', info: 'user_count' } })).json();
assert.deepEqual(counted, { channels: { 'presence-room': { user_count: 2 } } });
const state = await (await server.get({ path: '/channels/news', params: { info: 'subscription_count' } })).json();
assert.deepEqual(state, { occupied: true, subscription_count: 1 });
console.log('channels, users and attributes');

const second = connect('ben');
await subscribed(second, 'presence-room');
let removed = 0;
annsPresence.bind('pusher:member_removed', () => removed++);
second.disconnect();
const batch = event(annsPresence, 'batched');
await server.triggerBatch([
  { channel: 'presence-room', name: 'batched', data: { n: 1 } },
  { channel: 'news', name: 'other', data: 'text' },
]);
assert.deepEqual((await batch).data, { n: 1 });
assert.equal(removed, 0);
const gone = event(annsPresence, 'pusher:member_removed');
ben.unsubscribe('presence-room');
assert.equal((await gone).data.id, 'ben');
console.log('a user goes with the last connection');

let excluded = true;
news.bind('not-for-ann', () => (excluded = false));
const bensNews = await subscribed(ben, 'news');
const forBen = event(bensNews, 'not-for-ann');
await server.trigger(['news', 'other'], 'not-for-ann', 'x', { socket_id: ann.connection.socket_id });
await forBen;
console.log('the sender is left out');

const missed = event(ann.subscribe(weather), 'pusher:cache_miss');
await missed;
await server.trigger(weather, 'today', { sun: true });
const cached = await within('cached', new Promise((resolve) => ben.subscribe(weather).bind('today', resolve)));
assert.deepEqual(cached, { sun: true });
console.log('cache channel');

const counts = event(news, 'pusher:subscription_count');
const third = connect('cid');
await subscribed(third, 'news');
assert.ok((await counts).data.subscription_count >= 2);
console.log('subscription count');

ann.signin();
await within('sign-in', ann.user.signinDonePromise);
const inTime = async (what, is) => {
  for (const end = Date.now() + 10_000; !is(); ) {
    assert.ok(Date.now() < end, `not in time: ${what}`);
    await new Promise((soon) => setTimeout(soon, 10));
  }
};
await inTime('own channel', () => ann.user.serverToUserChannel?.subscribed);
const toUser = event(ann.user, 'for-you');
await server.sendToUser('ann', 'for-you', { yes: 1 });
assert.deepEqual((await toUser).data, { yes: 1 });
console.log('sign-in and server to user');

const told = (what, user) =>
  within(what, new Promise((resolve) => ann.user.watchlist.bind(what, ({ user_ids }) => user_ids.includes(user) && resolve())));
const online = told('online', 'ben');
ben.signin();
await online;
const offline = told('offline', 'ben');
const closed = event(ben.connection, 'disconnected');
await server.terminateUserConnections('ben');
await offline;
await closed;
console.log('watchlist and terminate');

const diary = await subscribed(ann, 'private-encrypted-diary');
const opened = event(diary, 'entry');
await server.trigger('private-encrypted-diary', 'entry', { dear: 'diary' });
assert.deepEqual((await opened).data, { dear: 'diary' });
console.log('encrypted channel');

const echo = new Echo({ broadcaster: 'pusher', client: connect('eve') });
const listened = new Promise((resolve) => echo.private('orders').listen('.shipped', resolve));
await new Promise((resolve) => echo.private('orders').subscribed(resolve));
await server.trigger('private-orders', 'shipped', { id: 1 });
assert.deepEqual(await within('echo', listened), { id: 1 });
const here = new Promise((resolve) => echo.join('room').here(resolve));
assert.deepEqual((await within('here', here)).map((user) => user.name).sort(), ['ann', 'eve']);
const whispered = new Promise((resolve) => annsPresence.bind('client-whisper', resolve));
echo.join('room').whisper('whisper', { psst: 1 });
assert.deepEqual(await within('whisper', whispered), { psst: 1 });
console.log('Laravel Echo');

assert.equal(echoed, false);
assert.equal(excluded, true);
await assert.rejects(
  new PusherServer({ appId, key, secret: 'wrong', host, port, useTLS: tls }).trigger('news', 'e', 'x'),
  (error) => error.status === 401,
);
const unknown = new PusherClient('no-such-key', { wsHost: host, wsPort: Number(port), wssPort: Number(port), forceTLS: tls, enabledTransports: ['ws', 'wss'], cluster: '' });
sockets.push(unknown);
const refusal = await event(unknown.connection, 'error');
assert.equal(refusal.data.error.data.code, 4001);
console.log('refusals');

sockets.forEach((socket) => socket.disconnect());
auth.close();
console.log('done');
process.exit(0);
