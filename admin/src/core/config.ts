/** What the server says of the tables and of `admin.yaml`: the types of `config.json`, and how it is loaded. */

import { tokenHeaders } from './auth';

export type AttributeType =
  | 'string' | 'text' | 'integer' | 'decimal' | 'money' | 'percent' | 'boolean' | 'date' | 'dateTime' | 'time' | 'json'
  | 'code' | 'markdown' | 'html' | 'email' | 'url' | 'phone' | 'color' | 'image' | 'file' | 'password' | 'option' | 'uuid';

export type Mode = 'list' | 'show' | 'edit' | 'create';

export interface ValueOption {
  value: string | number | boolean | null;
  label: string;
  color?: string;
}

export interface Attribute {
  name: string;
  label: string;
  type: AttributeType;
  json: 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'any';
  nullable: boolean;
  required: boolean;
  search: boolean;
  key: boolean;
  hidden?: Mode[];
  /** Always, in modes, or where a condition holds. */
  readonly: boolean | Mode[] | string;
  /** The database gives a value where there is none. */
  automatic: boolean;
  /** Computed by rules. */
  derived?: boolean;
  /** Taken over by a rule when the row is entered; it may be changed afterwards. */
  copied?: boolean;
  /** A moment rather than what a clock shows. */
  zoned?: boolean;
  maxLength?: number;
  scale?: number;
  options?: ValueOption[];
  /** Of a list: what its values are. */
  items?: 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'any';
  relationship?: string;
  info?: string;
  help?: string;
  placeholder?: string;
  default?: unknown;
  group?: string;
  show_when?: string;
  filter?: boolean | 'always';
  align?: 'start' | 'end' | 'center';
  /** The name of what is drawn before the value. */
  icon?: string;
  /** How its values look, as React has it; see `core/style.ts`. */
  style?: Record<string, unknown>;
  /** How wide its input is, in letters. */
  length?: number;
  trunc_size?: number;
  /** Such as `0.00` or `yyyy-MM-dd`. */
  format?: string;
  /** Of its column, in pixels. */
  width?: number;
  /** The sum of all rows of a filter is shown below. */
  total?: boolean;
  /** How the row that it refers to is chosen. */
  lookup?: { filter?: Record<string, unknown>; sort?: string; columns?: string[]; create?: boolean; mode?: 'autocomplete' | 'select' | 'dialog' | 'radio' };
  text?: string;
  validate?: Validation;
}

export interface Validation {
  min?: number;
  max?: number;
  min_length?: number;
  max_length?: number;
  pattern?: string;
  message?: string;
}

export interface Relationship {
  name: string;
  to: 'one' | 'many';
  resource: string;
  attributes: string[];
  targetAttributes: string[];
  /** Whether the attributes are a foreign key. */
  holdsKey: boolean;
}

export interface Tab {
  /** The relationship. */
  name: string;
  /** Empty if the tab is called as the resource is. */
  label: string;
  resource: string;
  /** It is the one row that is referred to. */
  isOne?: boolean;
  sort?: string;
  per_page?: number;
  add?: 'dialog' | 'page' | 'inline' | false;
  show_when?: string;
  count?: boolean;
  filter?: Record<string, unknown>;
  attributes?: (string | { name: string })[];
}

export interface View {
  name: string;
  filter?: Record<string, unknown>;
  sort?: string;
  columns?: string[];
  default?: boolean;
}

export interface Group {
  name: string;
  label?: string;
  collapsed?: boolean;
  columns?: number;
}

export interface RowColor {
  when: string;
  color: 'info' | 'success' | 'warning' | 'error';
}

/** An endpoint of the project that can be called for rows. */
export interface Action {
  name: string;
  label?: string;
  icon?: string;
  /** A path of this server; `{id}` stands for the row's. */
  endpoint: string;
  /** What is asked before. */
  confirm?: string;
  scope?: 'row' | 'bulk' | 'list';
  show_when?: string;
  /** What it is told besides. */
  args?: Attribute[];
}

export interface Resource {
  name: string;
  type: string;
  label: string;
  labelPlural: string;
  description?: string;
  infoList?: string;
  infoShow?: string;
  icon?: string;
  /** A text with the names of attributes in braces. */
  userKey: string;
  hidden: boolean;
  /** Its rows have no buttons of the app's own. */
  hideActions?: boolean;
  /** A change does not say which state of the row it was made from. */
  isUnlocked?: boolean;
  hideHistory?: boolean;
  /** Its lists follow what others change. */
  realtime?: boolean;
  can: Record<'list' | 'show' | 'create' | 'edit' | 'delete', boolean>;
  key: string[];
  sort?: string;
  perPage?: number;
  maxListColumns: number;
  attributes: Attribute[];
  relationships: Relationship[];
  tabs: Tab[];
  views?: View[];
  groups?: Group[];
  rowColor?: RowColor[];
  actions?: Action[];
}

export interface Diagnostic {
  severity: 'error' | 'warning' | 'info';
  path: string;
  line: number;
  column: number;
  message: string;
  hint?: string;
  /** The lines around it, as far as it has a place in the file. */
  excerpt?: { first: number; lines: string[] };
}

export interface Theme {
  mode?: 'light' | 'dark' | 'system';
  primary?: string;
  secondary?: string;
  radius?: number;
  density?: 'compact' | 'normal' | 'roomy';
  logo?: string;
  favicon?: string;
  title?: string;
  /** A style sheet of the project's own. */
  css?: string;
}

export interface Settings {
  maxListColumns: number;
  infoShown: boolean;
  locale?: string;
  locales?: string[];
  currency?: string;
  timezone?: string;
  styleGuide: Record<string, unknown>;
  theme: Theme;
  pages: Record<string, unknown>;
  /** The menu says how many rows there are. */
  menuCounts?: boolean;
  /** Servers that pictures may come from, besides this one. */
  imageHosts?: string[];
}

export type MenuEntry = string | { group: string; icon?: string; items: string[] };

/** A figure, a chart or a list of the first page. */
export interface Card {
  kind: 'count' | 'sum' | 'bar' | 'line' | 'pie' | 'list';
  title?: string;
  resource: string;
  attribute?: string;
  groupBy?: string;
  by?: 'day' | 'week' | 'month' | 'year';
  filter: Record<string, unknown>;
  limit?: number;
  /** A view of the resource. */
  link?: string;
}

export interface Config {
  title: string;
  /** Where one logs in; absent where nobody is asked who they are. */
  authentication?: { endpoint: string; sso?: string };
  /** Who the server takes one for. */
  caller?: { name: string; roles?: string[] };
  apiRoot: string;
  settings: Settings;
  menu: MenuEntry[];
  home?: { title?: string; text?: string; cards: Card[] };
  hasRules: boolean;
  hasAudit: boolean;
  resources: Resource[];
  file: string;
  /** The file could not be used: this is an earlier one, or the tables' own. */
  isOutdated: boolean;
  /** It is an earlier one. */
  isEarlier: boolean;
  diagnostics: Diagnostic[];
}

/** The app of this page: `admin` at `/`, another at `/admin/<app>/`. */
export const appName = (path: string): string => /^\/admin\/([\w-]+)\/?$/.exec(path)?.[1] ?? 'admin';

/** Loads the configuration; nothing if it is the one of the tag. */
export const loadConfig = async (app: string, etag?: string): Promise<{ config: Config; etag: string } | undefined> => {
  const headers: HeadersInit = { ...tokenHeaders(), ...(etag === undefined ? {} : { 'If-None-Match': etag }) };
  const response = await fetch(`/admin/${app}/config.json`, { headers, cache: 'no-store' });
  if (response.status === 304) return undefined;
  if (!response.ok) throw new Error(`the server answered ${response.status} for the configuration of this app`);
  return { config: (await response.json()) as Config, etag: response.headers.get('ETag') ?? '' };
};

/** A configuration whose parts are found by their names. */
export class Catalog {
  private readonly byName: Map<string, Resource>;
  private readonly attributes = new Map<string, Map<string, Attribute>>();

  constructor(readonly config: Config) {
    this.byName = new Map(config.resources.map((resource) => [resource.name, resource]));
    for (const resource of config.resources) {
      this.attributes.set(resource.name, new Map(resource.attributes.map((each) => [each.name, each])));
    }
  }

  find(name: string): Resource | undefined {
    return this.byName.get(name);
  }

  resource(name: string): Resource {
    const found = this.byName.get(name);
    if (found === undefined) throw new Error(`there is no resource ${name}`);
    return found;
  }

  attribute(resource: string, name: string): Attribute | undefined {
    return this.attributes.get(resource)?.get(name);
  }
}

/** Whether a rule has to do with the values, so that they can be explained. */
export const isExplained = ({ derived, copied }: Attribute): boolean => derived === true || copied === true;

export const relationshipOf = (resource: Resource, attribute: Attribute): Relationship | undefined =>
  attribute.relationship === undefined
    ? undefined
    : resource.relationships.find((each) => each.name === attribute.relationship);

/** What the buttons of a row are. */
export const buttonsOf = ({ can, hideActions }: Resource): Pick<Resource['can'], 'create' | 'edit' | 'delete'> =>
  hideActions === true ? { create: false, edit: false, delete: false } : can;

/** The attributes that a page may show. */
export const shownIn = (resource: Resource, mode: Mode): Attribute[] =>
  resource.attributes.filter((attribute) => attribute.hidden?.includes(mode) !== true);

/** Whether the values are lists of texts, numbers and the like. */
export const isListOfPlain = ({ type, items }: Attribute): boolean => type === 'json' && items !== undefined && items !== 'any' && items !== 'array';

/** The columns of a list until a user chooses others. */
export const defaultColumns = (resource: Resource): string[] =>
  shownIn(resource, 'list')
    .filter((attribute) => isListOfPlain(attribute) || !['text', 'json', 'code', 'html', 'markdown', 'file', 'password'].includes(attribute.type) || isInUserKey(resource, attribute))
    .slice(0, resource.maxListColumns)
    .map((attribute) => attribute.name);

const isInUserKey = (resource: Resource, attribute: Attribute): boolean =>
  resource.userKey.includes(`{${attribute.name}}`);

/** The relationship behind a tab, with the attributes that join the two. */
export const tabRelationship = (resource: Resource, tab: Tab): Relationship | undefined =>
  resource.relationships.find((each) => each.name === tab.name && each.to === (tab.isOne === true ? 'one' : 'many'));
