import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useGetMany, useTranslate } from 'ra-core';
import { useState } from 'react';
import type { Point } from '../../core/chart';
import { type Attribute, type Card, type Resource, relationshipOf } from '../../core/config';
import { type Formats, formatValue } from '../../core/format';
import type { Drawn } from '../../core/pages';
import type { Row } from '../../core/records';
import { useCatalog, useFormats, useUserKey } from '../catalog';
import { Bars } from '../charts/Bars';
import { Pie } from '../charts/Pie';

/** A chart, and behind a button the same as a table. */
export const Chart = ({ card, resource, drawn, title }: { card: Card; resource: Resource; drawn: Drawn; title: string }) => {
  const translate = useTranslate();
  const formats = useFormats();
  const [isTable, setTable] = useState(false);
  const measured = resource.attributes.find(({ name }) => name === card.attribute);
  const group = resource.attributes.find(({ name }) => name === card.groupBy);
  const points = usePoints(card, resource, group, drawn);
  if (points.length === 0) return <Box sx={{ color: 'text.secondary', py: 2 }}>{translate('app.home_page.none')}</Box>;
  const long = (value: number) => (measured === undefined ? value.toLocaleString(formats.locale) : formatValue(value, { ...measured, key: false }, formats));
  const short = (value: number) => value.toLocaleString(formats.locale, { notation: 'compact', maximumFractionDigits: 1 });
  return (
    <>
      {isTable ? <PointTable points={points} name={group?.label ?? ''} number={measured?.label ?? resource.labelPlural} title={title} long={long} /> : card.kind === 'pie' ? <Pie points={points} label={title} long={long} /> : <Bars points={points} kind={card.kind === 'line' ? 'line' : 'bar'} label={title} short={short} long={long} />}
      <Button size="small" sx={{ mt: 0.5, ml: -0.5 }} onClick={() => setTable(!isTable)}>{translate(isTable ? 'app.home_page.chart' : 'app.home_page.table')}</Button>
    </>
  );
};

/** The groups with what people call them, and for a pie the rest. */
const usePoints = (card: Card, resource: Resource, group: Attribute | undefined, drawn: Drawn): Point[] => {
  const translate = useTranslate();
  const formats = useFormats();
  const userKey = useUserKey();
  const catalog = useCatalog();
  const groups = drawn.groups ?? [];
  const relationship = group === undefined ? undefined : relationshipOf(resource, group);
  const target = relationship === undefined ? undefined : catalog.find(relationship.resource);
  const ids = target === undefined ? [] : groups.map(({ key }) => key).filter((key) => key !== null).map(String);
  const { data } = useGetMany<Row>(target?.name ?? resource.name, { ids }, { enabled: ids.length > 0 });
  const nameOf = (key: unknown): string => {
    if (key === null || key === undefined) return translate('app.home_page.nothing');
    if (card.by !== undefined) return periodName(String(key), card.by, formats);
    if (target !== undefined) {
      const row = data?.find((each) => each !== undefined && String(each.id) === String(key));
      return row === undefined ? String(key) : userKey(target, row);
    }
    return group === undefined ? String(key) : formatValue(key, group, formats) || String(key);
  };
  const points = groups.map(({ key, number }): Point => ({ key, name: nameOf(key), value: Number(number) }));
  if (card.kind !== 'pie') return points;
  const rest = Number(drawn.number) - points.reduce((sum, { value }) => sum + value, 0);
  return rest > 1e-9 ? [...points, { key: undefined, name: translate('app.home_page.other'), value: rest }] : points;
};

/** `2026-02` as Feb 2026. */
const periodName = (key: string, by: NonNullable<Card['by']>, { locale }: Formats): string => {
  const [year = 0, month = 1, day = 1] = key.split('-').map(Number);
  if (by === 'year' || Number.isNaN(year)) return key;
  const options: Intl.DateTimeFormatOptions = by === 'month' ? { month: 'short', year: 'numeric' } : { month: 'short', day: 'numeric' };
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(new Date(Date.UTC(year, month - 1, day)));
};

const PointTable = ({ points, name, number, title, long }: { points: Point[]; name: string; number: string; title: string; long: (value: number) => string }) => (
  <Box tabIndex={0} role="group" aria-label={title} sx={{ maxHeight: 220, overflowY: 'auto' }}>
    <Box component="table" sx={{ width: '100%', borderCollapse: 'collapse', fontSize: '0.875rem', '& th, & td': { textAlign: 'left', py: 0.5, borderBottom: 1, borderColor: 'divider' }, '& th:last-child, & td:last-child': { textAlign: 'right', fontVariantNumeric: 'tabular-nums' } }}>
      <thead><tr><th scope="col">{name}</th><th scope="col">{number}</th></tr></thead>
      <tbody>{points.map((point, index) => <tr key={index}><td>{point.name}</td><td>{long(point.value)}</td></tr>)}</tbody>
    </Box>
  </Box>
);
