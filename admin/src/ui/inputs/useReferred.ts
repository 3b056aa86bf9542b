import { useGetMany } from 'ra-core';
import type { Relationship } from '../../core/config';
import type { Row } from '../../core/records';
import { useCatalog } from '../catalog';

/** The rows that values of a foreign key refer to, as far as they are known; asked for at once. */
export const useReferred = (relationship: Relationship | undefined, values: unknown[]): Row[] => {
  const catalog = useCatalog();
  const target = relationship === undefined ? undefined : catalog.find(relationship.resource);
  const key = relationship?.targetAttributes[0] ?? '';
  // Only by its id a row can be asked for so.
  const isById = target?.key.length === 1 && target.key[0] === key;
  const ids = values.map(String);
  const { data } = useGetMany<Row>(target?.name ?? '', { ids }, { enabled: isById && ids.length > 0 });
  return values.map((value) => data?.find((row) => row !== undefined && String(row.id) === String(value)) ?? { id: String(value), [key]: value });
};
