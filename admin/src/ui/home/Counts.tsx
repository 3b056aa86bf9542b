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

/** A card for each entry of the menu, with its number of rows. */
export const Counts = ({ stats }: { stats: Stats | undefined }) => {
  const translate = useTranslate();
  const catalog = useCatalog();
  return groupsOf(catalog.config.menu).map(({ group, names }) => (
    <Box component="section" key={group ?? ''} sx={{ mb: 3 }} aria-label={group ?? translate('app.home')}>
      {group !== undefined && <Box component="h2" sx={{ fontSize: '0.875rem', fontWeight: 650, color: 'text.secondary', mt: 0, mb: 1 }}>{group}</Box>}
      <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: { xs: 'repeat(2, minmax(0, 1fr))', sm: 'repeat(auto-fill, minmax(200px, 1fr))' } }}>
        {names.map((name) => {
          const resource = catalog.find(name);
          return resource === undefined ? null : <Count key={name} resource={resource} stats={stats} />;
        })}
      </Box>
    </Box>
  ));
};

const Count = ({ resource, stats }: { resource: Resource; stats: Stats | undefined }) => {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const count = stats?.counts[resource.type];
  const number = count?.count.toLocaleString(locale);
  const text = number === undefined || count === null || count === undefined ? '—' : count.isMore ? `> ${number}` : number;
  return (
    <Card variant="outlined">
      <CardActionArea component={Link} to={paths.list(resource)} sx={{ p: 2, height: '100%' }}>
        <Box sx={{ color: 'text.secondary', fontSize: '0.875rem', fontWeight: 550, display: 'flex', gap: 1 }}>{resource.icon !== undefined && <Icon name={resource.icon} />}<span>{resource.labelPlural}</span></Box>
        <Box sx={{ fontSize: '1.625rem', fontWeight: 650, lineHeight: 1.3, fontVariantNumeric: 'tabular-nums' }}>
          {stats === undefined ? <Skeleton width={56} /> : text}
          <span className="visually-hidden"> {translate('app.rows', { smart_count: count?.count ?? 0 }).replace(/^\S+\s/, '')}</span>
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
