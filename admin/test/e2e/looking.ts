/** How a test looks at a page: whatever takes its time, on whatever machine, is waited for. */

import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Locator, type Page, type Request } from '@playwright/test';

/** The streams by which a page is told of changes: they have no end. */
export const EVENTS = /\/(?:admin\/[\w-]+\/events|api\/changes\/\w+)$/;

const unanswered = new WeakMap<Page, Set<Request>>();

/** Keeps what a page waits for. */
export const follow = (page: Page): void => {
  const waiting = new Set<Request>();
  unanswered.set(page, waiting);
  page.on('request', (request) => {
    if (!EVENTS.test(request.url())) waiting.add(request);
  });
  page.on('requestfinished', (request) => waiting.delete(request));
  page.on('requestfailed', (request) => waiting.delete(request));
};

/** How long nothing is asked when a page has all. */
const QUIET = 250;

/** Waits until the page has what it asked for, and has drawn it. */
export const settled = async (page: Page, quietFor = QUIET): Promise<void> => {
  await page.locator('main h1, [role=alert]').first().waitFor();
  const waiting = unanswered.get(page);
  for (let quiet = 0; quiet < quietFor; ) {
    const isBusy = await drawn(page);
    quiet = isBusy || (waiting?.size ?? 0) > 0 ? 0 : quiet + STEP;
  }
};

const STEP = 50;

/** Whether the page says that something is on its way: asked for in a frame of its own, so that a page which stands still is waited for. */
const drawn = (page: Page): Promise<boolean> =>
  page
    .evaluate((step) => new Promise<boolean>((tell) => {
      requestAnimationFrame(() => setTimeout(() => tell(document.querySelector('main [aria-busy=true], main [role=progressbar], main .MuiSkeleton-root') !== null), step));
    }), STEP)
    .catch(async (error: unknown) => {
      // Another page has taken its place meanwhile.
      if (page.isClosed()) throw error;
      await page.waitForTimeout(STEP);
      return true;
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
export const isAccessible = async (page: Page): Promise<void> => expect(await violations(page)).toEqual([]);

export const violations = async (page: Page): Promise<string[]> => {
  // What fades in has its colours only at the end.
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter((each) => each.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((each) => each.finished));
  });
  // No page of this app has frames: those are what axe would open another page for, each time.
  const result = await new AxeBuilder({ page }).setLegacyMode().withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary ?? ''}`).join(' | ')}`);
};

/** Nothing but what scrolls by itself is wider than the window. */
export const fits = async (page: Page): Promise<void> => {
  // A page that was just made narrower takes a moment to be laid out anew.
  const over = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(over).toBe(0);
};
