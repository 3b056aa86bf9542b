import Box from '@mui/material/Box';
import { holds } from '../../core/condition';
import { type Attribute, isExplained, isListOfPlain, type Resource, shownIn } from '../../core/config';
import type { Row } from '../../core/records';
import { Value } from '../fields/Value';
import { GroupSection } from '../GroupSection';
import { InfoButton } from '../InfoButton';
import { ParentPanel } from './ParentPanel';
import { WhyButton } from '../why/WhyButton';

const WIDE = new Set(['text', 'json', 'code', 'markdown', 'html', 'image']);

/** The attributes of a row, in as many columns as there is room for. */
export const Details = ({ resource, row }: { resource: Resource; row: Row }) => {
  const attributes = shownIn(resource, 'show').filter((attribute) => holds(attribute.show_when, { record: row, mode: 'show' }));
  const groups = resource.groups ?? [];
  const rest = attributes.filter(({ group }) => group === undefined || !groups.some(({ name }) => name === group));
  return (
    <>
      <Terms resource={resource} row={row} attributes={rest} />
      {groups.map((group) => {
        const members = attributes.filter((attribute) => attribute.group === group.name);
        return members.length === 0 ? null : (
          <GroupSection key={group.name} group={group} sx={{ mt: 3 }}>
            <Terms resource={resource} row={row} attributes={members} columns={group.columns} />
          </GroupSection>
        );
      })}
    </>
  );
};

const Terms = ({ resource, row, attributes, columns }: { resource: Resource; row: Row; attributes: Attribute[]; columns?: number | undefined }) => (
  <Box component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: { xs: 'repeat(2, minmax(0, 1fr))', sm: columns === undefined ? 'repeat(auto-fill, minmax(220px, 1fr))' : `repeat(${columns}, minmax(0, 1fr))` }, columnGap: 3, rowGap: 2 }}>
    {attributes.map((attribute) => (
      <Box key={attribute.name} sx={{ gridColumn: isWide(attribute, row) ? '1 / -1' : undefined, minWidth: 0 }}>
        <Box component="dt" sx={{ fontSize: '0.8125rem', color: 'text.secondary', minHeight: 26 }}>
          {attribute.label}
          {isExplained(attribute) && <WhyButton resource={resource} attribute={attribute} row={row} />}
          {attribute.info !== undefined && <InfoButton label={attribute.label} text={attribute.info} />}
        </Box>
        <Box component="dd" data-attribute={attribute.name} sx={{ m: 0 }}>{attribute.relationship === undefined ? <Value resource={resource} attribute={attribute} row={row} /> : <ParentPanel resource={resource} attribute={attribute} row={row} />}</Box>
      </Box>
    ))}
  </Box>
);

/** A text that would make its column high has the whole width. */
const isWide = (attribute: Attribute, row: Row): boolean => {
  const value = row[attribute.name];
  if (isListOfPlain(attribute)) return false;
  if (attribute.type === 'json') return typeof value === 'object' && value !== null;
  return (WIDE.has(attribute.type) || attribute.type === 'string') && typeof value === 'string' && value.length > 60;
};
