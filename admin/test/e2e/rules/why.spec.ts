import { choose, expect, fits, isAccessible, said, settled, shot, test } from '../fixtures';

/** The open orders of the customer, and what they come to. */
const owed = { customer: 'ALFKI', name: 'Alfreds Futterkiste' };

test('a balance is walked down to the price of a product', async ({ page, open }) => {
  await open(`/Customer/${owed.customer}/show`);
  await page.getByRole('button', { name: 'Why is Balance what it is?' }).click();
  const dialog = page.getByRole('dialog', { name: `Balance of ${owed.name}` });
  await expect(dialog.getByText('The sum of Amount Total of the Orders of this Customer where Shipped Date is empty.')).toBeVisible();
  await expect(dialog.getByText(/Rule in src\/rules\/check_credit.rs, line \d+/)).toBeVisible();
  await isAccessible(page);

  const order = dialog.getByRole('listitem').filter({ has: page.getByRole('link', { name: /^Order 10643/ }) });
  await order.getByRole('button', { name: 'Explain Order 10643' }).click();
  await expect(dialog.getByText('The sum of Amount of the Order Details of this Order.')).toBeVisible();
  await order.getByRole('button', { name: /Explain OrderDetail/ }).first().click();
  await expect(dialog.getByText('Always Unit Price × Quantity.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Explain Unit Price' }).click();
  await expect(dialog.getByText('Taken over from Unit Price of the Product when the row was entered.')).toBeVisible();
  await expect(dialog.getByRole('link', { name: /^Product \d+/ })).toBeVisible();
  await isAccessible(page);
  await shot(page, 'why-1280-light');

  await dialog.getByRole('link', { name: /^Order 10643/ }).click();
  await expect(page).toHaveURL(/#\/Order\/10643\/show/);
  await expect(dialog).toBeHidden();
});

test('what is stored and is not what the rules give is shown openly', async ({ page, open, server, log: _ }) => {
  // Another program writes to the database.
  const { execFileSync } = await import('node:child_process');
  execFileSync('sqlite3', [`${server.folder}/database/db.sqlite`, "UPDATE Customer SET Balance = 2102 WHERE Id = 'ANATR'"]);
  await open('/Customer/ANATR/show');
  await page.getByRole('button', { name: 'Why is Balance what it is?' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('The stored value is not what the rule gives.')).toBeVisible();
  await expect(dialog.getByText(/Stored is 2,102/)).toBeVisible();
  await isAccessible(page);
});

test('the dialog fits a telephone, in the dark', async ({ page, open }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await open(`/Customer/${owed.customer}/show`);
  await page.getByRole('button', { name: 'Why is Balance what it is?' }).click();
  await page.getByRole('button', { name: /^Explain Order / }).first().click();
  await page.getByRole('button', { name: /Explain OrderDetail/ }).first().click();
  await settled(page);
  await fits(page);
  await isAccessible(page);
  await shot(page, 'why-390-dark');
});

test('the rules are listed, by kind and by what they are about', async ({ page, open }) => {
  await open('/_rules');
  await expect(page.getByRole('region', { name: 'Customer' }).getByRole('link', { name: 'Customer.Balance' }).first()).toBeVisible();
  await isAccessible(page);
  await shot(page, 'rules-1280-light', { fullPage: true });
  await choose(page.getByLabel('Kind'), 'Constraint');
  await expect(page.getByText('c.balance <= c.credit_limit')).toBeVisible();
  await expect(page.getByText('o.amount_total', { exact: false })).toHaveCount(0);
});

test('what follows from what is drawn, and each rule said in a sentence', async ({ page, open }) => {
  await open('/_rules/Order.AmountTotal');
  const graph = page.getByRole('region', { name: 'What follows from what' });
  for (const name of ['Product, Unit Price', 'Order Detail, Amount, Formula', 'Order, Amount Total, Sum', 'Customer, Balance, Sum', 'Customer, Constraint']) await expect(graph.getByRole('link', { name, exact: true })).toBeVisible();
  await expect(page.getByText('The sum of Amount of the Order Details of this Order.')).toBeVisible();
  // What the page is about is in sight, however long the way to it.
  await expect(graph.getByRole('link', { name: 'Order, Amount Total, Sum', exact: true })).toBeInViewport({ ratio: 1 });
  await isAccessible(page);
  await shot(page, 'rule-graph-1280-light');
  await graph.getByRole('link', { name: 'Customer, Constraint', exact: true }).press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Customer');
  await expect(page.getByText('Of each Customer it always holds: Balance ≤ Credit Limit.')).toBeVisible();
  await page.getByRole('button', { name: 'Show as a graph' }).click();
  await expect(graph.getByRole('link', { name: 'Customer, Balance, Sum', exact: true })).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await fits(page);
  await isAccessible(page);
  await shot(page, 'rule-graph-390-light');
  await open('/_rules/Employee');
  await expect(page.getByText('Of each Employee it always holds: Salary ≥ Salary before the change × 1.2.')).toBeVisible();
});

test('a rule is tried on a row', async ({ page, open }) => {
  await open('/_rules/Customer.Balance');
  await expect(page.getByText('Used by').first()).toBeVisible();
  await page.getByRole('combobox', { name: 'Try it on a row' }).click();
  await page.getByRole('option', { name: owed.name }).click();
  // Where the rule is listed, and where it is tried.
  await expect(page.getByText('The sum of Amount Total of the Orders of this Customer where Shipped Date is empty.')).toHaveCount(2);
  await isAccessible(page);
});

test('the rules are walked through by what they are about, in the dark', async ({ page, open }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await open('/_rules');
  const tree = page.getByRole('navigation', { name: 'What there are rules about' });
  await tree.getByRole('link', { name: 'Amount Total' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Order.AmountTotal');
  await expect(page.getByText('Used by').first()).toBeVisible();
  await expect(tree.getByRole('link', { name: 'Amount Total' })).toHaveAttribute('aria-current', 'page');
  await settled(page);
  await isAccessible(page);
  await shot(page, 'rules-1280-dark');
});

test('what is copied is computed in a new row, and entered afterwards, as the API has it', async ({ page, open, server }) => {
  await open('/OrderDetail/create');
  await expect(page.getByLabel('Quantity')).toBeVisible();
  await expect(page.getByLabel('Unit Price')).toHaveCount(0);
  const [detail] = (await server.api('GET', 'OrderDetail?filter[OrderId]=10248&sort=Id')).data as unknown as { id: string; attributes: { UnitPrice: number } }[];
  if (detail === undefined) throw new Error('the sample has changed');
  await open(`/OrderDetail/${detail.id}`);
  await page.getByLabel('Unit Price').fill(String(detail.attributes.UnitPrice + 1));
  await page.getByRole('button', { name: 'Save and show' }).click();
  await said(page, /Also changed: .*Amount Total/);
  await page.getByRole('button', { name: 'Why is Unit Price what it is?' }).click();
  await expect(page.getByRole('dialog').getByText(/what was taken over stays|when the row was entered/).first()).toBeVisible();
});
