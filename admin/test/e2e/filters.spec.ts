import { choose, expect, isAccessible, settled, test } from './fixtures';

type Values = Record<string, string>;

/** A condition as a person chooses it, and how many rows of the sample meet it. */
const CONDITIONS: [resource: string, attribute: string, condition: string, values: Values, count: number][] = [
  ['Customer', 'City', 'contains', { Value: 'LONdon' }, 6],
  ['Customer', 'Country', 'is', { Value: 'Spain' }, 5],
  ['Customer', 'Company Name', 'starts with', { Value: 'a' }, 4],
  ['Customer', 'Company Name', 'ends with', { Value: 'Futterkiste' }, 1],
  ['Customer', 'Country', 'is one of', { 'Values, separated by commas': 'Spain, Portugal' }, 7],
  ['Customer', 'Fax', 'is empty', {}, 22],
  ['Customer', 'Fax', 'is not empty', {}, 69],
  ['Order', 'Freight', 'from', { Value: '500' }, 5],
  ['Order', 'Freight', 'between', { From: '100', To: '200' }, 152],
  ['Order', 'Order Date', 'is', { Value: '2014-05-06' }, 1],
  ['Order', 'Order Date', 'between', { From: '2014-01-01', To: '2014-01-31' }, 55],
  ['Order', 'Order Date', 'in the last days', { Days: '30' }, 0],
  ['Order', 'Order Date', 'today', {}, 0],
  ['Order', 'Shipped Date', 'is empty', {}, 28],
  ['Product', 'Discontinued', 'is', { Value: 'Yes' }, 8],
];

for (const resource of new Set(CONDITIONS.map(([name]) => name))) {
  test(`rows of ${resource} are found by each condition, and by its address`, async ({ page, open }) => {
    const found = (count: number) => expect(page.getByText(count === 0 ? 'No row matches' : new RegExp(`of ${count}$`))).toBeVisible();
    const addresses: [address: string, count: number][] = [];
    for (const [of, attribute, condition, values, count] of CONDITIONS) {
      if (of !== resource) continue;
      await test.step(`${attribute} ${condition} ${Object.values(values).join(' to ')}`, async () => {
        await open(`/${resource}?filter={}`);
        await expect(page.getByRole('button', { name: 'Clear filters' })).toHaveCount(0);
        await page.getByRole('button', { name: 'Filter', exact: true }).click();
        const dialog = page.getByRole('dialog', { name: 'Filter' });
        await choose(dialog.getByLabel('Attribute'), attribute);
        await choose(dialog.getByLabel('Condition'), condition);
        for (const [label, value] of Object.entries(values)) {
          if (value === 'Yes') await choose(dialog.getByLabel(label), value);
          else await dialog.getByLabel(label, { exact: true }).fill(value);
        }
        await dialog.getByRole('button', { name: 'Apply' }).click();
        await found(count);
        await expect(page).toHaveURL(/filter=%7B%22/);
        addresses.push([page.url(), count]);
      });
    }
    // The address has it, so that it can be sent to somebody, who has not been here.
    await page.evaluate(() => [sessionStorage, localStorage].forEach((kept) => kept.clear()));
    await page.reload();
    await settled(page);
    for (const [address, count] of addresses) {
      await page.goto(address);
      await settled(page);
      await found(count);
    }
  });
}

test('rows of a parent are filtered by looking it up, and two filters hold together', async ({ page, open }) => {
  await open('/Order');
  const add = async (attribute: string, enter: () => Promise<void>) => {
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await choose(page.getByRole('dialog', { name: 'Filter' }).getByLabel('Attribute'), attribute);
    await enter();
    await page.getByRole('button', { name: 'Apply' }).click();
    await settled(page);
  };
  await add('Employee', async () => {
    await page.getByRole('combobox', { name: 'Value' }).fill('Buch');
    await page.getByRole('option', { name: 'Buchanan' }).click();
  });
  await expect(page.getByText('of 44')).toBeVisible();
  // The filter is said as people know the row, also when its address is opened.
  await page.reload();
  await settled(page);
  await expect(page.getByRole('button', { name: /^Employee is one of Buchanan/ })).toBeVisible();
  await isAccessible(page);
  await add('Freight', async () => page.getByRole('dialog').getByLabel('Value').fill('1000000'));
  await expect(page.getByText('No row matches')).toBeVisible();
  await page.getByRole('button', { name: /^Freight is/ }).press('Delete');
  await expect(page.getByText('of 44')).toBeVisible();
  // Another one besides.
  await page.getByRole('button', { name: /^Employee is one of/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Filter' });
  await dialog.getByRole('combobox', { name: 'Value' }).fill('Davo');
  await page.getByRole('option', { name: 'Davolio' }).click();
  await isAccessible(page);
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('button', { name: /^Employee is one of Buchanan, Davolio/ })).toBeVisible();
});

test('a row that is known by two attributes is filtered by at once, and each part can be changed', async ({ page, open }) => {
  await open('/Order');
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Filter' });
  await choose(dialog.getByLabel('Attribute'), 'Location (Country, City)');
  await dialog.getByRole('combobox', { name: 'Value' }).fill('aust graz');
  await page.getByRole('option', { name: 'Austria · Graz' }).click();
  await isAccessible(page);
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('button', { name: 'Country is Austria' })).toBeVisible();
  await expect(page.getByText(/of 35$/)).toBeVisible();
  await page.getByRole('button', { name: 'City is Graz' }).press('Delete');
  await expect(page.getByText(/of 46$/)).toBeVisible();
});

test('search finds every word, wherever it stands, and tells what has none', async ({ page, open }) => {
  await open('/Customer');
  await page.getByRole('searchbox').fill('fUTTER alf');
  await expect(page.getByText('1–1 of 1')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Alfreds Futterkiste' })).toBeVisible();
  await page.getByRole('searchbox').fill('alf nowhere');
  await expect(page.getByText('No row matches')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).last().click();
  await expect(page.getByText('1–25 of 91')).toBeVisible();
});

test('a filter is saved as a view of one’s own, and stays', async ({ page, open }) => {
  await open(`/Customer?filter=${encodeURIComponent(JSON.stringify({ 'Country@eq': 'Spain' }))}`);
  await expect(page.getByText('of 5')).toBeVisible();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByLabel('Save this view as').fill('In Spain');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await open('/Customer');
  await page.reload();
  await settled(page);
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('button', { name: 'In Spain', exact: true }).click();
  await expect(page.getByText('of 5')).toBeVisible();
});
