import ExpandMoreIcon from '@mui/icons-material/ExpandMore';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { type Attribute, relationshipOf, type Resource } from '../../core/config';
import { relatedTo, type Row } from '../../core/records';
import { useCatalog } from '../catalog';
import { RowCard } from '../fields/HoverCard';
import { Value } from '../fields/Value';

/** The row that is referred to: its name as a link, and below it what it is, for those who open it. */
export const ParentPanel = ({ resource, attribute, row }: { resource: Resource; attribute: Attribute; row: Row }) => {
  const translate = useTranslate();
  const catalog = useCatalog();
  const [isOpen, setOpen] = useState(false);
  const relationship = relationshipOf(resource, attribute);
  const related = relationship === undefined ? undefined : relatedTo(row, relationship.name);
  const target = related === undefined || related === null ? undefined : catalog.find(related.resource);
  const id = `parent-${attribute.name}`;
  return (
    <>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 0.25, minWidth: 0 }}>
        <Box sx={{ minWidth: 0 }}><Value resource={resource} attribute={attribute} row={row} /></Box>
        {target !== undefined && (
          <IconButton size="small" sx={{ p: 0.25 }} aria-expanded={isOpen} aria-controls={isOpen ? id : undefined} aria-label={translate('app.show.parent', { name: attribute.label })} onClick={() => setOpen(!isOpen)}>
            <ExpandMoreIcon fontSize="small" sx={{ transform: isOpen ? 'rotate(180deg)' : undefined }} />
          </IconButton>
        )}
      </Box>
      {isOpen && target !== undefined && related !== undefined && related !== null && (
        <Box id={id} sx={{ mt: 1, p: 1.5, border: 1, borderColor: 'divider', borderRadius: 1, bgcolor: 'background.default' }}><RowCard resource={target} id={related.id} /></Box>
      )}
    </>
  );
};
