/** What tests of the core have in common: parts of a configuration, and what a browser keeps. */

import type { Attribute, Resource } from '../src/core/config';

export const attribute = (name: string, more: Partial<Attribute> = {}): Attribute => ({
  name, label: name, type: 'string', json: 'string', nullable: true, required: false, search: false, key: false, readonly: false, automatic: false, ...more,
});

export const resource = (name: string, more: Partial<Resource> = {}): Resource => ({
  name, type: name, label: name, labelPlural: `${name}s`, userKey: '{Name}', hidden: false, key: ['Id'], maxListColumns: 8, attributes: [], relationships: [], tabs: [],
  can: { list: true, show: true, create: true, edit: true, delete: true }, ...more,
});

/** A storage as of a tab that was just opened. */
export const storage = (): Storage => {
  const values = new Map<string, string>();
  return {
    get length() {
      return values.size;
    },
    key: (index) => [...values.keys()][index] ?? null,
    getItem: (name) => values.get(name) ?? null,
    setItem: (name, value) => void values.set(name, value),
    removeItem: (name) => void values.delete(name),
    clear: () => values.clear(),
  };
};
