/** What is said after a row was saved: also what the rules have changed elsewhere. */

import { useNotify, useTranslate } from 'ra-core';
import type { Catalog, Resource } from '../../core/config';
import { type Formats, formatValue } from '../../core/format';
import { type Effect, EFFECTS, type Row } from '../../core/records';
import { useCatalog, useFormats } from '../catalog';

/** Changes in one message; the rest is counted by the eye. */
const TOLD = 4;

export const useSaved = (): ((resource: Resource, row: Row, text: string) => void) => {
  const notify = useNotify();
  const translate = useTranslate();
  const catalog = useCatalog();
  const formats = useFormats();
  return (resource, row, text) => {
    const others = (row[EFFECTS] ?? []).filter((effect) => effect.type !== resource.type || effect.id !== String(row.id));
    const changes = others.flatMap((effect) => describe(effect, catalog, formats));
    const told = changes.length > TOLD ? [...changes.slice(0, TOLD), '…'] : changes;
    const message = told.length === 0 ? text : `${text}. ${translate('app.form.also', { changes: told.join('; ') })}`;
    notify(message, { type: 'success', autoHideDuration: told.length === 0 ? 6_000 : 12_000, multiLine: true });
  };
};

const describe = (effect: Effect, catalog: Catalog, formats: Formats): string[] => {
  const resource = catalog.config.resources.find(({ type }) => type === effect.type);
  if (resource === undefined) return [];
  const name = `${resource.label} ${effect.id}`;
  if (effect.change !== 'updated') return [name];
  return Object.keys(effect.after ?? {}).flatMap((key) => {
    const attribute = catalog.attribute(resource.name, key);
    if (attribute === undefined) return [];
    const show = (value: unknown) => formatValue(value, attribute, formats) || '—';
    return [`${name} ${attribute.label} ${show(effect.before?.[key])} → ${show(effect.after?.[key])}`];
  });
};
