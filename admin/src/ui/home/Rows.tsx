import Box from '@mui/material/Box';
import MuiLink from '@mui/material/Link';
import Skeleton from '@mui/material/Skeleton';
import { useGetList, useTranslate } from 'ra-core';
import { Link } from 'react-router';
import { type Card, defaultColumns, type Resource } from '../../core/config';
import { filterOfView } from '../../core/filters';
import { type Row, userKeyAttributes } from '../../core/records';
import { useCatalog, useUserKey } from '../catalog';
import { Value } from '../fields/Value';
import { sortOf } from '../list/useViews';
import { paths } from '../paths';

/** The first rows of a filter: each by what people know it by, with one value more. */
export const Rows = ({ card, resource }: { card: Card; resource: Resource }) => {
  const translate = useTranslate();
  const catalog = useCatalog();
  const userKey = useUserKey();
  const named = userKeyAttributes(resource);
  const more = catalog.attribute(resource.name, card.attribute ?? defaultColumns(resource).find((name) => !named.includes(name)) ?? '');
  const { data } = useGetList<Row>(resource.name, {
    pagination: { page: 1, perPage: card.limit ?? 5 },
    sort: sortOf(resource.views?.find(({ name }) => name === card.link)?.sort ?? resource.sort) ?? { field: 'id', order: 'ASC' },
    filter: filterOfView(card.filter),
    meta: { columns: more === undefined ? [] : [more.name] },
  });
  if (data === undefined) return <Skeleton variant="rounded" height={160} aria-label={translate('app.loading')} />;
  if (data.length === 0) return <Box sx={{ color: 'text.secondary', py: 2 }}>{translate('app.home_page.none')}</Box>;
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {data.map((row) => (
        <Box component="li" key={row.id} sx={{ display: 'flex', gap: 2, justifyContent: 'space-between', py: 0.75, borderTop: 1, borderColor: 'divider', '&:first-of-type': { borderTop: 0 } }}>
          <MuiLink component={Link} to={resource.can.show ? paths.show(resource, row.id) : paths.list(resource)} underline="hover" sx={{ minHeight: 24 }}>{userKey(resource, row)}</MuiLink>
          {more !== undefined && <Box sx={{ textAlign: 'right', color: 'text.secondary' }}><Value resource={resource} attribute={more} row={row} inList /></Box>}
        </Box>
      ))}
    </Box>
  );
};
