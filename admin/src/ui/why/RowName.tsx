import MuiLink from '@mui/material/Link';
import { useGetManyAggregate } from 'ra-core';
import { Link } from 'react-router';
import type { Row } from '../../core/records';
import { useCatalog, useUserKey } from '../catalog';
import { paths } from '../paths';

/** A row by what people know it by, as a link to it. The rows of a page are asked for in one request. */
export const RowName = ({ type, id, onLeave }: { type: string; id: string; onLeave: () => void }) => {
  const resource = useCatalog().config.resources.find((each) => each.type === type);
  const userKey = useUserKey();
  const { data } = useGetManyAggregate<Row>(resource?.name ?? type, { ids: [id] }, { enabled: resource !== undefined });
  if (resource === undefined) return <>{`${type} ${id}`}</>;
  const name = data?.[0] === undefined ? '' : userKey(resource, data[0]);
  const text = name === '' || name === id ? `${resource.label} ${id}` : `${resource.label} ${id} · ${name}`;
  return <MuiLink component={Link} to={paths.show(resource, id)} onClick={onLeave} underline="hover" sx={{ display: 'inline-block', minHeight: 24, lineHeight: '24px' }}>{text}</MuiLink>;
};
