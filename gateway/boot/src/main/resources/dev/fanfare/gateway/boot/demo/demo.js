// The page around a Connection. Everything that came over the network is put in as text, never as HTML.

import { Connection } from '/demo/connection.js';

const CHANNEL = 'demo:chat';
const KEPT_LINES = 500;
const ADJECTIVES = ['Amber', 'Brave', 'Calm', 'Clever', 'Coral', 'Gentle', 'Golden', 'Jolly', 'Lucky', 'Quiet', 'Silver', 'Swift'];
const ANIMALS = ['Badger', 'Crane', 'Dolphin', 'Falcon', 'Finch', 'Fox', 'Heron', 'Lynx', 'Otter', 'Owl', 'Seal', 'Wren'];

const $ = (id) => document.getElementById(id);
const log = $('log');
const lines = new Map(); // message id -> its line
let me = sessionStorage.getItem('fanfare.name') ?? `${pick(ADJECTIVES)} ${pick(ANIMALS)}`;
let lostOnce = false;

function pick(words) {
  return words[Math.floor(Math.random() * words.length)];
}

async function fetchToken(client) {
  const answer = await fetch(`/demo/token?client=${encodeURIComponent(client)}`, { cache: 'no-store' });
  if (!answer.ok) {
    const failure = new Error((await answer.text()).trim() || `The server says ${answer.status}.`);
    failure.permanent = answer.status >= 400 && answer.status < 500;
    throw failure;
  }
  return answer.json();
}

const connection = new Connection(CHANNEL, fetchToken, {
  state: showState,
  message: showMessage,
  people: showPeople,
  came: (client, came) => client === me || notice('', `${client} ${came ? 'came in' : 'left'}`),
  refused: markFailed,
  facts: showFacts,
  notice: ({ kind, messages, missing, message, expected, got }) => {
    switch (kind) {
      case 'reset':
        notice('bad', 'The server restarted: earlier messages are gone. What you see above is only in this tab.');
        break;
      case 'gap':
        notice('warn', `${count(missing, 'message is', 'messages are')} missing: you were away for longer than the history lasts.`);
        break;
      case 'resumed':
        notice('good', `Back again. Nothing was lost${messages ? `: ${count(messages, 'message', 'messages')} came meanwhile` : ''}.`);
        break;
      case 'hole':
        notice('bad', `A hole that nobody announced: expected offset ${expected}, got ${got}. Please report this.`);
        break;
      default:
        notice('bad', message);
    }
  },
});

// --- what is shown

let ticking = 0;

function showState(state, waitMs, why) {
  clearInterval(ticking);
  $('state').dataset.state = state;
  $('retry').hidden = state !== 'waiting' && state !== 'stopped';
  const until = Date.now() + waitMs;
  const words = () => {
    switch (state) {
      case 'online': return 'Connected';
      case 'connecting': return lostOnce ? 'Connecting again …' : 'Connecting …';
      case 'stopped': return 'Not connected';
      default: {
        const seconds = Math.max(1, Math.ceil((until - Date.now()) / 1000));
        return `Connection lost, trying again in ${seconds} s`;
      }
    }
  };
  $('state-text').textContent = words();
  if (state === 'waiting') {
    lostOnce = true;
    ticking = setInterval(() => { $('state-text').textContent = words(); }, 500);
  }
  if (state === 'stopped' && why) {
    notice('bad', why);
  }
}

function showMessage(message, epoch) {
  const id = message.id ?? `${epoch}-${message.o}`;
  const known = lines.get(id);
  if (known) {
    if (known.classList.contains('pending')) {
      log.append(known); // where it stands in the channel's order, not where it was written
    }
    markSent(id, message.t);
    return;
  }
  addMessage(id, message.from ?? 'API key', wordsOf(message), message.t, message.from === me);
}

/** The text of a message, whoever published what: this page, curl, another dialect. */
function wordsOf({ d, b }) {
  if (b) {
    return `(binary, ${Math.floor((d.length * 3) / 4)} bytes)`;
  }
  if (typeof d === 'string') {
    return d;
  }
  return typeof d?.text === 'string' ? d.text : JSON.stringify(d);
}

function addMessage(id, who, words, micros, own) {
  const line = element('li', `message${own ? ' own' : ''}`);
  const body = element('div', 'body');
  const head = element('div', 'head');
  head.append(element('span', 'who', own ? 'You' : who), element('time', 'time', clock(micros)));
  body.append(head, element('p', 'words', words));
  line.append(avatar(who), body);
  lines.set(id, line);
  add(line);
  return line;
}

function markSent(id, micros) {
  const line = lines.get(id);
  if (line) {
    line.classList.remove('pending');
    line.querySelector('time').textContent = clock(micros);
  }
}

function markFailed(id, why) {
  const line = lines.get(id);
  if (line) {
    line.classList.replace('pending', 'failed');
    line.querySelector('time').textContent = `not sent: ${why}`;
  }
}

function notice(kind, words) {
  add(element('li', `notice ${kind}`, words));
}

function add(line) {
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  log.append(line);
  while (log.childElementCount > KEPT_LINES) {
    log.firstElementChild.remove();
  }
  if (lines.size > 2 * KEPT_LINES) {
    for (const [id, old] of lines) {
      if (!old.isConnected) {
        lines.delete(id);
      }
    }
  }
  if (atEnd || line.classList.contains('own')) {
    log.scrollTop = log.scrollHeight;
  } else {
    $('newest').hidden = false;
  }
}

function showPeople(members) {
  const connections = new Map();
  for (const { client } of members) {
    connections.set(client, (connections.get(client) ?? 0) + 1);
  }
  const items = [...connections].sort(([a], [b]) => a.localeCompare(b)).map(([client, tabs]) => {
    const item = element('li');
    item.append(avatar(client), element('span', '', tabs > 1 ? `${client} (${tabs} tabs)` : client));
    if (client === me) {
      item.append(element('span', 'you', 'you'));
    }
    return item;
  });
  $('people').replaceChildren(...items);
  $('count').textContent = connections.size;
}

function showFacts({ connection: id, epoch, offset, holes }) {
  if (id !== undefined) { $('fact-connection').textContent = id; }
  if (epoch !== undefined) { $('fact-epoch').textContent = epoch; }
  if (offset !== undefined) { $('fact-offset').textContent = offset; }
  if (holes !== undefined) { $('fact-holes').textContent = holes; }
}

function element(name, classes = '', text = '') {
  const made = document.createElement(name);
  made.className = classes;
  made.textContent = text;
  return made;
}

function avatar(name) {
  let hue = 0;
  for (const letter of name) {
    hue = (hue * 31 + letter.codePointAt(0)) % 360;
  }
  const initials = name.split(/\s+/).map((word) => [...word][0] ?? '').join('').slice(0, 2).toUpperCase();
  const made = element('span', 'avatar', initials);
  made.setAttribute('aria-hidden', 'true');
  made.style.setProperty('--hue', hue);
  return made;
}

function clock(micros) {
  return new Date(micros / 1000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

function count(n, one, many) {
  return `${n} ${n === 1 ? one : many}`;
}

// --- what is done

$('form').addEventListener('submit', (event) => {
  event.preventDefault();
  const text = $('text').value.trim();
  if (text) {
    $('text').value = '';
    const id = connection.publish(text);
    if (!lines.has(id)) {
      addMessage(id, me, text, Date.now() * 1000, true).classList.add('pending');
    }
  }
});

$('rename').addEventListener('submit', (event) => {
  event.preventDefault();
  const name = $('name').value.trim();
  if (name && name !== me) {
    become(name);
  }
});

$('retry').addEventListener('click', () => connection.start(me));
$('newest').addEventListener('click', () => { log.scrollTop = log.scrollHeight; });
log.addEventListener('scroll', () => {
  if (log.scrollHeight - log.scrollTop - log.clientHeight < 60) {
    $('newest').hidden = true;
  }
});

function become(name) {
  me = name;
  sessionStorage.setItem('fanfare.name', me);
  $('name').value = me;
  connection.start(me);
}

become(me);
