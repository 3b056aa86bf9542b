import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import CardActionArea from '@mui/material/CardActionArea';
import Skeleton from '@mui/material/Skeleton';
import { useLocaleState, useTranslate } from 'ra-core';
import { Link } from 'react-router';
import type { MenuEntry, Resource } from '../../core/config';
import type { Stats } from '../../core/pages';
import { useCatalog } from '../catalog';
import { Icon } from '../icons/Icon';
import { paths } from '../paths';

/** More entries than this are lines: so many cards would take a browser seconds to draw. */
const CARDS = 120;

/** A card or a line for each entry of the menu, with its number of rows. */
export const Counts = ({ stats }: { stats: Stats | undefined }) => {
  const translate = useTranslate();
  const catalog = useCatalog();
  const groups = groupsOf(catalog.config.menu);
  const areMany = groups.reduce((sum, { names }) => sum + names.length, 0) > CARDS;
  const Entry = areMany ? Line : Count;
  return groups.map(({ group, names }) => (
    <Box component="section" key={group ?? ''} sx={{ mb: 3 }} aria-label={group ?? translate('app.home')}>
      {group !== undefined && <Box component="h2" sx={{ fontSize: '0.875rem', fontWeight: 650, color: 'text.secondary', mt: 0, mb: 1 }}>{group}</Box>}
      <Box sx={{ display: 'grid', gridTemplateColumns: { xs: 'repeat(2, minmax(0, 1fr))', sm: 'repeat(auto-fill, minmax(200px, 1fr))' }, ...(areMany ? LINES : { gap: 1.5 }) }}>
        {names.map((name) => {
          const resource = catalog.find(name);
          return resource === undefined ? null : <Entry key={name} resource={resource} count={stats?.counts[resource.type]} isLoading={stats === undefined} />;
        })}
      </Box>
    </Box>
  ));
};

interface Props {
  resource: Resource;
  /** None if it is not known yet, or cannot be. */
  count: Stats['counts'][string] | undefined;
  isLoading: boolean;
}

const textOf = (count: Props['count'], locale: string | undefined): string => {
  if (count === null || count === undefined) return '—';
  const number = count.count.toLocaleString(locale);
  return count.isMore ? `> ${number}` : number;
};

/** What a screen reader says after the number. */
const useRows = (count: Props['count']): string => useTranslate()('app.rows', { smart_count: count?.count ?? 0 }).replace(/^\S+\s/, '');

/** How the lines of a place look, said once for all of them. */
const LINES = {
  columnGap: 1.5,
  '& a': { display: 'flex', gap: 1, alignItems: 'baseline', minHeight: 32, px: 1, py: 0.5, borderRadius: 1, color: 'text.primary', textDecoration: 'none' },
  '& a:hover': { bgcolor: 'action.hover' },
  '& a > span:first-of-type': { flex: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& b': { fontWeight: 550, fontVariantNumeric: 'tabular-nums' },
} as const;

const Line = ({ resource, count, isLoading }: Props) => {
  const [locale] = useLocaleState();
  const rows = useRows(count);
  return (
    <Link to={paths.list(resource)}>
      <span>{resource.labelPlural}</span>
      <b>{isLoading ? '' : textOf(count, locale)}</b>
      <span className="visually-hidden"> {rows}</span>
    </Link>
  );
};

const Count = ({ resource, count, isLoading }: Props) => {
  const [locale] = useLocaleState();
  const rows = useRows(count);
  return (
    <Card variant="outlined">
      <CardActionArea component={Link} to={paths.list(resource)} sx={{ p: 2, height: '100%' }}>
        <Box sx={{ color: 'text.secondary', fontSize: '0.875rem', fontWeight: 550, display: 'flex', gap: 1 }}>{resource.icon !== undefined && <Icon name={resource.icon} />}<span>{resource.labelPlural}</span></Box>
        <Box sx={{ fontSize: '1.625rem', fontWeight: 650, lineHeight: 1.3, fontVariantNumeric: 'tabular-nums' }}>
          {isLoading ? <Skeleton width={56} /> : textOf(count, locale)}
          <span className="visually-hidden"> {rows}</span>
        </Box>
      </CardActionArea>
    </Card>
  );
};

const groupsOf = (menu: MenuEntry[]): { group: string | undefined; names: string[] }[] => {
  const groups: { group: string | undefined; names: string[] }[] = [];
  for (const entry of menu) {
    if (typeof entry !== 'string') {
      groups.push({ group: entry.group, names: entry.items });
      continue;
    }
    const last = groups.at(-1);
    if (last !== undefined && last.group === undefined) last.names.push(entry);
    else groups.push({ group: undefined, names: [entry] });
  }
  return groups;
};
