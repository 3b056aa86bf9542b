import MuiLink from '@mui/material/Link';
import { Link } from 'react-router';
import type { Related } from '../../core/records';
import { useCatalog, useUserKey } from '../catalog';
import { paths } from '../paths';
import { HoverCard } from './HoverCard';

interface Props {
  /** The resource that is referred to. */
  resource: string;
  related: Related | undefined;
  /** The foreign key's value, for a row that did not come along. */
  value: unknown;
}

/** The row that a foreign key refers to: its user key, as a link to it. */
export const RelatedLink = ({ resource, related, value }: Props) => {
  const target = useCatalog().find(resource);
  const userKey = useUserKey();
  if (target === undefined) return <>{String(value)}</>;
  const text = related?.record === undefined ? String(value) : userKey(target, related.record);
  const id = related?.id ?? String(value);
  return (
    <HoverCard resource={target} id={id}>
      <MuiLink component={Link} to={paths.show(target, id)} onClick={(event) => event.stopPropagation()} underline="hover" sx={{ display: 'inline-block', minWidth: 24, minHeight: 24, lineHeight: '24px', maxWidth: '100%', overflow: 'hidden', textOverflow: 'ellipsis', verticalAlign: 'middle' }}>
        {text}
      </MuiLink>
    </HoverCard>
  );
};
