/** What a tab shows of its rows. */

import { type Attribute, defaultColumns, type Resource, type Tab } from '../../core/config';

/** The columns of the child, without the key that leads back here; the tab may call them otherwise. */
export const columnsOf = (child: Resource, tab: Tab, foreignKey: string[]): Attribute[] => {
  const usual = defaultColumns(child).filter((name) => !foreignKey.includes(name));
  const named = tab.attributes?.filter((each) => child.attributes.some(({ name }) => name === (typeof each === 'string' ? each : each.name))) ?? [];
  return (named.length === 0 ? usual : named).flatMap((each) => {
    const { name, ...changed }: Partial<Attribute> & { name: string } = typeof each === 'string' ? { name: each } : each;
    const known = child.attributes.find((attribute) => attribute.name === name);
    return known === undefined ? [] : [{ ...known, ...(changed.label === undefined ? {} : { label: changed.label }), ...(changed.total === undefined ? {} : { total: changed.total }) }];
  });
};
