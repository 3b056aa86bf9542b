import { useTranslate } from 'ra-core';
import { formatValue } from '../../core/format';
import { useCatalog, useFormats } from '../catalog';
import { Null, Value } from '../fields/Value';

/** A value of a resource that the app may not show otherwise, as its attribute would be drawn. */
export const PlainValue = ({ type, attribute, id, value }: { type: string; attribute: string; id: string; value: unknown }) => {
  const resource = useCatalog().config.resources.find((each) => each.type === type);
  const known = resource?.attributes.find(({ name }) => name === attribute);
  if (value === null || value === undefined) return <Null />;
  if (resource === undefined || known === undefined) return <>{String(value)}</>;
  return <Value resource={resource} attribute={known} row={{ id, [attribute]: value }} inList />;
};

/** The same as a text. */
export const usePlainText = (type: string, attribute: string): ((value: unknown) => string) => {
  const formats = useFormats();
  const translate = useTranslate();
  const catalog = useCatalog();
  const resource = catalog.config.resources.find((each) => each.type === type);
  const known = resource?.attributes.find(({ name }) => name === attribute);
  return (value) => {
    if (value === null || value === undefined) return translate('app.null');
    return known === undefined ? String(value) : formatValue(value, known, formats);
  };
};
