import Box from '@mui/material/Box';
import MuiLink from '@mui/material/Link';
import Skeleton from '@mui/material/Skeleton';
import { useGetOne, useTranslate } from 'ra-core';
import { Link } from 'react-router';
import type { Resource, Tab } from '../../core/config';
import { relatedTo, type Row } from '../../core/records';
import { useCatalog, useUserKey } from '../catalog';
import { Failure, Message } from '../Message';
import { paths } from '../paths';
import { columnsOf } from './columns';
import { Details } from './Details';

/** The one row that a row refers to, where the configuration wants it as a tab. */
export const ParentTab = ({ tab, row, label }: { tab: Tab; row: Row; label: string }) => {
  const translate = useTranslate();
  const target = useCatalog().resource(tab.resource);
  const related = relatedTo(row, tab.name);
  if (related === undefined) return <Message title={translate('app.show.empty_tab', { name: label })} />;
  return <Parent target={target} tab={tab} id={related.id} />;
};

const Parent = ({ target, tab, id }: { target: Resource; tab: Tab; id: string }) => {
  const userKey = useUserKey();
  const { data, error, refetch } = useGetOne<Row>(target.name, { id });
  if (error !== null) return <Failure error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Box sx={{ p: 3 }}><Skeleton variant="rounded" height={120} /></Box>;
  const shown = tab.attributes === undefined ? target : { ...target, attributes: columnsOf(target, tab, []) };
  return (
    <Box sx={{ p: { xs: 2, sm: 3 } }}>
      {target.can.show && <MuiLink component={Link} to={paths.show(target, id)} underline="hover" sx={{ display: 'inline-block', minHeight: 24, mb: 1.5, fontWeight: 650 }}>{userKey(target, data)}</MuiLink>}
      <Details resource={shown} row={data} />
    </Box>
  );
};
