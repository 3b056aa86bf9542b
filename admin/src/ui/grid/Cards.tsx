import Box from '@mui/material/Box';
import MuiLink from '@mui/material/Link';
import Skeleton from '@mui/material/Skeleton';
import { Link } from 'react-router';
import type { Attribute, Resource } from '../../core/config';
import { userKeyAttributes, type Row } from '../../core/records';
import { useUserKey } from '../catalog';
import { Value } from '../fields/Value';
import { paths } from '../paths';
import { CardTotals } from './CardTotals';

interface Props {
  resource: Resource;
  attributes: Attribute[];
  rows: Row[] | undefined;
  label: string;
  /** The sums of all rows of the filter; empty while they are on their way. */
  totals?: Record<string, unknown> | undefined;
}

/** How many attributes a card has below its title. */
const ATTRIBUTES = 3;

/** Rows as cards, where there is no room for a table. */
export const Cards = ({ resource, attributes, rows, label, totals }: Props) => {
  const userKey = useUserKey();
  const inTitle = userKeyAttributes(resource);
  const shown = attributes.filter(({ name }) => !inTitle.includes(name)).slice(0, ATTRIBUTES);
  if (rows === undefined) {
    return <Box aria-busy>{Array.from({ length: 6 }, (_, index) => <Skeleton key={index} height={88} sx={{ mx: 2 }} />)}</Box>;
  }
  return (
    <>
      <Box component="ul" aria-label={label} sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {rows.map((row) => (
          <Box component="li" key={row.id} data-row sx={{ px: 2, py: 1.5, borderBottom: 1, borderColor: 'divider', '&:last-child': { borderBottom: 0 } }}>
            <MuiLink component={Link} to={resource.can.show ? paths.show(resource, row.id) : paths.edit(resource, row.id)} underline="hover" sx={{ fontWeight: 650, color: 'text.primary', display: 'inline-block', minWidth: 24, minHeight: 24 }}>
              {userKey(resource, row)}
            </MuiLink>
            <Box component="dl" sx={{ m: 0, mt: 0.5, display: 'grid', gridTemplateColumns: 'minmax(0, 2fr) minmax(0, 3fr)', columnGap: 1, rowGap: 0.25, fontSize: '0.8125rem' }}>
              {shown.map((attribute) => (
                <Box key={attribute.name} sx={{ display: 'contents' }}>
                  <Box component="dt" sx={{ color: 'text.secondary' }}>{attribute.label}</Box>
                  <Box component="dd" sx={{ m: 0 }}><Value resource={resource} attribute={attribute} row={row} inList /></Box>
                </Box>
              ))}
            </Box>
          </Box>
        ))}
      </Box>
      {totals !== undefined && <CardTotals attributes={attributes} totals={totals} />}
    </>
  );
};
