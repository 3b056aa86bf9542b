import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import type { Attribute, Resource } from '../../core/config';
import { isBlank, type Row } from '../../core/records';
import { useUserKey } from '../catalog';
import { Value } from '../fields/Value';
import { paths } from '../paths';

/** The way into the row for those who do not point: the first cell is a link, unless it is one to another row. */
export const FirstCell = ({ resource, attribute, row }: { resource: Resource; attribute: Attribute; row: Row }) => {
  const userKey = useUserKey();
  // An empty text can be neither seen nor clicked on.
  const value = row[attribute.name];
  const isEmpty = typeof value === 'string' && isBlank(value);
  const shown = isEmpty ? <Box component="span" sx={{ color: 'text.secondary', fontWeight: 400 }}>{userKey(resource, row)}</Box> : <Value resource={resource} attribute={attribute} row={row} inList />;
  if (isEmpty) return <RowLink resource={resource} row={row}>{shown}</RowLink>;
  if (attribute.relationship !== undefined || ['url', 'email', 'phone'].includes(attribute.type)) return shown;
  return <RowLink resource={resource} row={row}>{shown}</RowLink>;
};

const RowLink = ({ resource, row, children }: { resource: Resource; row: Row; children: ReactNode }) => {
  const address = resource.can.show ? paths.show(resource, row.id) : paths.edit(resource, row.id);
  return <Box component="a" href={`#${address}`} sx={{ display: 'inline-block', minWidth: 24, maxWidth: '100%', lineHeight: '24px', overflow: 'hidden', textOverflow: 'ellipsis', verticalAlign: 'middle', color: 'text.primary', textDecoration: 'none', fontWeight: 550, '&:hover': { textDecoration: 'underline' } }}>{children}</Box>;
};
