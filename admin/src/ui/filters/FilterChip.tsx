import CancelIcon from '@mui/icons-material/Cancel';
import Chip from '@mui/material/Chip';
import { useTranslate } from 'ra-core';
import { type Attribute, relationshipOf, type Resource } from '../../core/config';
import type { Filter } from '../../core/filters';
import { formatValue } from '../../core/format';
import { useCatalog, useFormats, useUserKey } from '../catalog';
import { useReferred } from '../inputs/useReferred';

interface Props {
  resource: Resource;
  attribute: Attribute;
  filter: Filter;
  onEdit: (anchor: HTMLElement) => void;
  onRemove: () => void;
}

/** A filter that holds, in words. */
export const FilterChip = ({ resource, attribute, filter, onEdit, onRemove }: Props) => {
  const translate = useTranslate();
  const text = useText(resource, attribute, filter);
  return (
    <Chip
      label={text}
      size="small"
      color="primary"
      variant="outlined"
      onClick={(event) => onEdit(event.currentTarget)}
      onDelete={onRemove}
      deleteIcon={<CancelIcon role="img" aria-label={translate('app.filter.remove', { name: text })} />}
    />
  );
};

const useText = (resource: Resource, attribute: Attribute, { operator, value }: Filter): string => {
  const translate = useTranslate();
  const formats = useFormats();
  const userKey = useUserKey();
  const catalog = useCatalog();
  const relationship = relationshipOf(resource, attribute);
  const target = relationship === undefined ? undefined : catalog.find(relationship.resource);
  const values = (Array.isArray(value) ? (value as unknown[]) : [value]).filter((each) => each !== '' && each !== null && each !== undefined);
  const hasValue = operator !== 'empty' && value !== undefined && (value !== true || attribute.type === 'boolean');
  const referred = useReferred(hasValue ? relationship : undefined, hasValue ? values : []);
  const isNegative = operator === 'empty' && (value === false || value === 'false');
  const name = `${attribute.label} ${translate(`app.filter.op.${isNegative ? 'not_empty' : operator}`)}`;
  if (!hasValue) return name;
  const shown = values.map((each, index) => {
    if (attribute.type === 'boolean') return translate(each === true || each === 'true' ? 'app.yes' : 'app.no');
    return target === undefined ? formatValue(each, attribute, formats) : userKey(target, referred[index]);
  });
  return `${name} ${shown.join(operator === 'between' ? ' – ' : ', ')}`;
};
