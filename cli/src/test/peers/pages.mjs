// pages.mjs WHAT: goes through every page of a server in Chromium, driven by Playwright, and fills its forms in. Each page is looked at wide, in the
// dark, and on a phone: axe-core must find nothing, nothing may stick out, nothing may be asked of anybody else, and the browser must not complain.
// WHAT is JSON: where the server is and who may sign in. PAGES_ROLES in the environment keeps it to some roles, for who mends a page. It prints "page ROLE PATTERN" for each page, and "fault …" for whatever is wrong.
import { createHmac } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const what = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const require = createRequire(what.modules + '/');
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const LOOKS = [
  { name: 'wide', width: 1280, height: 900, colorScheme: 'light' },
  { name: 'dark', width: 1280, height: 900, colorScheme: 'dark' },
  { name: 'phone', width: 390, height: 844, colorScheme: 'light' },
];
// Nothing to look at: files, and what programs read.
const NO_PAGES = /^\/(api|static)\/|\/mail\.zip$/;

let faults = 0;
function fault(role, where, text) {
  faults++;
  console.log(`fault ${role} ${where}: ${text}`);
}

// RFC 6238
function code(secret) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map(c => letters.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map(octet => parseInt(octet, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac('sha1', key).update(step).digest();
  const at = digest[19] & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

class Visitor {
  constructor(browser, role) {
    this.browser = browser;
    this.role = role;
    this.seen = new Set();
    this.said = [];
  }

  async begin() {
    this.context = await this.browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1280, height: 900 } });
    this.page = await this.context.newPage();
    this.page.setDefaultTimeout(30_000);
    this.context.on('request', request => {
      if (!request.url().startsWith(what.base)) fault(this.role, this.page.url(), 'asks ' + request.url());
    });
    // Chromium says so of every page that is answered with a refusal, and where a field was filled in before the page could put the cursor into it; all
    // else it says is a fault.
    this.page.on('console', message => {
      if (!/^(Failed to load resource: the server responded with a status of 4\d\d|Autofocus processing was blocked because)/.test(message.text()))
        fault(this.role, this.page.url(), `the console says: ${message.text()}`);
    });
    this.page.on('pageerror', error => fault(this.role, this.page.url(), error.message));
  }

  async go(path) {
    return this.page.goto(what.base + path);
  }

  // Looks at the page that is shown, under a name.
  async look(name) {
    console.log(`page ${this.role} ${name}`);
    for (const look of LOOKS) {
      await this.page.setViewportSize({ width: look.width, height: look.height });
      await this.page.emulateMedia({ colorScheme: look.colorScheme });
      const over = await this.page.evaluate(() => {
        const root = document.scrollingElement;
        if (root.scrollWidth <= root.clientWidth) return '';
        return [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > root.clientWidth + 1)
          .slice(0, 3).map(e => e.tagName + '.' + e.className).join(' ') || 'something';
      });
      if (over) fault(this.role, name, `${look.name}: sticks out: ${over}`);
      await this.page.evaluate(axe);
      const found = await this.page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
      for (const violation of found.violations)
        fault(this.role, name, `${look.name}: ${violation.id}: ${violation.help}: ${violation.nodes.slice(0, 3).map(n => n.html).join(' | ')}`);
      const file = `${this.role}${name.replace(/[^A-Za-z0-9]+/g, '-').replace(/-$/, '')}-${look.name}.png`;
      await this.page.screenshot({ path: `${what.out}/${file}`, fullPage: true, timeout: 180_000 });
    }
    await this.page.setViewportSize({ width: 1280, height: 900 });
  }

  // Presses a button that leads to another page, and waits for it.
  async press(button) {
    const loaded = this.page.waitForEvent('load');
    loaded.catch(() => {});
    await button.click();
    await loaded;
  }

  // Fills a form in and sends it; `form` is what its action ends with.
  async send(path, form, fields, name) {
    await this.go(path);
    await this.page.locator('details:not([open]) > summary').evaluateAll(all => all.forEach(one => one.click()));
    const at = this.page.locator(`form[method="post"][action$="${form}"]`).first();
    for (const [field, value] of Object.entries(fields)) {
      const input = at.locator(`[name="${field}"]`).first();
      const kind = await input.evaluate(e => e.tagName + '.' + e.type);
      if (kind === 'INPUT.checkbox') await input.setChecked(value);
      else if (kind === 'INPUT.file') await input.setInputFiles(value);
      else if (kind.startsWith('SELECT')) await input.selectOption(value);
      else await input.fill(value);
    }
    await this.press(at.locator('button').first());
    if (name) await this.look(name);
    return this.page.locator('.notice').allInnerTexts();
  }

  async signIn(login, password, secondStep) {
    await this.send('/login', '/login', { login, password });
    if (secondStep) {
      await this.look('/login/code');
      await this.page.locator('[name="code"]').fill(code(secondStep));
      await this.press(this.page.locator('main button').first());
    }
    if (this.page.url().includes('/login')) fault(this.role, '/login', 'is not signed in');
  }

  // A path as one of its kind: numbers and domains stand for any, and only names of parameters count.
  static kind(url) {
    const path = decodeURIComponent(url.pathname)
      .replace(/\/\d+(?=\/|$)/g, '/N')
      .replace(/\/domains\/[^/]+/, '/domains/D');
    const names = [...url.searchParams.keys()].filter(name => !['done', 'down', 'page', 'sort'].includes(name)).sort();
    return names.length === 0 ? path : `${path}?${names.join('&')}`;
  }

  // Looks at every page that is linked from one that was looked at.
  async all(start) {
    const waiting = [start];
    while (waiting.length > 0) {
      const path = waiting.shift();
      const kind = Visitor.kind(new URL(path, what.base));
      if (this.seen.has(kind)) continue;
      this.seen.add(kind);
      const answer = await this.go(path);
      if (answer.status() !== 200) fault(this.role, path, `answers ${answer.status()}`);
      await this.look(kind);
      const links = await this.page.locator('a[href^="/"]').evaluateAll(all => all.map(a => a.getAttribute('href')));
      for (const link of links) if (!NO_PAGES.test(link.split('?')[0])) waiting.push(link);
    }
  }
}

function expect(role, texts, wanted) {
  if (!texts.some(text => text.includes(wanted))) fault(role, wanted, `is not said; it says ${JSON.stringify(texts)}`);
}

// Sends a form after which something is to be said.
function step(visitor) {
  return async (wanted, ...form) => {
    try {
      expect(visitor.role, await visitor.send(...form), wanted);
    } catch (error) {
      fault(visitor.role, form[0], `${form[1]} can't be sent: ${error.message.split('\n')[0]}`);
    }
  };
}

async function stranger(browser) {
  const visitor = new Visitor(browser, 'stranger');
  await visitor.begin();
  await visitor.go('/login');
  await visitor.look('/login');
  expect('stranger', await visitor.send('/login', '/login', { login: 'nobody@example.org', password: 'wrong' }, '/login-refused'), 'password');
  await visitor.go(what.setup);
  await visitor.look('/setup');
  await visitor.go('/admin');
  if (!visitor.page.url().includes('/login')) fault('stranger', '/admin', 'is let in');
  await visitor.press(visitor.page.locator('footer button').first());
  await visitor.look('/login-other-language');
  await visitor.context.close();
}

async function administrator(browser) {
  const visitor = new Visitor(browser, 'administrator');
  await visitor.begin();
  await visitor.signIn(what.administrator, what.password);
  const said = step(visitor);
  await said('Added', '/admin/accounts/new', '/accounts/new', { login: 'new@example.org', password: 'correct horse', quota: '1G' });
  await said('eight', '/admin/accounts/new', '/accounts/new', { login: 'weak@example.org', password: 'abc' }, '/accounts-refused');
  await said('would be made', '/admin/accounts/upload', '/upload', {
    file: { name: 'accounts.csv', mimeType: 'text/csv', buffer: Buffer.from('login,password,aliases\nfile@example.org,correct horse,f@example.org\n') },
    look: true,
  });
  await said('line 2', '/admin/accounts/upload', '/upload', { table: 'login,password\na@example.org\n' }, '/upload-refused');
  await visitor.go('/admin/accounts?sort=used&down=1');
  await visitor.look('/accounts-sorted');
  const account = await visitor.page.locator('tbody a').first().getAttribute('href');
  await said('Added', account + '/answers', '/filter', { field: 'List-Id', pattern: '%dev%', mailbox: 'Lists' });
  await said('Saved', account + '/answers', '/reply', { first: '2026-11-01', last: '2027-12-31', text: 'Away.' });
  await said('Saved', account + '/answers', '/notice', { address: 'phone@example.net' });
  await said('is not the name of a header field', account + '/answers', '/filter', { field: 'no field', pattern: 'x', mailbox: 'y' }, '/answers-refused');
  await visitor.go(account + '/answers');
  await visitor.look('/answers-filled');
  await said('Added', '/admin/aliases', '/aliases', { alias: 'team@example.org', target: what.user });
  await said('Added', '/admin/domains', '/domains', { name: 'third.example' });
  await said('Saved', '/admin/domains/third.example', '/third.example', { accounts: '10', quota: '5G' });
  await said('Added', '/admin/domains/third.example', '/administrator', { login: what.domainAdministrator });
  await said('Added', '/admin/domains/example.org/trust', '/keys', { kind: 'rsa', selector: 'one' });
  await said('Saved', '/admin/domains/example.org/trust', '/one/enable', {});
  await said('Added', '/admin/domains/example.org/trust', '/keys', { kind: 'ed25519', selector: 'two' });
  await said('Added', '/admin/public', '/public/new', { name: 'News' });
  await said('Saved', '/admin/queue', '/delete', {});
  await visitor.go('/admin/nowhere');
  await visitor.look('/nowhere');
  await visitor.all('/admin');
  await visitor.press(visitor.page.locator('form[action$="/logout"] button'));
  await visitor.context.close();
}

async function domainAdministrator(browser) {
  const visitor = new Visitor(browser, 'domain');
  await visitor.begin();
  await visitor.signIn(what.domainAdministrator, what.password);
  expect('domain', await visitor.send('/admin/aliases', '/aliases', { alias: 'info@second.example', target: what.domainAdministrator }), 'Added');
  expect('domain', await visitor.send('/admin/aliases', '/aliases', { alias: 'info@example.org', target: 'x@second.example' }, '/aliases-refused'), 'not yours');
  await visitor.go('/admin/settings');
  await visitor.look('/not-for-you');
  await visitor.all('/admin/accounts');
  await visitor.context.close();
}

async function user(browser) {
  const visitor = new Visitor(browser, 'user');
  await visitor.begin();
  await visitor.signIn(what.user, what.password);
  const said = step(visitor);
  await said('Added', '/account/mail', '/mail/forward', { target: 'elsewhere@example.net' });
  await visitor.go('/account/mail');
  await visitor.page.locator('[name="text"]').fill('I am away until Monday.');
  await visitor.press(visitor.page.locator('button[name="look"]'));
  await visitor.look('/mail-preview');
  await said('Saved', '/account/mail', '/mail/reply', { first: '2026-11-01', last: '2027-12-31', text: 'I am away.\nBack soon.' });
  await said('Added', '/account/rules', '/account/rules', { value: 'news', target: 'Lists' });
  await said('Added', '/account/rules', '/account/rules', { value: 'boss@example.net', target: 'INBOX', last: true });
  await said('line 1', '/account/scripts/new', '/scripts/new', { name: 'wrong', text: 'fileinto "x"\nkep;\n' }, '/script-refused');
  await said('Saved', '/account/scripts/new', '/scripts/new', { name: 'mine', text: 'require "fileinto";\nfileinto "Lists";\n' });
  await said('Saved', '/account/sharing', '/sharing', { login: what.domainAdministrator, level: 'WRITE' });
  await said('back in its mailbox', '/account/restore', '/restore?mailbox=INBOX', { uid: true });
  await visitor.send('/account/security', '/app-password', { name: 'phone', service: true }, '/app-password-made');
  await visitor.send('/account/tokens', '/tokens', { name: 'script', scope: true }, '/token-made');
  await said('not the same', '/account/security', '/security/password', { old: what.password, password: 'another horse', again: 'a third horse' });
  await visitor.go('/account/export');
  const [download] = await Promise.all([visitor.page.waitForEvent('download'), visitor.page.locator('main a.button').click()]);
  if (readFileSync(await download.path()).subarray(0, 2).toString() !== 'PK') fault('user', '/account/export', 'is no archive');
  await visitor.all('/account');
  // The second step last: it is what the next sign-in asks for.
  await visitor.go('/account/security/second-factor');
  const secret = await visitor.page.locator('[name="secret"]').inputValue();
  await visitor.page.locator('[name="code"]').fill(code(secret));
  await visitor.press(visitor.page.locator('main button').first());
  await visitor.look('/security-with-second-step');
  await visitor.context.clearCookies();
  // A code is taken once: the next one is another half minute's.
  const half = () => Math.floor(Date.now() / 30_000);
  for (const used = half(); half() === used; ) await visitor.page.waitForTimeout(500);
  await visitor.signIn(what.user, what.password, secret);
  await visitor.context.close();
}

mkdirSync(what.out, { recursive: true });
const browser = await chromium.launch({
  executablePath: what.chromium,
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-background-networking'],
});
const roles = { stranger, administrator, domainAdministrator, user };
const only = process.env.PAGES_ROLES?.split(',') ?? Object.keys(roles);
for (const [name, role] of Object.entries(roles)) {
  if (!only.includes(name)) continue;
  try {
    await role(browser);
  } catch (error) {
    fault(name, 'everything', error.stack);
  }
}
await browser.close();
process.exitCode = faults > 0 ? 1 : 0;
