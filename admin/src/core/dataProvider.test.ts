import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Action, Catalog, type Config, type Resource } from './config';
import { asSent, dataProvider } from './dataProvider';
import { enteredValues } from '../ui/form/values';
import { EFFECTS, RELATED, type Row, userKey } from './records';
import { attribute, resource } from '../../test/samples';

const CONFIG: Config = {
  title: 'Shop', apiRoot: '/api', menu: [], hasRules: false,
  hasAudit: false, file: 'admin/admin.yaml', isOutdated: false, isEarlier: false, diagnostics: [],
  settings: { maxListColumns: 8, infoShown: true, styleGuide: {}, theme: {}, pages: {} },
  resources: [
    resource('Customer', { attributes: [attribute('Id', { key: true }), attribute('Name'), attribute('Note')] }),
    resource('Order', {
      userKey: '{Id} {CustomerId}',
      attributes: [
        attribute('Id', { key: true, type: 'integer', json: 'integer' }),
        attribute('CustomerId', { relationship: 'Customer' }),
        attribute('Total', { type: 'decimal', json: 'number' }),
        attribute('Ready', { type: 'boolean', json: 'boolean' }),
        attribute('Sum', { readonly: true }),
      ],
      relationships: [{ name: 'Customer', to: 'one', resource: 'Customer', attributes: ['CustomerId'], targetAttributes: ['Id'], holdsKey: true }],
    }),
  ],
};

const catalog = new Catalog(CONFIG);
const provider = dataProvider(catalog);

/** Answers requests with documents, and keeps what was asked. */
const answer = (...documents: [status: number, body: unknown][]) => {
  const asked: { method: string; url: string; body: unknown }[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push({ method: init.method ?? 'GET', url: decodeURIComponent(url), body: init.body === undefined ? undefined : JSON.parse(String(init.body)) });
    const [status, body] = documents[Math.min(asked.length, documents.length) - 1] ?? [200, {}];
    return new Response(status === 204 ? null : JSON.stringify(body), { status });
  });
  return asked;
};

// Nobody has logged in.
beforeEach(() => vi.stubGlobal('sessionStorage', { getItem: () => null }));
afterEach(() => vi.unstubAllGlobals());

const ORDER = { type: 'Order', id: '1', attributes: { Id: 1, CustomerId: 'A/B', Total: 5 }, relationships: { Customer: { data: { type: 'Customer', id: 'A/B' } } } };

describe('numbers that JavaScript cannot hold', () => {
  const JSON_OF_ANY = { ...CONFIG, resources: [resource('Item', { attributes: [attribute('Id', { key: true }), attribute('Data', { type: 'json', json: 'any' }), attribute('Total', { type: 'decimal', json: 'number' })] })] };
  const items = dataProvider(new Catalog(JSON_OF_ANY));
  const stored = '{"data":{"type":"Item","id":"1","attributes":{"Id":"1","Data":{"n":12345678901234567890,"t":"12345678901234567890","l":[0.1234567890123456789]},"Total":98765432109876543210.5}},"meta":{"n":12345678901234567890}}';

  it('keep every digit in JSON that is edited and sent back, as numbers', async () => {
    const bodies: string[] = [];
    vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
      bodies.push(String(init.body));
      return new Response(stored, { status: 200 });
    });
    const { data } = await items.getOne<Row>('Item', { id: '1' });
    const values = enteredValues(JSON_OF_ANY.resources[0] as Resource, data);
    // What a form shows; a number that is a text has its quotes.
    expect(values['Data']).toContain('"n": 12345678901234567890,');
    expect(values['Data']).toContain('"t": "12345678901234567890"');
    expect(values['Data']).toContain('0.1234567890123456789');
    expect(values['Total']).toBe('98765432109876543210.5');
    await items.update<Row>('Item', { id: '1', data: { Data: String(values['Data']).replace('"t"', '"u"') }, previousData: data });
    expect(bodies[1]).toContain('"Data":{"n":12345678901234567890,"u":"12345678901234567890","l":[0.1234567890123456789]}');
  });
});

it('asks for what the colour of a row is told by', async () => {
  const coloured = dataProvider(new Catalog({ ...CONFIG, resources: [resource('Customer', { rowColor: [{ when: "record.Owed > 0 && !(record.Note in ['x', record.Name])", color: 'error' }, { when: 'no condition &&', color: 'info' }], attributes: ['Id', 'Name', 'Note', 'Owed'].map((name) => attribute(name)) })] }));
  const asked = answer([200, { data: [] }]);
  await coloured.getList('Customer', { pagination: { page: 1, perPage: 10 }, meta: { columns: ['Name'] } });
  expect(asked[0]?.url).toContain('fields[Customer]=Name,Id,Owed,Note');
});

describe('a resource without locks', () => {
  it('does not say what a change was made from, unless the server insists', async () => {
    const free = dataProvider(new Catalog({ ...CONFIG, resources: [resource('Customer', { isUnlocked: true, attributes: [attribute('Id', { key: true }), attribute('Name')] })] }));
    const row = { type: 'Customer', id: 'A', attributes: { Name: 'new' } };
    const change = { id: 'A', data: { Name: 'new' }, previousData: { id: 'A', Name: 'old', S_CheckSum: 'x' } };
    const asked = answer([200, { data: row }]);
    await free.update('Customer', change);
    expect(asked.map(({ body }) => body)).toEqual([{ data: { type: 'Customer', id: 'A', attributes: { Name: 'new' } } }]);
    const insisted = answer([428, { errors: [{ status: '428' }] }], [200, { data: row }]);
    await free.update('Customer', change);
    expect(insisted[1]?.body).toEqual({ data: { type: 'Customer', id: 'A', attributes: { Name: 'new', S_CheckSum: 'x' } } });
  });
});

describe('decimals that the server sends as texts', () => {
  it('are numbers to the pages, as far as numbers keep them', async () => {
    const sent = (total: unknown) => ({ ...ORDER, attributes: { ...ORDER.attributes, Total: total } });
    answer([200, { data: [sent('12.50'), sent('-7'), sent('0.1000000000000000000000001'), sent('NaN'), sent(null), sent(5)], meta: { total: 6 } }]);
    const { data } = await provider.getList<Row>('Order', { pagination: { page: 1, perPage: 10 }, sort: { field: 'Id', order: 'ASC' }, filter: {} });
    expect(data.map((row) => row['Total'])).toEqual([12.5, -7, '0.1000000000000000000000001', 'NaN', null, 5]);
    // Other texts of digits stay as they are.
    answer([200, { data: { type: 'Customer', id: '1', attributes: { Id: '007', Name: '12.50' } } }]);
    const one = await provider.getOne<Row>('Customer', { id: '1' });
    expect(one.data).toMatchObject({ Id: '007', Name: '12.50' });
  });
});

describe('a list', () => {
  it('is one request, with the rows that its rows refer to', async () => {
    const asked = answer([200, { data: [ORDER], included: [{ type: 'Customer', id: 'A/B', attributes: { Id: 'A/B', Name: 'Anna' } }], meta: { total: 41, totalIsEstimate: true } }]);
    const list = await provider.getList<Row>('Order', { pagination: { page: 2, perPage: 10 }, sort: { field: 'Total', order: 'DESC' }, filter: { 'Ready@eq': 'true' }, meta: { columns: ['CustomerId'] } });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.url).toBe('/api/Order?page[offset]=10&page[limit]=10&sort=-Total&filter[Ready][eq]=true&fields[Order]=CustomerId,Id,Customer&include=Customer&fields[Customer]=Name,Id');
    expect(list.total).toBe(41);
    expect(list.meta).toEqual({ isEstimate: true });
    const [row] = list.data;
    expect(row?.[RELATED]?.['Customer']?.record?.['Name']).toBe('Anna');
    expect(userKey(catalog, catalog.resource('Order'), row)).toBe('1 Anna');
  });

  it('without a total still knows whether there is more', async () => {
    answer([200, { data: [ORDER], links: { next: '/api/Order?page' } }]);
    const list = await provider.getList('Order', { pagination: { page: 1, perPage: 1 } });
    expect(list.pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: false });
  });

  it('a row that another of the same page refers to is found among them', async () => {
    answer([200, { data: [{ ...ORDER, relationships: { Customer: { data: { type: 'Order', id: '2' } } } }, { type: 'Order', id: '2', attributes: { Id: 2 } }] }]);
    const { data } = await provider.getList<Row>('Order', {});
    expect(data[0]?.[RELATED]?.['Customer']?.record?.id).toBe('2');
  });
});

describe('a change', () => {
  it('sends what was changed, as its columns take it, with the checksum', async () => {
    const asked = answer([200, { data: ORDER }]);
    const before = { id: '1', Total: 5, CustomerId: 'A/B', Ready: null, S_CheckSum: 'x' };
    await provider.update<Row>('Order', { id: 'A/B', data: { Total: '7.5', CustomerId: 'A/B', Ready: 'false', Sum: '1' } as Partial<Row>, previousData: before });
    expect(asked[0]).toEqual({ method: 'PATCH', url: '/api/Order/A/B?include=Customer&fields[Customer]=Name,Id', body: { data: { type: 'Order', id: 'A/B', attributes: { Total: 7.5, Ready: false, S_CheckSum: 'x' } } } });
  });

  it('an emptied input is null where there may be none', async () => {
    const asked = answer([200, { data: ORDER }]);
    await provider.update<Row>('Order', { id: '1', data: { Total: '' } as Partial<Row>, previousData: { id: '1', Total: 5 } });
    expect(asked[0]?.body).toMatchObject({ data: { attributes: { Total: null } } });
  });

  it('a new row leaves to the database what nobody entered', async () => {
    const asked = answer([201, { data: ORDER }]);
    const { data } = await provider.create<Row>('Order', { data: { CustomerId: 'A/B' } as Partial<Row> });
    expect(asked[0]?.body).toEqual({ data: { type: 'Order', attributes: { CustomerId: 'A/B' } } });
    expect(data.id).toBe('1');
  });

  it('a refusal comes with its problems', async () => {
    answer([422, { errors: [{ title: 'too long', source: { pointer: '/data/attributes/CustomerId' } }] }]);
    await expect(provider.create('Order', { data: {} })).rejects.toMatchObject({ status: 422, body: { problems: [{ title: 'too long' }] } });
  });
});

it('many rows are deleted in transactions, which the first refusal ends', async () => {
  const asked = answer([204, null], [404, {}]);
  const ids = Array.from({ length: 1_500 }, (_, index) => String(index));
  await expect(provider.deleteMany('Order', { ids })).rejects.toMatchObject({ status: 404 });
  expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /api/operations', 'POST /api/operations']);
  expect((asked[1]?.body as { 'atomic:operations': unknown[] })['atomic:operations']).toHaveLength(500);
});

it('sums are asked for with the filter of the list', async () => {
  const asked = answer([200, { data: [{ type: 'aggregate', id: 'all', attributes: {}, meta: { sum_Total: '12345678901234567.89' } }] }]);
  expect(await provider.totals('Order', { attributes: ['Total'], filter: { 'CustomerId@eq': 'A' } })).toEqual({ Total: '12345678901234567.89' });
  expect(asked[0]?.url).toBe('/api/aggregate/Order?aggregateBy[sum]=Total&filter[CustomerId][eq]=A');
});

describe('an endpoint of the project', () => {
  const action = (endpoint: string): Action => ({ name: 'go', endpoint });

  it('is told its row, in the address as well', async () => {
    const asked = answer([204, null]);
    await provider.act('Order', action('/orders/{id}/go'), { ids: ['a/b'] }, { days: 3 });
    expect(asked[0]).toMatchObject({ url: '/orders/a/b/go', method: 'POST', body: { data: { type: 'Order', id: 'a/b' }, meta: { args: { days: 3 } } } });
  });

  it('is told several at once, or each by itself where its address names one', async () => {
    let asked = answer([204, null]);
    await provider.act('Order', action('/go'), { ids: ['1', '2'] }, {});
    expect(asked.map(({ body }) => body)).toEqual([{ data: [{ type: 'Order', id: '1' }, { type: 'Order', id: '2' }] }]);
    asked = answer([204, null], [204, null]);
    await provider.act('Order', action('/go/{id}'), { ids: ['1', '2'] }, {});
    expect(asked.map(({ url }) => url)).toEqual(['/go/1', '/go/2']);
  });

  it('is told which rows a list has', async () => {
    const asked = answer([204, null]);
    await provider.act('Order', action('/go'), { filter: { 'CustomerId@eq': 'A' } }, {});
    expect(asked[0]?.url).toBe('/go?filter[CustomerId][eq]=A');
  });
});

it('the rows of a key with two parts are filtered by both', async () => {
  const asked = answer([200, { data: [] }]);
  await provider.getManyReference('Order', { target: 'Id,CustomerId', id: '[1,"A"]', pagination: { page: 1, perPage: 5 }, sort: { field: 'id', order: 'ASC' }, filter: {} });
  expect(asked[0]?.url).toContain('filter[Id][eq]=1&filter[CustomerId][eq]=A');
});

describe('rows by their ids', () => {
  it('are asked for once each, a hundred in a request', async () => {
    const asked = answer([200, { data: [ORDER] }], [200, { data: [{ ...ORDER, id: '2' }] }]);
    const ids = Array.from({ length: 150 }, (_, index) => String(index));
    const { data } = await provider.getMany<Row>('Order', { ids: [...ids, ...ids] });
    expect(asked.map(({ url }) => new URL(url, 'http://x').searchParams.get('filter[id]')?.split(',').length)).toEqual([100, 50]);
    expect(data.map(({ id }) => id)).toEqual(['1', '2']);
  });

  it('come with those that they are called after', async () => {
    const asked = answer([200, { data: [ORDER], included: [{ type: 'Customer', id: 'A/B', attributes: { Name: 'Alfreds', Id: 'A/B' } }] }]);
    const { data } = await provider.getMany<Row>('Order', { ids: ['1'] });
    expect(asked.map(({ url }) => url)).toEqual(['/api/Order?filter[id]=1&page[limit]=100&include=Customer&fields[Customer]=Name,Id']);
    expect(userKey(catalog, catalog.resource('Order'), data[0])).toBe('1 Alfreds');
  });
});

describe('one row', () => {
  it('comes with all that it refers to, by no more than their names', async () => {
    const asked = answer([200, { data: { ...ORDER, relationships: { Customer: { data: null }, Items: { data: [] } } } }]);
    const { data } = await provider.getOne<Row>('Order', { id: 'a b' });
    expect(asked[0]?.url).toBe('/api/Order/a b?include=Customer&fields[Customer]=Name,Id');
    expect(data[RELATED]).toEqual({ Customer: null });
  });

  it('that refers to nothing needs no parameters', async () => {
    const asked = answer([200, { data: { type: 'Customer', id: '1', attributes: {} } }]);
    await provider.getOne('Customer', { id: '1' });
    expect(asked[0]?.url).toBe('/api/Customer/1');
  });

  it('must be there', async () => {
    answer([200, { data: null }]);
    await expect(provider.getOne('Order', { id: '1' })).rejects.toThrow('the answer has no row');
  });

  it('of a type that this app does not have is called as the server calls it', async () => {
    answer([200, { data: { ...ORDER, relationships: { Customer: { data: { type: 'Stranger', id: '9' } } } } }]);
    const { data } = await provider.getOne<Row>('Order', { id: '1' });
    expect(data[RELATED]?.['Customer']).toEqual({ id: '9', resource: 'Stranger' });
  });

  it('is deleted, and what was known of it is given back', async () => {
    const asked = answer([204, null]);
    expect(await provider.delete('Order', { id: '1', previousData: { id: '1', Total: 5 } })).toEqual({ data: { id: '1', Total: 5 } });
    expect(await provider.delete('Order', { id: '2' })).toEqual({ data: { id: '2' } });
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual(['DELETE /api/Order/1', 'DELETE /api/Order/2']);
  });
});

it('what a write has changed besides comes with the row', async () => {
  const effects = [{ type: 'Customer', id: 'A', change: 'updated', before: { Balance: 1 }, after: { Balance: 2 } }];
  answer([200, { data: ORDER, meta: { effects } }]);
  const { data } = await provider.create<Row>('Order', { data: {} });
  expect(data[EFFECTS]).toEqual(effects);
});

it('several rows get the same values one after another', async () => {
  const asked = answer([200, { data: ORDER }]);
  expect(await provider.updateMany('Order', { ids: ['1', '2'], data: { Total: '3' } })).toEqual({ data: ['1', '2'] });
  expect(asked.map(({ method, url, body }) => [method, url, (body as { data: { attributes: unknown } }).data.attributes])).toEqual([
    ['PATCH', '/api/Order/1?include=Customer&fields[Customer]=Name,Id', { Total: 3 }],
    ['PATCH', '/api/Order/2?include=Customer&fields[Customer]=Name,Id', { Total: 3 }],
  ]);
});

it.each([
  ['', 'string', false, ''],
  ['', 'string', true, null],
  ['', 'integer', false, null],
  ['12', 'integer', true, 12],
  ['-.5e3', 'number', true, -500],
  ['a lot', 'number', true, 'a lot'],
  ['true', 'boolean', true, true],
  ['perhaps', 'boolean', true, 'perhaps'],
  ['[1, {"a": null}]', 'any', true, [1, { a: null }]],
  ['["x"]', 'array', true, ['x']],
  ['{half', 'any', true, '{half'],
  [7, 'string', true, 7],
] as const)('%j is sent to a column of %s as it takes it', (value, json, nullable, expected) => {
  expect(asSent(value, attribute('A', { json, nullable }))).toEqual(expected);
});

it('a server that is too busy is asked again after the time it names, and not for ever', async () => {
  vi.useFakeTimers();
  try {
    let times = 0;
    vi.stubGlobal('fetch', async () => {
      times += 1;
      return new Response('{"errors":[{"title":"busy"}]}', { status: 429, headers: { 'Retry-After': '2' } });
    });
    const failed = expect(provider.getOne('Order', { id: '1' })).rejects.toMatchObject({ status: 429, message: 'busy' });
    await vi.advanceTimersByTimeAsync(1_999);
    expect(times).toBe(1);
    await vi.advanceTimersByTimeAsync(2_001);
    await failed;
    expect(times).toBe(3);
  } finally {
    vi.useRealTimers();
  }
});

it('an answer that is no JSON is told by its status, or as one that cannot be read', async () => {
  vi.stubGlobal('fetch', async () => new Response('<h1>Bad gateway</h1>', { status: 502 }));
  await expect(provider.getOne('Order', { id: '1' })).rejects.toMatchObject({ status: 502, message: 'HTTP 502' });
  vi.stubGlobal('fetch', async () => new Response('<h1>Welcome</h1>', { status: 200 }));
  await expect(provider.getOne('Order', { id: '1' })).rejects.toMatchObject({ status: 200, message: 'app.error.unreadable' });
});

it('a request that the page no longer wants ends as such', async () => {
  vi.stubGlobal('fetch', async () => { throw new DOMException('no longer wanted', 'AbortError'); });
  await expect(provider.getOne('Order', { id: '1' })).rejects.toMatchObject({ name: 'AbortError' });
});

it('a server that cannot be reached is said, not thrown as it comes', async () => {
  vi.stubGlobal('fetch', async () => { throw new TypeError('failed to fetch'); });
  await expect(provider.getOne('Order', { id: '1' })).rejects.toMatchObject({ status: 0, message: 'app.error.unreachable' });
});
