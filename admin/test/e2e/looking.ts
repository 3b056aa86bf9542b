/** How a test looks at a page: whatever takes its time, on whatever machine, is waited for. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, type Locator, type Page, type PageScreenshotOptions, type Request } from '@playwright/test';
import type Axe from 'axe-core';

/** The streams by which a page is told of changes: they have no end. */
export const EVENTS = /\/(?:admin\/[\w-]+\/events|api\/changes\/\w+)$/;

/** What a page waits for, and how often it has asked or was answered. */
interface Traffic { unanswered: Set<Request>; turns: number }

const traffic = new WeakMap<Page, Traffic>();

/** Keeps what a page waits for. */
export const follow = (page: Page): void => {
  const of: Traffic = { unanswered: new Set(), turns: 0 };
  traffic.set(page, of);
  page.on('request', (request) => {
    if (EVENTS.test(request.url())) return;
    of.unanswered.add(request);
    of.turns += 1;
  });
  const answered = (request: Request) => {
    if (of.unanswered.delete(request)) of.turns += 1;
  };
  page.on('requestfinished', answered);
  page.on('requestfailed', answered);
};

/** How long nothing is asked when a page has all. */
const QUIET = 250;

/** How long nothing moves when a page was only made narrower or darker, or when what it goes to is marked as busy until it is there. */
export const MOMENT = 100;

/** Waits until the page has what it asked for, and has drawn it. */
export const settled = async (page: Page, quietFor = QUIET): Promise<void> => {
  await page.locator('main h1, [role=alert]').first().waitFor();
  const { unanswered, turns } = traffic.get(page) ?? { unanswered: new Set(), turns: 0 };
  const wasQuiet = await standsStill(page, quietFor);
  if (!wasQuiet || unanswered.size > 0 || turns !== (traffic.get(page)?.turns ?? 0)) await settled(page, quietFor);
};

/** Waits as long as the page says that something is on its way, and a while longer: counted in its own frames, so that a page which stands still is waited for. */
const standsStill = (page: Page, quietFor: number): Promise<boolean> =>
  page
    .evaluate((time) => new Promise<boolean>((tell) => {
      let since = performance.now();
      const look = () => {
        if (document.querySelector('main [aria-busy=true], main [role=progressbar], main .MuiSkeleton-root') !== null) since = performance.now();
        if (performance.now() - since < time) requestAnimationFrame(() => setTimeout(look, 20));
        else tell(true);
      };
      requestAnimationFrame(look);
    }), quietFor)
    .catch(async (error: unknown) => {
      // Another page has taken its place meanwhile.
      if (page.isClosed()) throw error;
      await page.waitForTimeout(50);
      return false;
    });

/** Chooses from a list that opens below its input, by the keys: how long a button of the mouse is down has a meaning there, and under load it is long. */
export const choose = async (input: Locator, option: string | RegExp): Promise<void> => {
  await input.press('ArrowDown');
  await input.page().getByRole('option', { name: option, exact: true }).click();
};

/** Keeps what the messages of a page say, each of which is gone after a while. */
export const listen = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    new MutationObserver(() => {
      const text = document.querySelector('.MuiSnackbar-root')?.textContent ?? '';
      if (text !== '' && text !== said.at(-1)) said.push(text);
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
};

/** Waits until a message says it, or finds that one has. */
export const said = async (page: Page, text: string | RegExp): Promise<void> => {
  const messages = () => page.evaluate(() => (window as unknown as { said: string[] }).said);
  await expect.poll(messages).toContainEqual(typeof text === 'string' ? text : expect.stringMatching(text));
};

/** No violation of WCAG 2.2 AA that a machine can find. */
export const isAccessible = async (page: Page, rules?: Axe.RunOnly): Promise<void> => expect(await violations(page, rules)).toEqual([]);

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

const ALL: Axe.RunOnly = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };

/** What another colour scheme can violate. */
export const COLOURS: Axe.RunOnly = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

export const violations = async (page: Page, rules = ALL): Promise<string[]> => {
  // A page that stays has it already.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  return page.evaluate(async (runOnly) => {
    // What fades in has its colours only at the end.
    const ending = document.getAnimations().filter((each) => each.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((each) => each.finished));
    // No page of this app has frames, and what is right is not told.
    const result = await (window as unknown as { axe: typeof Axe }).axe.run({ runOnly, resultTypes: ['violations'], iframes: false, preload: false });
    return result.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary ?? ''}`).join(' | ')}`);
  }, rules);
};

/** Draws the page for people to look at, where `FORMWORK_SHOTS` is set. */
export const shot = async (page: Page, name: string, options: PageScreenshotOptions = {}): Promise<void> => {
  if (process.env['FORMWORK_SHOTS'] !== undefined) await page.screenshot({ path: `test-results/shots/${name}.png`, ...options });
};

/** Nothing but what scrolls by itself is wider than the window. */
export const fits = async (page: Page): Promise<void> => {
  // A page that was just made narrower takes a moment to be laid out anew.
  const over = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(over).toBe(0);
};
