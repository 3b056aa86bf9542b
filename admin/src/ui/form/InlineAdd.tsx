import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useCreate, useTranslate } from 'ra-core';
import type { Attribute, Resource } from '../../core/config';
import type { Row } from '../../core/records';
import { RowForm } from './RowForm';
import type { Values } from './values';

interface Props {
  resource: Resource;
  /** The columns beside which the rows are entered. */
  attributes: Attribute[];
  /** What each new row starts with. */
  source: Values;
  onClose: () => void;
  onCreated: (row: Row) => void;
}

/** New rows one after the other, above the rows that are there: `Enter` saves one and begins the next. */
export const InlineAdd = ({ resource, attributes, source, onClose, onCreated }: Props) => {
  const translate = useTranslate();
  const [create] = useCreate<Row>();
  return (
    <Box
      role="group"
      aria-label={translate('app.form.create', { name: resource.label })}
      sx={{ p: 2, borderBottom: 1, borderColor: 'divider', bgcolor: 'action.hover' }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <RowForm
        resource={entered(resource, attributes, source)}
        mode="create"
        source={source}
        isInDialog
        isInline
        save={async ({ changes }) => onCreated((await create(resource.name, { data: changes as Row }, { returnPromise: true })) as Row)}
        toolbar={({ isSaving }) => (
          <Box sx={{ display: 'flex', gap: 1, justifyContent: 'flex-end', mt: 2 }}>
            <Button size="small" onClick={onClose}>{translate('app.form.done')}</Button>
            <Button size="small" type="submit" variant="contained" loading={isSaving}>{translate('app.form.add_row')}</Button>
          </Box>
        )}
      />
    </Box>
  );
};

/** The resource with what is entered in place: its columns, and what it cannot do without. */
const entered = (resource: Resource, columns: Attribute[], source: Values): Resource => ({
  ...resource,
  groups: [],
  attributes: resource.attributes
    .filter(({ name, required, automatic }) => name in source || columns.some((each) => each.name === name) || (required && !automatic))
    .map((attribute) => (attribute.name in source || attribute.derived === true ? { ...attribute, hidden: ['create'] } : attribute)),
});
