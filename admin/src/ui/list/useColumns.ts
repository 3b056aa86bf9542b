/** The columns of a list: those of the configuration, or of the view that it begins with, until the user chooses others. */

import { useStore } from 'ra-core';
import { type Attribute, defaultColumns, type Resource, shownIn } from '../../core/config';

export interface Columns {
  attributes: Attribute[];
  all: Attribute[];
  isChosen: boolean;
  choose: (names: string[]) => void;
  reset: () => void;
}

export const useColumns = (resource: Resource, first?: string[]): Columns => {
  const [chosen, setChosen] = useStore<string[] | null>(`columns.${resource.name}`, null);
  const all = shownIn(resource, 'list');
  const names = chosen ?? first ?? defaultColumns(resource);
  return {
    // What is no longer there is not shown.
    attributes: names.map((name) => all.find((each) => each.name === name)).filter((each) => each !== undefined),
    all,
    isChosen: chosen !== null,
    choose: setChosen,
    reset: () => setChosen(null),
  };
};
