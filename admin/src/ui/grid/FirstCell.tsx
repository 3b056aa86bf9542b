import Box from '@mui/material/Box';
import { useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import type { Attribute, Resource } from '../../core/config';
import { isBlank, type Row } from '../../core/records';
import { useUserKey } from '../catalog';
import { Value } from '../fields/Value';
import { paths } from '../paths';

/** Whether a value is a link to elsewhere. */
const leadsAway = ({ relationship, type }: Attribute): boolean => relationship !== undefined || ['url', 'email', 'phone'].includes(type);

/** The way into the row for those who do not point: the first cell is a link, and has one besides where its value leads elsewhere. */
export const FirstCell = ({ resource, attribute, row }: { resource: Resource; attribute: Attribute; row: Row }) => {
  const userKey = useUserKey();
  const translate = useTranslate();
  // An empty text can be neither seen nor clicked on.
  const value = row[attribute.name];
  const isEmpty = typeof value === 'string' && isBlank(value);
  const shown = isEmpty ? <Box component="span" sx={{ color: 'text.secondary', fontWeight: 400 }}>{userKey(resource, row)}</Box> : <Value resource={resource} attribute={attribute} row={row} inList />;
  if (isEmpty) return <RowLink resource={resource} row={row}>{shown}</RowLink>;
  if (leadsAway(attribute)) {
    return <><RowLink resource={resource} row={row} label={translate('app.list.open', { name: userKey(resource, row) })}>›</RowLink>{shown}</>;
  }
  return <RowLink resource={resource} row={row}>{shown}</RowLink>;
};

const RowLink = ({ resource, row, label, children }: { resource: Resource; row: Row; label?: string; children: ReactNode }) => {
  const address = resource.can.show ? paths.show(resource, row.id) : paths.edit(resource, row.id);
  return <Box component="a" href={`#${address}`} aria-label={label} title={label} sx={{ display: 'inline-block', minWidth: 24, maxWidth: '100%', lineHeight: '24px', overflow: 'hidden', textOverflow: 'ellipsis', verticalAlign: 'middle', color: 'text.primary', textDecoration: 'none', fontWeight: 550, '&:hover': { textDecoration: 'underline' } }}>{children}</Box>;
};
