import { readFileSync, writeFileSync } from 'node:fs';
import { APP, expect, isAccessible, looksRight, settled, test } from './fixtures';

const HOME = `
home:
  title: The week at a glance
  text: What is open, what was sold.
  cards:
    - {kind: count, title: Open orders, resource: Order, filter: {ShippedDate: {is: null}}}
    - {kind: count, resource: Customer}
    - {kind: sum, title: Freight, resource: Order, attribute: Freight}
    - {kind: count, title: Cannot be, resource: Product, filter: {UnitPrice: cheap}}
    - {kind: line, title: Freight by month, resource: Order, attribute: Freight, group_by: OrderDate, by: month, limit: 24}
    - {kind: bar, title: Products by category, resource: Product, group_by: CategoryId}
    - {kind: pie, title: Customers by country, resource: Customer, group_by: Country, limit: 5}
    - {kind: list, title: Latest orders, resource: Order, attribute: OrderDate, limit: 6}
`;

test.describe('cards', () => {
  let before = '';
  test.beforeEach(({ server }) => {
    const file = `${server.folder}/admin/admin.yaml`;
    before = readFileSync(file, 'utf8');
    writeFileSync(file, before + HOME);
  });
  test.afterEach(({ server }) => writeFileSync(`${server.folder}/admin/admin.yaml`, before));

  test('are drawn', async ({ page, open, log }) => {
    await open('/');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('The week at a glance');
    await expect(page.getByRole('link', { name: /Open orders/ })).toContainText(/\d+/);
    await expect(page.getByRole('img', { name: 'Freight by month' })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Latest orders' }).getByRole('listitem')).toHaveCount(6);
    await expect(page.getByText(/This card cannot be drawn: .*UnitPrice/)).toBeVisible();
    // The configuration, all cards at once, the rows of the list, and what the bars are called.
    expect(log.requests.length, log.requests.join('\n')).toBeLessThanOrEqual(4);
  });

  test('look right', APP, async ({ page, open }) => {
    await open('/');
    await expect(page.getByRole('region', { name: 'Latest orders' }).getByRole('listitem')).toHaveCount(6);
    await looksRight(page, 'home-cards', { fullPage: true });
  });

  test('lead to their rows, and charts are tables as well', async ({ page, open }) => {
    await open('/');
    const chart = page.getByRole('region', { name: 'Products by category' });
    await chart.getByRole('button', { name: 'Show as table' }).click();
    await expect(chart.getByRole('row', { name: /Dairy Products\s*10/ })).toBeVisible();
    await isAccessible(page);
    await page.getByRole('link', { name: /Open orders/ }).click();
    await settled(page);
    await expect(page).toHaveURL(/#\/Order\?filter=/);
    await expect(page.getByText('Shipped Date is empty')).toBeVisible();
  });
});
