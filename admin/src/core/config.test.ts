import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { appName, Catalog, type Config, defaultColumns, isExplained, loadConfig, relationshipOf, shownIn, tabRelationship } from './config';
import { attribute, resource, storage } from '../../test/samples';

const customer = resource('Customer', {
  userKey: '{Name} {Notes}',
  maxListColumns: 4,
  attributes: [
    attribute('Id', { key: true }),
    attribute('Name'),
    attribute('Secret', { hidden: ['list', 'create'] }),
    attribute('Notes', { type: 'text' }),
    attribute('Picture', { type: 'file' }),
    attribute('Tags', { type: 'json', items: 'string' }),
    attribute('Settings', { type: 'json' }),
    attribute('City'),
    attribute('RegionId', { relationship: 'Region' }),
  ],
  relationships: [
    { name: 'Region', to: 'one', resource: 'Region', attributes: ['RegionId'], targetAttributes: ['Id'], holdsKey: true },
    { name: 'OrderList', to: 'many', resource: 'Order', attributes: ['Id'], targetAttributes: ['CustomerId'], holdsKey: false },
  ],
});

describe('a resource', () => {
  it('begins with the columns that say something in one line, and those that it is known by', () => {
    expect(defaultColumns(customer)).toEqual(['Id', 'Name', 'Notes', 'Tags']);
    expect(defaultColumns({ ...customer, maxListColumns: 99 })).toEqual(['Id', 'Name', 'Notes', 'Tags', 'City', 'RegionId']);
  });

  it('shows on a page what is not hidden there', () => {
    expect(shownIn(customer, 'create').map(({ name }) => name)).not.toContain('Secret');
    expect(shownIn(customer, 'show').map(({ name }) => name)).toContain('Secret');
  });

  it('has its relationships by attribute and by tab', () => {
    const regionId = customer.attributes.find(({ name }) => name === 'RegionId') ?? attribute('');
    expect(relationshipOf(customer, regionId)?.resource).toBe('Region');
    expect(relationshipOf(customer, attribute('Name'))).toBeUndefined();
    expect(tabRelationship(customer, { name: 'OrderList', label: '', resource: 'Order' })?.targetAttributes).toEqual(['CustomerId']);
    // A tab shows many rows.
    expect(tabRelationship(customer, { name: 'Region', label: '', resource: 'Region' })).toBeUndefined();
  });

  it('tells by a rule whether a value can be explained', () => {
    expect([{ derived: true }, { copied: true }, {}].map((more) => isExplained(attribute('A', more)))).toEqual([true, true, false]);
  });
});

it('a catalog finds by name, also what is called as a part of every object', () => {
  const odd = resource('constructor', { attributes: [attribute('__proto__')] });
  const catalog = new Catalog({ resources: [customer, odd] } as unknown as Config);
  expect(catalog.find('Customer')).toBe(customer);
  expect(catalog.find('toString')).toBeUndefined();
  expect(catalog.resource('constructor')).toBe(odd);
  expect(() => catalog.resource('Nothing')).toThrow('there is no resource Nothing');
  expect(catalog.attribute('constructor', '__proto__')?.name).toBe('__proto__');
  expect(catalog.attribute('Customer', 'valueOf')).toBeUndefined();
  expect(catalog.attribute('Nothing', 'Id')).toBeUndefined();
});

it('the app is named by the address', () => {
  expect(['/', '/admin/shop/', '/admin/my-shop', '/elsewhere/'].map(appName)).toEqual(['admin', 'shop', 'my-shop', 'admin']);
});

describe('the configuration', () => {
  beforeEach(() => vi.stubGlobal('sessionStorage', storage()));
  afterEach(() => vi.unstubAllGlobals());

  const answering = (response: Response) => {
    const asked: { url: string; headers: unknown }[] = [];
    vi.stubGlobal('fetch', async (url: string, { headers }: RequestInit) => {
      asked.push({ url, headers });
      return response;
    });
    return asked;
  };

  it('is loaded with its tag', async () => {
    const asked = answering(Response.json({ title: 'Shop' }, { headers: { ETag: '"1"' } }));
    expect(await loadConfig('shop')).toEqual({ config: { title: 'Shop' }, etag: '"1"' });
    expect(asked).toEqual([{ url: '/admin/shop/config.json', headers: {} }]);
  });

  it('is not loaded again as long as it is the same', async () => {
    const asked = answering(new Response(null, { status: 304 }));
    expect(await loadConfig('admin', '"1"')).toBeUndefined();
    expect(asked[0]?.headers).toEqual({ 'If-None-Match': '"1"' });
  });

  it('that is refused says so', async () => {
    answering(new Response('', { status: 503 }));
    await expect(loadConfig('admin')).rejects.toThrow('the server answered 503');
  });
});
