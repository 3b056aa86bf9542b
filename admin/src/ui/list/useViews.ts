/** Filters, order and columns under a name: those of the configuration, and the user's own. */

import { type SortPayload, useStore } from 'ra-core';
import type { Resource } from '../../core/config';
import { filterOfView } from '../../core/filters';

/** What a view sets. */
export interface Setting {
  filter: Record<string, unknown>;
  sort: SortPayload | undefined;
  columns: string[] | undefined;
}

export interface View extends Setting {
  name: string;
  isOwn: boolean;
}

export interface Views {
  all: View[];
  /** The one that a list begins with. */
  first: View | undefined;
  find: (name: string) => View | undefined;
  save: (name: string, setting: Setting) => void;
  remove: (name: string) => void;
  /** Has lists begin with it, or with all rows. */
  beginWith: (name: string | null) => void;
}

/** All rows, as a choice of the user's against a view that the configuration begins with. */
const ALL = '';

export const sortOf = (text: string | undefined): SortPayload | undefined =>
  text === undefined ? undefined : { field: text.replace(/^-/, ''), order: text.startsWith('-') ? 'DESC' : 'ASC' };

export const useViews = (resource: Resource): Views => {
  const [own, setOwn] = useStore<(Setting & { name: string })[]>(`views.${resource.name}`, []);
  const [chosen, setChosen] = useStore<string | null>(`views.first.${resource.name}`, null);
  const configured = resource.views ?? [];
  const all: View[] = [
    ...configured.map((view) => ({ name: view.name, filter: filterOfView(view.filter ?? {}), sort: sortOf(view.sort), columns: view.columns, isOwn: false })),
    ...own.map((view) => ({ ...view, isOwn: true })),
  ];
  const find = (name: string) => all.find((view) => view.name === name);
  const configuredFirst = configured.find((view) => view.default === true)?.name;
  return {
    all,
    find,
    first: find(chosen ?? configuredFirst ?? ALL),
    save: (name, setting) => setOwn([...own.filter((each) => each.name !== name), { ...setting, name }]),
    remove: (name) => {
      setOwn(own.filter((each) => each.name !== name));
      if (chosen === name) setChosen(null);
    },
    beginWith: (name) => setChosen(name ?? ALL),
  };
};
