// One client of one channel over fanfare.v1.json, as docs/spec/native.md describes it: it says hello, subscribes at the last
// place it knows, enters the presence, answers heartbeats, and comes back by itself after a loss. What is missing after a loss
// is said by the server; this file only passes it on, and checks that the offsets have no hole.

const SUBPROTOCOL = 'fanfare.v1.json';
const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 10_000;
const HISTORY = 50;

export class Connection {
  /**
   * @param {string} channel
   * @param {(client: string) => Promise<{token: string}>} fetchToken
   * @param {object} on what to call: state, message, people, came, notice, acknowledged, refused, facts
   */
  constructor(channel, fetchToken, on) {
    this.channel = channel;
    this.fetchToken = fetchToken;
    this.on = on;
    this.client = '';
    this.position = null; // {e, o}: everything up to here is known
    this.holes = 0;
    this.attempts = 0;
    this.run = 0; // of two runs only the newest may touch anything
    this.unacknowledged = new Map(); // message id -> text: published again, with the same id, after a loss
    this.reset();
    addEventListener('online', () => this.retry());
    document.addEventListener('visibilitychange', () => document.hidden || this.retry());
  }

  /** Connects as this client; said again, it comes back under the new name at the same place. */
  start(client) {
    this.client = client;
    this.attempts = 0;
    this.connect();
  }

  /** Tries at once instead of waiting. */
  retry() {
    if (this.state === 'waiting') {
      this.connect();
    }
  }

  publish(text) {
    const id = crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random()}`;
    this.unacknowledged.set(id, text);
    if (this.state === 'online') {
      this.sendMessage(id, text);
    }
    return id;
  }

  reset() {
    this.socket = null;
    this.nextRequest = 1;
    this.replies = new Map();
    this.people = new Map();
    this.peopleAt = 0;
    this.returned = null;
    this.refusal = null;
  }

  async connect() {
    const run = ++this.run;
    clearTimeout(this.waiting);
    clearInterval(this.watch);
    this.socket?.close(1000);
    this.reset();
    this.become('connecting');
    try {
      const { token } = await this.fetchToken(this.client);
      if (run === this.run) {
        this.open(run, token);
      }
    } catch (failure) {
      if (run === this.run) {
        this.lost(failure.permanent ? failure.message : null, null, failure.message);
      }
    }
  }

  open(run, token) {
    const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(`${scheme}//${location.host}/v1/connect`, SUBPROTOCOL);
    this.socket = socket;
    this.heard = performance.now();
    this.heartbeatMs = 10_000;
    let farewell = null;
    this.watch = setInterval(() => {
      if (performance.now() - this.heard > 1.5 * this.heartbeatMs) {
        socket.close();
        ended(); // a dead network does not report the close for a long time
      }
    }, 500);
    const ended = () => {
      if (run === this.run) {
        this.run++;
        clearInterval(this.watch);
        const fault = farewell?.err ?? this.refusal;
        this.lost(fault && fault.code < 50000 ? fault.message : null, farewell);
      }
    };
    socket.onopen = () => this.greet(token);
    socket.onclose = ended;
    socket.onmessage = ({ data }) => {
      if (run !== this.run) {
        return;
      }
      this.heard = performance.now();
      for (const line of data.split('\n')) {
        if (line) {
          const frame = JSON.parse(line);
          farewell = frame.p === 'bye' ? frame : farewell;
          this.receive(frame);
        }
      }
    };
  }

  /** Three requests in one message: the last two wait at the server until the first is answered. */
  greet(token) {
    const at = this.position;
    const start = at ? { at } : { last: HISTORY };
    this.send([
      this.request({ op: 'hello', v: 1, token, client: { name: 'demo-page', version: '1' } }, (ok) => {
        this.heartbeatMs = ok.heartbeatMs;
        this.on.facts({ connection: ok.connection });
      }, (err) => {
        this.refusal = err; // the server closes next
      }),
      this.request({ op: 'sub', channel: this.channel, ...start, presence: 'full' }, (ok) => this.subscribed(at, ok)),
      this.request({ op: 'pres', action: 'enter', channel: this.channel }, () => {}),
    ]);
  }

  subscribed(at, ok) {
    this.attempts = 0;
    this.place(ok.e, ok.o);
    if (ok.presence) {
      this.takePeople(ok.presence);
    }
    if (ok.state === 'reset') {
      this.on.notice({ kind: 'reset', why: ok.why });
      this.readHistory();
    } else if (ok.state === 'gap') {
      this.on.notice({ kind: 'gap', missing: ok.gap[1] - ok.gap[0] + 1 });
      this.place(ok.e, Math.max(ok.o, ok.gap[1]));
    }
    this.returned = { again: at !== null && ok.state === 'full', messages: 0 };
    this.become('online');
    for (const [id, text] of this.unacknowledged) {
      this.sendMessage(id, text);
    }
  }

  /** After a reset the others may have written already: the new history is read from its end. */
  readHistory() {
    const query = { op: 'hist', channel: this.channel, direction: 'backwards', limit: HISTORY };
    this.send([
      this.request(query, (page) => {
        for (const message of page.messages.reverse()) {
          this.on.message(message, message.e);
        }
      }),
    ]);
  }

  takePeople(page) {
    if (!page.continued) {
      this.people.clear();
      this.peopleAt = page.o;
    }
    for (const member of page.members) {
      this.people.set(`${member.conn} ${member.client}`, member);
    }
    if (page.next) {
      const query = { op: 'pres', action: 'get', channel: this.channel, cursor: page.next };
      this.send([this.request(query, (next) => this.takePeople({ ...next, continued: true }))]);
    }
    this.on.people([...this.people.values()]);
  }

  receive(frame) {
    if (frame.i !== undefined) {
      this.replied(frame);
    } else if (frame.p === undefined) {
      this.socket.send('{}'); // a heartbeat
    } else {
      this.pushed(frame);
    }
  }

  replied(frame) {
    const reply = this.replies.get(frame.i);
    this.replies.delete(frame.i);
    if (frame.ok) {
      reply?.done(frame.ok);
    } else if (reply?.failed) {
      reply.failed(frame.err);
    } else {
      this.on.notice({ kind: 'refused', message: frame.err.message });
    }
  }

  pushed(push) {
    switch (push.p) {
      case 'msg':
        this.advance(push.o);
        if (this.returned) {
          this.returned.messages++;
        }
        this.unacknowledged.delete(push.id);
        this.on.message(push, this.position.e);
        break;
      case 'pres':
        this.advance(push.o);
        this.changePeople(push);
        break;
      case 'skip':
        this.place(this.position.e, push.o);
        break;
      case 'epoch':
        this.place(push.e, push.o);
        break;
      case 'gap':
        if (push.to > this.position.o) {
          this.place(this.position.e, push.to);
          this.on.notice({ kind: 'gap', missing: push.to - push.from + 1 });
        }
        break;
      case 'reset':
        this.place(push.e, push.o);
        this.on.notice({ kind: 'reset', why: push.why });
        this.readHistory();
        break;
      case 'live':
        if (this.returned?.again) {
          this.on.notice({ kind: 'resumed', messages: this.returned.messages });
        }
        this.returned = null;
        break;
      case 'auth':
        this.refresh();
        break;
      case 'unsub':
        this.on.notice({ kind: 'refused', message: push.err.message });
        break;
      default: // bye is looked at when the socket closes; lag and the like need no answer
    }
  }

  changePeople(push) {
    if (push.o <= this.peopleAt) {
      return; // older than the snapshot
    }
    const key = `${push.conn} ${push.client}`;
    const leaves = push.a === 'leave';
    const known = this.people.has(key);
    if (leaves) {
      this.people.delete(key);
    } else {
      this.people.set(key, push);
    }
    if (leaves === known) {
      this.on.came(push.client, !leaves, [...this.people.values()]);
    }
    this.on.people([...this.people.values()]);
  }

  async refresh() {
    const run = this.run;
    try {
      const { token } = await this.fetchToken(this.client);
      if (run === this.run) {
        this.send([this.request({ op: 'auth', token }, () => {})]);
      }
    } catch {
      // The old token ends the connection soon; coming back asks again.
    }
  }

  sendMessage(id, text) {
    const request = { op: 'pub', channel: this.channel, name: 'chat', data: { text }, id };
    this.send([
      this.request(
        request,
        () => this.unacknowledged.delete(id), // the message itself comes like everybody else's
        (err) => {
          this.unacknowledged.delete(id);
          this.on.refused(id, err.message);
        },
      ),
    ]);
  }

  request(fields, done, failed) {
    const i = this.nextRequest++;
    this.replies.set(i, { done, failed });
    return { i, ...fields };
  }

  send(frames) {
    if (this.socket?.readyState === WebSocket.OPEN) {
      this.socket.send(frames.map((frame) => JSON.stringify(frame)).join('\n'));
    }
  }

  /** The next offset is the last one plus one, or something is missing that nobody spoke of. Ephemeral messages have none. */
  advance(o) {
    if (o === undefined) {
      return;
    }
    if (o !== this.position.o + 1) {
      this.holes++;
      this.on.notice({ kind: 'hole', expected: this.position.o + 1, got: o });
    }
    this.place(this.position.e, o);
  }

  place(e, o) {
    this.position = { e, o };
    this.on.facts({ epoch: e, offset: o, holes: this.holes });
  }

  /** Waits and comes back; a fault that no retry mends stops here. */
  lost(permanently, farewell, why) {
    this.on.facts({ connection: '–' });
    if (permanently) {
      this.become('stopped', 0, permanently);
      return;
    }
    const most = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.attempts);
    this.attempts++;
    const wait = farewell?.reconnectInMs !== undefined
      ? farewell.reconnectInMs + Math.random() * (farewell.jitterMs ?? 0)
      : most / 2 + (Math.random() * most) / 2;
    this.become('waiting', wait, why);
    this.waiting = setTimeout(() => this.connect(), wait);
  }

  become(state, waitMs = 0, why = null) {
    this.state = state;
    this.on.state(state, waitMs, why);
  }
}
