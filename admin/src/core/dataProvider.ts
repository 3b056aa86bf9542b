/**
 * The rows of the server for react-admin: JSON:API both ways.
 *
 * A list is one request: the rows that a row refers to come along and are kept in it (see {@link RELATED}). Ids and the
 * values of foreign keys that are compared with them are texts.
 */

import type { DataProvider, Identifier as Id, RaRecord } from 'ra-core';
import { compositesOf } from './composite';
import { attributesIn } from './condition';
import { type Action, type Attribute, type Catalog, type Relationship, type Resource, relationshipOf } from './config';
import { filterParameters } from './filters';
import { type Document, type Identifier, request, type ResourceObject } from './http';
import { exactNumber, numberOf, parseExact, withTexts } from './json';
import { CHECKSUM, type Effect, EFFECTS, own, RELATED, type Related, type Row, userKeyAttributes } from './records';

/** What a page may ask for besides. */
export interface Meta {
  /** The attributes to show; all if absent. */
  columns?: string[];
  /** Rows whose attribute is one of these, as a lookup asks. */
  among?: { attribute: string; values: string[] };
}

/** Ids in one request. */
const CHUNK = 100;

/** Operations that the server does in one transaction. */
const TRANSACTION = 1_000;

/** What an action is about. */
export type Subject = { ids: Id[] } | { filter: Record<string, unknown> };

/** What this app asks for besides what react-admin does. */
export interface Provider extends DataProvider {
  /** The sums of attributes over all rows of a filter. */
  totals: (name: string, params: { attributes: string[]; filter: Record<string, unknown>; signal?: AbortSignal }) => Promise<Record<string, unknown>>;
  /** Calls an endpoint of the project. */
  act: (name: string, action: Action, subject: Subject, values: Record<string, unknown>) => Promise<void>;
}

/** What the server gives instead of a total when it only estimates. */
export interface ListMeta {
  isEstimate?: boolean;
}

export const dataProvider = (catalog: Catalog): Provider => {
  const api = new Api(catalog);
  return {
    supportAbortSignal: true,
    getList: (name, params) => api.list(name, params) as never,
    getManyReference: (name, { target, id, ...params }) =>
      api.list(name, { ...params, filter: { ...params.filter, ...targetFilter(target, id) } }) as never,
    getOne: (name, { id, signal }) => api.one(name, id, signal) as never,
    getMany: (name, { ids, signal }) => api.many(name, ids, signal) as never,
    create: (name, { data }) => api.create(name, data) as never,
    update: (name, { id, data, previousData, meta }) => api.update(name, id, data, previousData, meta as never) as never,
    updateMany: async (name, { ids, data }) => {
      for (const id of ids) await api.update(name, id, data as Row, { id } as Row);
      return { data: ids } as never;
    },
    delete: (name, { id, previousData }) => api.remove(name, id, previousData) as never,
    deleteMany: (name, { ids }) => api.removeMany(name, ids) as never,
    totals: (name, params) => api.totals(name, params),
    act: (name, action, subject, values) => api.act(name, action, subject, values),
  };
};

interface ListParams {
  pagination?: { page: number; perPage: number };
  sort?: { field: string; order: 'ASC' | 'DESC' };
  filter?: Record<string, unknown>;
  meta?: Meta;
  signal?: AbortSignal;
}

class Api {
  private readonly byType: Map<string, Resource>;

  constructor(private readonly catalog: Catalog) {
    this.byType = new Map(catalog.config.resources.map((resource) => [resource.type, resource]));
  }

  private address(resource: Resource, id?: Id): string {
    const base = `${this.catalog.config.apiRoot}/${encodeURIComponent(resource.type)}`;
    return id === undefined ? base : `${base}/${encodeURIComponent(String(id))}`;
  }

  async list(name: string, params: ListParams) {
    const resource = this.catalog.resource(name);
    const { page, perPage } = params.pagination ?? { page: 1, perPage: 25 };
    const query = new URLSearchParams();
    query.append('page[offset]', String((page - 1) * perPage));
    query.append('page[limit]', String(perPage));
    const sort = sortParameter(resource, params.sort);
    if (sort !== undefined) query.append('sort', sort);
    this.appendFilter(query, name, params.filter);
    this.appendShown(query, resource, params.meta?.columns);
    const document = await request(`${this.address(resource)}?${query}`, { signal: params.signal });
    const data = this.rows(document);
    const total = document.meta?.['total'];
    if (typeof total === 'number') {
      return { data, total, meta: { isEstimate: document.meta?.['totalIsEstimate'] === true } satisfies ListMeta };
    }
    const hasNextPage = typeof document.links?.['next'] === 'string';
    return { data, pageInfo: { hasNextPage, hasPreviousPage: page > 1 } };
  }

  private appendFilter(query: URLSearchParams, name: string, filter: Record<string, unknown> | undefined): void {
    const attributeOf = (attribute: string) => this.catalog.attribute(name, attribute);
    for (const [key, value] of filterParameters(filter ?? {}, attributeOf)) query.append(key, value);
  }

  async totals(name: string, { attributes, filter, signal }: { attributes: string[]; filter: Record<string, unknown>; signal?: AbortSignal }) {
    const resource = this.catalog.resource(name);
    const query = new URLSearchParams({ 'aggregateBy[sum]': attributes.join(',') });
    this.appendFilter(query, name, filter);
    const document = await request(`${this.catalog.config.apiRoot}/aggregate/${encodeURIComponent(resource.type)}?${query}`, { signal });
    const [all] = Array.isArray(document.data) ? document.data : [];
    const sums = withTexts(all?.meta ?? {}) as Record<string, unknown>;
    return Object.fromEntries(attributes.map((attribute) => [attribute, sums[`sum_${attribute}`] ?? null]));
  }

  /** One row stands in the address too; the rows of a filter are said as a list is asked for. */
  async act(name: string, { endpoint }: Action, subject: Subject, values: Record<string, unknown>) {
    const resource = this.catalog.resource(name);
    const meta = Object.keys(values).length === 0 ? {} : { meta: { args: values } };
    if ('filter' in subject) {
      const query = new URLSearchParams();
      this.appendFilter(query, name, subject.filter);
      const text = query.toString();
      await request(text === '' ? endpoint : `${endpoint}?${text}`, { method: 'POST', body: meta });
      return;
    }
    const rows = subject.ids.map((id) => ({ type: resource.type, id: String(id) }));
    const isOfOne = endpoint.includes('{id}') || rows.length === 1;
    for (const data of isOfOne ? rows : [rows]) {
      const address = Array.isArray(data) ? endpoint : endpoint.replaceAll('{id}', encodeURIComponent(data.id));
      await request(address, { method: 'POST', body: { data, ...meta } });
    }
  }

  /** Which attributes and which related rows the answer has. */
  private appendShown(query: URLSearchParams, resource: Resource, columns: string[] | undefined): void {
    const names = new Set(columns === undefined ? resource.attributes.map(({ name }) => name) : columns);
    userKeyAttributes(resource).forEach((name) => names.add(name));
    resource.key.forEach((name) => names.add(name));
    // The colour of a row is told by attributes that need not be columns.
    for (const { when } of resource.rowColor ?? []) attributesIn(when).forEach((name) => names.add(name));
    const relationships = referencesAmong(resource, names);
    // Where the row itself is shown, a reference by several attributes is one as any other.
    if (columns === undefined) relationships.push(...compositesOf(resource));
    if (columns !== undefined) {
      const known = [...names].filter((name) => this.catalog.attribute(resource.name, name) !== undefined);
      query.append(`fields[${resource.type}]`, [...known, ...relationships.map(({ name }) => name)].join(','));
    }
    this.appendIncluded(query, resource, relationships);
  }

  /** The rows that a row refers to, with what they are called. */
  private appendIncluded(query: URLSearchParams, resource: Resource, relationships: Relationship[]): void {
    if (relationships.length === 0) return;
    query.append('include', relationships.map(({ name }) => name).join(','));
    for (const target of new Set(relationships.map((relationship) => relationship.resource))) {
      if (target === resource.name) continue;
      const other = this.catalog.resource(target);
      query.append(`fields[${other.type}]`, [...new Set([...userKeyAttributes(other), ...other.key])].join(','));
    }
  }

  /** Where a row is had with all that its page shows: what was saved is seen with the names of the rows it refers to. */
  private whole(resource: Resource, id?: Id): string {
    const query = new URLSearchParams();
    this.appendShown(query, resource, undefined);
    const text = query.toString();
    return `${this.address(resource, id)}${text === '' ? '' : `?${text}`}`;
  }

  async one(name: string, id: Id, signal?: AbortSignal) {
    const document = await request(this.whole(this.catalog.resource(name), id), { signal });
    return { data: this.row(document) };
  }

  async many(name: string, ids: Id[], signal?: AbortSignal) {
    const resource = this.catalog.resource(name);
    const unique = [...new Set(ids.map(String))];
    // A row that is known by those it refers to is asked for with them.
    const named = new Set(userKeyAttributes(resource));
    const relationships = referencesAmong(resource, named);
    const data: Row[] = [];
    for (let start = 0; start < unique.length; start += CHUNK) {
      const chunk = unique.slice(start, start + CHUNK);
      const query = new URLSearchParams({ 'filter[id]': chunk.join(','), 'page[limit]': String(CHUNK) });
      this.appendIncluded(query, resource, relationships);
      data.push(...this.rows(await request(`${this.address(resource)}?${query}`, { signal })));
    }
    return { data };
  }

  async create(name: string, data: Record<string, unknown>) {
    const resource = this.catalog.resource(name);
    const attributes = this.attributes(resource, data, () => true);
    const body = { data: { type: resource.type, attributes } };
    const document = await request(this.whole(resource), { method: 'POST', body, headers: TELL_EFFECTS });
    return { data: withEffects(this.row(document), document) };
  }

  async update(name: string, id: Id, data: Record<string, unknown>, before: Record<string, unknown>, meta?: { checksum?: unknown }) {
    const resource = this.catalog.resource(name);
    const isChanged = (attribute: Attribute) => !isSame(data[attribute.name], own(before, attribute.name));
    const attributes = this.attributes(resource, data, isChanged);
    const checksum = meta?.checksum ?? before[CHECKSUM];
    if (checksum !== undefined && checksum !== null) attributes[CHECKSUM] = checksum;
    const send = (sent: Record<string, unknown>) =>
      request(this.whole(resource, id), { method: 'PATCH', body: { data: { type: resource.type, id: String(id), attributes: sent } }, headers: TELL_EFFECTS });
    const { [CHECKSUM]: _, ...unlocked } = attributes;
    const document = resource.isUnlocked === true
      // A server may insist on it all the same.
      ? await send(unlocked).catch((error: { status?: number }) => (error.status === DEMANDED ? send(attributes) : Promise.reject(error as Error)))
      : await send(attributes);
    return { data: withEffects(this.row(document), document) };
  }

  async remove(name: string, id: Id, previous: RaRecord | undefined) {
    await request(this.address(this.catalog.resource(name), id), { method: 'DELETE' });
    return { data: previous ?? { id } };
  }

  /** All or none, as far as one transaction takes them; the first refusal ends it. */
  async removeMany(name: string, ids: Id[]) {
    const resource = this.catalog.resource(name);
    const operations = ids.map((id) => ({ op: 'remove', ref: { type: resource.type, id: String(id) } }));
    const address = `${this.catalog.config.apiRoot}/operations`;
    for (let start = 0; start < operations.length; start += TRANSACTION) {
      const body = { 'atomic:operations': operations.slice(start, start + TRANSACTION) };
      await request(address, { method: 'POST', body, headers: ATOMIC });
    }
    return { data: ids };
  }

  /** What is sent of a form: values as their columns take them. */
  private attributes(
    resource: Resource,
    data: Record<string, unknown>,
    wanted: (attribute: Attribute) => boolean,
  ): Record<string, unknown> {
    const given = resource.attributes.filter((attribute) => own(data, attribute.name) !== undefined && attribute.readonly !== true && wanted(attribute));
    return Object.fromEntries(given.map((attribute) => [attribute.name, asSent(data[attribute.name], attribute)]));
  }

  private rows(document: Document): Row[] {
    const data = Array.isArray(document.data) ? document.data : [];
    // A row that another of the page refers to is there once, among the page's own.
    const included = indexed([...(document.included ?? []), ...data]);
    return data.map((each) => this.toRow(each, included));
  }

  private row(document: Document): Row {
    const data = document.data;
    if (data === undefined || data === null || Array.isArray(data)) throw new Error('the answer has no row');
    return this.toRow(data, indexed([...(document.included ?? []), data]));
  }

  private toRow(object: ResourceObject, included: Map<string, ResourceObject>): Row {
    const related = Object.entries(object.relationships ?? {}).flatMap(([name, { data }]): [string, Related | null][] =>
      data === undefined || Array.isArray(data) ? [] : [[name, data === null ? null : this.related(data, included)]],
    );
    return { ...this.values(object), id: object.id, [RELATED]: Object.fromEntries(related) };
  }

  /**
   * The values of a row. A number that JavaScript cannot hold is the text of its digits, unless it is a part of JSON that is written again; a decimal
   * is a number also where the server sends its digits as a text.
   */
  private values({ type, attributes = {} }: ResourceObject): Record<string, unknown> {
    const resource = this.byType.get(type);
    const seen = (name: string, value: unknown): unknown => {
      const json = resource === undefined ? undefined : this.catalog.attribute(resource.name, name)?.json;
      if (json === 'any') return value;
      return json === 'number' && typeof value === 'string' ? numberOf(value) : withTexts(value);
    };
    return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, seen(name, value)]));
  }

  private related(identifier: Identifier, included: Map<string, ResourceObject>): Related {
    const found = included.get(nameOf(identifier));
    return {
      id: identifier.id,
      resource: this.byType.get(identifier.type)?.name ?? identifier.type,
      ...(found === undefined ? {} : { record: { ...this.values(found), id: found.id } }),
    };
  }
}

const referencesAmong = (resource: Resource, names: Set<string>): Relationship[] =>
  resource.attributes
    .filter(({ name }) => names.has(name))
    .map((attribute) => relationshipOf(resource, attribute))
    .filter((relationship) => relationship !== undefined);

/** The filter of the rows that refer to one: `A,B` and `["1","2"]` for a key of two parts. */
export const targetFilter = (target: string, id: Id): Record<string, unknown> => {
  const names = target.split(',');
  const values = names.length === 1 ? [id] : (JSON.parse(String(id)) as unknown[]);
  return Object.fromEntries(names.map((name, index) => [`${name}@eq`, values[index]]));
};

/** The answer to a change that does not say which state of the row it was made from, where it must. */
const DEMANDED = 428;

const withEffects = (row: Row, document: Document): Row => {
  const effects = document.meta?.['effects'];
  return Array.isArray(effects) ? { ...row, [EFFECTS]: effects as Effect[] } : row;
};

const TELL_EFFECTS = { Prefer: 'return=effects' };

const ATOMIC_TYPE = 'application/vnd.api+json;ext="https://jsonapi.org/ext/atomic"';
const ATOMIC = { Accept: ATOMIC_TYPE, 'Content-Type': ATOMIC_TYPE };

const nameOf = ({ type, id }: Identifier): string => `${type}/${id}`;

const indexed = (objects: ResourceObject[]): Map<string, ResourceObject> =>
  new Map(objects.map((each) => [nameOf(each), each]));

/** The order asked for; none if it is the key's own. */
const sortParameter = (resource: Resource, sort: ListParams['sort']): string | undefined => {
  if (sort === undefined || sort.field === '') return undefined;
  const names = sort.field === 'id' ? resource.key : [sort.field];
  if (sort.field === 'id' && sort.order === 'ASC') return undefined;
  return names.map((name) => (sort.order === 'DESC' ? `-${name}` : name)).join(',');
};

/** A value of a form as its column takes it. */
export const asSent = (value: unknown, attribute: Attribute): unknown => {
  if (value === '' && (attribute.json !== 'string' || attribute.nullable)) return null;
  if (typeof value !== 'string') return value;
  switch (attribute.json) {
    case 'integer':
    case 'number':
      return /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) ? exactNumber(value) : value;
    case 'boolean':
      return value === 'true' ? true : value === 'false' ? false : value;
    case 'array':
    case 'any':
      return parsedOr(value);
    default:
      return value;
  }
};

const parsedOr = (text: string): unknown => {
  try {
    return parseExact(text);
  } catch {
    return text;
  }
};

const isSame = (one: unknown, other: unknown): boolean =>
  one === other || (isNothing(one) && isNothing(other)) || (isObject(one) && JSON.stringify(one) === JSON.stringify(other));

const isNothing = (value: unknown): boolean => value === null || value === undefined || value === '';

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
