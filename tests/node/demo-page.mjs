// Two people chat on the demo page, in a real browser. Usage: node demo-page.mjs <page URL>
//
// Each step prints a line when it is done. After "restart the server" the script waits for a line on its input, which says that
// the server was stopped and started again at the same address.

import assert from 'node:assert/strict';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const [url] = process.argv.slice(2);
const input = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const complaints = [];

async function person() {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // While the server is away the browser itself complains of every try.
    if (message.type() === 'error' && !message.text().includes('ERR_')) {
      complaints.push(message.text());
    }
  });
  await page.goto(url);
  await page.waitForSelector('.state[data-state=online]');
  return page;
}

const name = (page) => page.inputValue('#name');
const say = async (page, text) => {
  await page.fill('#text', text);
  await page.click('#form button');
};
const sees = (page, text) => page.locator('.message .words', { hasText: text }).waitFor();
const notices = (page, kind) => page.locator(`.notice.${kind}`);
const here = (page, names) =>
  page.waitForFunction(
    (wanted) => JSON.stringify([...document.querySelectorAll('#people li span:nth-child(2)')].map((n) => n.textContent).sort()) === wanted,
    JSON.stringify([...names].sort()),
  );

try {
  const ann = await person();
  await ann.fill('#name', 'Ann');
  await ann.click('#rename button');
  await here(ann, ['Ann']);
  const ben = await person();
  await ben.fill('#name', 'Ben <i>the</i> "Great"');
  await ben.click('#rename button');
  const both = ['Ann', await name(ben)];
  await here(ann, both);
  await here(ben, both);
  console.log('both are here');

  await say(ann, 'hello <b>Ben</b>');
  await sees(ben, 'hello <b>Ben</b>');
  await say(ben, 'hello Ann');
  await sees(ann, 'hello Ann');
  assert.equal(await ann.locator('.message b, .message i, #people i').count(), 0);
  console.log('both chat, and markup stays text');

  const late = await person();
  await sees(late, 'hello <b>Ben</b>');
  await sees(late, 'hello Ann');
  await late.context().close();
  console.log('a newcomer sees the history');

  console.log('restart the server');
  await input.next();
  for (const page of [ann, ben]) {
    await notices(page, 'bad').filter({ hasText: 'earlier messages are gone' }).waitFor();
    await page.waitForSelector('.state[data-state=online]');
  }
  await here(ann, both);
  await say(ben, 'still there?');
  await sees(ann, 'still there?');
  console.log('both came back and were told what is gone');

  for (const page of [ann, ben]) {
    assert.equal(await page.textContent('#fact-holes'), '0');
  }
  assert.deepEqual(complaints, []);
  console.log('done');
} finally {
  await browser.close();
}
process.exit(0);
