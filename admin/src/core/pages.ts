/** What pages of the app itself ask the server for. */

import { HttpError } from 'ra-core';
import { tokenHeaders } from './auth';
import { parse } from './json';

export interface Stats {
  /** By JSON:API type; null where the table could not be asked. */
  counts: Record<string, { count: number; isMore: boolean } | null>;
  /** In the order of the configuration; there are none where it has no cards. */
  cards: Drawn[];
}

/** What a card of the first page shows. */
export interface Drawn {
  number?: unknown;
  groups?: { key: unknown; number: unknown }[];
  /** Why it cannot be drawn. */
  refused?: string;
}

export interface DiagramColumn {
  name: string;
  type: string;
  nullable: boolean;
  key: boolean;
  foreignKey: boolean;
}

export interface DiagramTable {
  kind: string;
  table: string;
  columns: DiagramColumn[];
}

export interface Relation {
  from: string;
  to: string;
  name: string;
  attributes: string[];
  isVirtual: boolean;
}

export interface Diagram {
  tables: DiagramTable[];
  relations: Relation[];
}

/** A rule, as the project declares it. */
export interface Rule {
  kind: string;
  /** The JSON:API type whose rows it is about. */
  resource: string;
  /** Such as `Customer.Balance`. */
  derives: string | null;
  text: string;
  /** Such as `Order.AmountTotal`. */
  reads: string[];
  via?: string;
  file: string;
  line: number;
}

/** The resource that a rule keeps true: that of what it derives, or that of the rows it judges. */
export const subjectOf = (rule: Rule): string => rule.derives?.split('.')[0] ?? rule.resource;

/** A value that a rule reads. */
export interface Input {
  /** The relationships that lead to its row. */
  way: string[];
  resource: string;
  /** None if there is no such row. */
  id: string | null;
  attribute: string;
  value: unknown;
  /** It can be explained in turn. */
  isDerived: boolean;
}

/** The rows that an aggregate is made of. */
export interface Children {
  resource: string;
  via: string;
  /** How many refer to the row. */
  all: number;
  /** How many contribute something. */
  total: number;
  offset: number;
  rows: { id: string; value: unknown; inputs: Input[] }[];
}

/** What one rule has to do with a value. */
export interface Reason {
  kind: string;
  value: string | null;
  condition: string | null;
  file: string;
  line: number;
  computed: unknown;
  /** Why there is no computed value. */
  refused: string | null;
  /** The stored value always has to be what the rule gives. */
  isFollowed: boolean;
  agrees: boolean;
  inputs: Input[];
  children: Children | null;
}

export interface Explanation {
  resource: string;
  id: string;
  attribute: string;
  stored: unknown;
  rules: Reason[];
}

const load = async <T>(address: string): Promise<T> => {
  const response = await fetch(address, { headers: { Accept: 'application/json', ...tokenHeaders() } });
  if (!response.ok) throw new HttpError(`${address}: HTTP ${response.status}`, response.status);
  return parse(await response.text()) as T;
};

export const loadStats = (app: string): Promise<Stats> => load(`/admin/${app}/stats`);

export const loadDiagram = (): Promise<Diagram> => load('/admin/er.json');

export const loadRules = (): Promise<Rule[]> => load('/admin/rules.json');

/** Why a value is what it is; of the rows behind it, so many from the offset on. */
export const loadExplanation = (resource: string, id: string, attribute: string, offset: number, limit: number): Promise<Explanation> => {
  const path = [resource, id, attribute].map(encodeURIComponent).join('/');
  return load(`/admin/explain/${path}?page[offset]=${offset}&page[limit]=${limit}`);
};

/** A change of a row, as the audit log has it. */
export interface LogEntry {
  id: number;
  at: string;
  requestId: string | null;
  caller: string | null;
  /** The JSON:API type. */
  resource: string;
  rowId: string;
  action: 'insert' | 'update' | 'delete';
  /** The attributes that differ; a rule has set those that name one, or an event of a row of the type, whose code stands there. */
  changes: { attribute: string; before: unknown; after: unknown; rule?: string; of?: string; at?: string }[];
}

/** What is wanted of the audit log; what is empty is no condition. */
export interface LogFilter {
  resource?: string;
  id?: string;
  caller?: string;
  action?: string;
  from?: string;
  to?: string;
}

export const loadLog = (filter: LogFilter, page: number, perPage: number): Promise<{ entries: LogEntry[]; hasMore: boolean }> => {
  const query = new URLSearchParams({ 'page[offset]': String((page - 1) * perPage), 'page[limit]': String(perPage) });
  for (const [name, value] of Object.entries(filter) as [string, string | undefined][]) if (value !== undefined && value !== '') query.append(name, value);
  return load(`/admin/audit?${query}`);
};
