import type { Attribute } from '../../core/config';
import { formatValue } from '../../core/format';
import { useFormats } from '../catalog';

const AT: Attribute = { name: 'at', label: '', type: 'dateTime', json: 'string', nullable: false, required: false, search: false, key: false, readonly: true, automatic: false };

/** When something happened, as the user's clock shows it. */
export const Moment = ({ at }: { at: string }) => <time dateTime={at}>{formatValue(at, AT, useFormats())}</time>;
