import type { Browser } from '@playwright/test';
import { expect, test } from './fixtures';

/** How often each visit is made; the middle one is told. */
const TIMES = 3;

interface Visit { paint: number; row: number; kilobytes: number; requests: number }

// Told, not judged: times are those of the machine. `npm run figures` shows no more than these.
test('how long it takes until something is seen, and until the first row is', async ({ browser, server }) => {
  const first: Visit[] = [];
  const second: Visit[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    const visitor = await browser.newContext();
    first.push(await visit(visitor, server.address));
    second.push(await visit(visitor, server.address));
    await visitor.close();
  }
  const told = [first, second].map((visits) => {
    const middle = (pick: (visit: Visit) => number) => Math.round(visits.map(pick).sort((one, other) => one - other)[Math.floor(TIMES / 2)] ?? 0);
    return `first paint ${middle(({ paint }) => paint)} ms, first row ${middle(({ row }) => row)} ms, ${middle(({ kilobytes }) => kilobytes)} kB in ${middle(({ requests }) => requests)} requests`;
  });
  console.log(`\nfigures: a first visit to a list: ${told[0]}; a second one: ${told[1]}`);
  // The app is there already: only its page, the configuration and the rows are asked for.
  expect(Math.max(...second.map(({ kilobytes }) => kilobytes))).toBeLessThan(100);
});

const visit = async (visitor: Awaited<ReturnType<Browser['newContext']>>, address: string): Promise<Visit> => {
  const page = await visitor.newPage();
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (document.querySelector('[data-row]') === null) return;
      observer.disconnect();
      performance.mark('first row');
    }).observe(document, { subtree: true, childList: true });
  });
  await page.goto(`${address}/#/Customer`);
  await expect(page.locator('[data-row]')).toHaveCount(25);
  const seen = await page.evaluate(() => {
    const loaded = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')] as PerformanceResourceTiming[];
    return {
      paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
      row: performance.getEntriesByName('first row')[0]?.startTime ?? 0,
      kilobytes: loaded.reduce((sum, { transferSize }) => sum + transferSize, 0) / 1_000,
      requests: loaded.filter(({ transferSize }) => transferSize > 0).length,
    };
  });
  await page.close();
  return seen;
};
