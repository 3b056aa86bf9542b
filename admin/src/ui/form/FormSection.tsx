import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import type { Composite } from '../../core/composite';
import { type Attribute, type Group, isExplained, isListOfPlain, type Resource } from '../../core/config';
import type { Row } from '../../core/records';
import { DerivedMark } from '../fields/DerivedMark';
import { Null, Value } from '../fields/Value';
import { AttributeInput } from '../inputs/AttributeInput';
import { CompositeInput } from '../inputs/CompositeInput';
import { GroupSection } from '../GroupSection';
import { InfoButton } from '../InfoButton';
import { WhyButton } from '../why/WhyButton';
import { inputId } from './fields';
import { isLongText, isWritable, type Values } from './values';

interface Props {
  resource: Resource;
  mode: 'create' | 'edit';
  row: Row | undefined;
  record: Values;
  attributes: Attribute[];
  composites: Composite[];
  /** What a broken rule looks at. */
  marked: Attribute[];
  group?: Group;
  isFirst?: boolean;
  isInDialog: boolean;
  isInline: boolean;
}

/** Softly: it need not be what is wrong. */
const MARKED = { outline: '1px solid', outlineColor: 'warning.main', outlineOffset: '9px', borderRadius: 1 } as const;

const WIDE = new Set(['text', 'json', 'code', 'markdown', 'html']);

/** A group of inputs. What cannot be changed is text, not a disabled box. */
export const FormSection = ({ resource, mode, row, record, attributes, composites, marked, group, isFirst = false, isInDialog, isInline }: Props) => {
  if (attributes.length === 0) return null;
  const first = isFirst ? attributes.find((attribute) => isWritable(attribute, resource, mode, record)) : undefined;
  return (
    <Around group={group} isInDialog={isInDialog}>
      <Box sx={{ display: 'grid', gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: isInline ? 'repeat(auto-fit, minmax(180px, 1fr))' : `repeat(${group?.columns ?? 2}, minmax(0, 1fr))` }, gap: 2.5, pt: isInDialog ? 1 : 0 }}>
        {attributes.map((attribute) => (
          <Box key={attribute.name} sx={{ gridColumn: !isInline && (WIDE.has(attribute.type) || (attribute.type === 'string' && isLongText(row?.[attribute.name]))) && !isListOfPlain(attribute) ? '1 / -1' : undefined, display: 'flex', alignItems: 'flex-start', gap: 0.5, minWidth: 0, ...(marked.includes(attribute) ? MARKED : {}) }}>
            <Box sx={{ flex: 1, minWidth: 0 }}>
              {isWritable(attribute, resource, mode, record) ? (
                <Input resource={resource} attribute={attribute} composite={composites.find(({ own }) => own[0] === attribute)} composites={composites} row={row} autoFocus={attribute === first && mode === 'create'} />
              ) : (
                <Fixed resource={resource} attribute={attribute} row={row} />
              )}
            </Box>
            {attribute.info !== undefined && <InfoButton label={attribute.label} text={attribute.info} />}
          </Box>
        ))}
      </Box>
    </Around>
  );
};

const Input = ({ composite, ...input }: Parameters<typeof AttributeInput>[0] & { composite: Composite | undefined; composites: Composite[] }) =>
  composite === undefined ? <AttributeInput {...input} /> : <CompositeInput composite={composite} {...input} />;

const Around = ({ group, isInDialog, children }: { group: Group | undefined; isInDialog: boolean; children: ReactNode }) => {
  const sx = { p: isInDialog ? 0 : { xs: 2, sm: 3 }, ...(group === undefined ? {} : { pt: isInDialog ? 2 : 0 }) };
  return group === undefined ? <Box sx={sx}>{children}</Box> : <GroupSection group={group} sx={sx}>{children}</GroupSection>;
};

const Fixed = ({ resource, attribute, row }: { resource: Resource; attribute: Attribute; row: Row | undefined }) => (
  <Box id={inputId(attribute.name)} tabIndex={-1} sx={{ px: 1.75 }}>
    <Box sx={{ fontSize: '0.75rem', color: 'text.secondary' }}>
      {attribute.label}
      {isExplained(attribute) && (row === undefined ? <DerivedMark /> : <WhyButton resource={resource} attribute={attribute} row={row} />)}
    </Box>
    <Box sx={{ minHeight: 24 }}>{row === undefined ? <Null /> : <Value resource={resource} attribute={attribute} row={row} />}</Box>
  </Box>
);
