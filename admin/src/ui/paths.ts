/** The addresses of pages. Those that begin with `_` are the app's own. */

import type { Resource } from '../core/config';
import { idPart } from '../core/rowAddress';

const of = (resource: Resource): string => `/${encodeURIComponent(resource.name)}`;

export const paths = {
  /** Where it has no list, the first page stands for it. */
  list: (resource: Resource): string => (resource.can.list ? of(resource) : '/'),
  create: (resource: Resource, source?: Record<string, unknown>): string =>
    `${of(resource)}/create${source === undefined ? '' : `?source=${encodeURIComponent(JSON.stringify(source))}`}`,
  edit: (resource: Resource, id: string | number): string => `${of(resource)}/${idPart(id)}`,
  show: (resource: Resource, id: string | number, tab?: string): string =>
    `${of(resource)}/${idPart(id)}/show${tab === undefined ? '' : `/${encodeURIComponent(tab)}`}`,
  home: '/',
  diagram: '/_er',
  rules: '/_rules',
  rule: (name: string): string => `/_rules/${encodeURIComponent(name)}`,
  audit: '/_audit',
  settings: '/_settings',
  profile: '/_profile',
  login: '/login',
};
