import CheckIcon from '@mui/icons-material/Check';
import CloseIcon from '@mui/icons-material/Close';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import MuiLink from '@mui/material/Link';
import { useTranslate } from 'ra-core';
import { compositesOf } from '../../core/composite';
import { type Attribute, isListOfPlain, type Resource, relationshipOf } from '../../core/config';
import { formatValue, NUMERIC } from '../../core/format';
import { textsOf } from '../../core/list';
import { stringify } from '../../core/json';
import { relatedTo, type Row } from '../../core/records';
import { pictureAddress, safeAddress } from '../../core/safe';
import { useCatalog, useFormats } from '../catalog';
import { Icon } from '../icons/Icon';
import { Html, plainText } from '../text/Html';
import { Markdown } from '../text/Markdown';
import { RelatedLink } from './RelatedLink';
import { useStyle } from './useStyle';

interface Props {
  resource: Resource;
  attribute: Attribute;
  row: Row;
  /** In a line of a table, where there is room for one line. */
  inList?: boolean;
}

/** One value of a row, drawn as its type asks; a foreign key is the row it refers to. */
export const Value = (props: Props) => {
  const { icon, style } = props.attribute;
  const looks = useStyle(style);
  if (icon === undefined && style === undefined) return <Plain {...props} />;
  const isThere = props.row[props.attribute.name] !== null && props.row[props.attribute.name] !== undefined;
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.75, minWidth: 0, maxWidth: '100%', verticalAlign: 'middle', ...looks }}>
      {icon !== undefined && isThere && <Icon name={icon} />}
      <Box component="span" sx={{ minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis' }}><Plain {...props} /></Box>
    </Box>
  );
};

const Plain = ({ resource, attribute, row, inList = false }: Props) => {
  const { imageHosts } = useCatalog().config.settings;
  const formats = useFormats();
  const value = row[attribute.name];
  const relationship = relationshipOf(resource, attribute);
  if (value === null || value === undefined) return <Null />;
  if (relationship !== undefined) {
    const related = relatedTo(row, relationship.name);
    return <RelatedLink resource={relationship.resource} related={related} value={value} />;
  }
  const text = formatValue(value, attribute, formats);
  const composite = compositesOf(resource).find(({ attributes }) => attributes.includes(attribute.name));
  const whole = composite === undefined ? undefined : relatedTo(row, composite.name);
  // A part of a reference is what it is, and leads to the row all the same.
  if (composite !== undefined && whole) return <RelatedLink resource={composite.resource} related={{ id: whole.id, resource: whole.resource }} value={text} />;
  switch (attribute.type) {
    case 'boolean':
      return <BooleanValue value={value} text={text} />;
    case 'option': {
      const color = attribute.options?.find((option) => option.value === value)?.color;
      return <Chip size="small" variant="outlined" label={text} {...chipColor(color)} />;
    }
    case 'email':
      return <MuiLink href={`mailto:${text}`}>{text}</MuiLink>;
    case 'phone':
      return <MuiLink href={`tel:${text}`}>{text}</MuiLink>;
    case 'url': {
      const address = safeAddress(text);
      return address === undefined ? <>{text}</> : (
        <MuiLink href={address} target="_blank" rel="noopener noreferrer">{attribute.text ?? text}</MuiLink>
      );
    }
    case 'image': {
      const address = pictureAddress(text, imageHosts);
      return address === undefined ? <TextLink text={text} inList={inList} /> : (
        <Box component="img" src={address} alt={attribute.label} loading="lazy" sx={{ maxHeight: inList ? 28 : 240, maxWidth: '100%', borderRadius: 1 }} />
      );
    }
    case 'color':
      return (
        <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 1 }}>
          <Box component="svg" aria-hidden viewBox="0 0 16 16" sx={{ width: 16, height: 16 }}><rect width="16" height="16" rx="4" fill={text} /></Box>
          {text}
        </Box>
      );
    case 'file':
      return <FileValue text={text} />;
    case 'json':
    case 'code': {
      const texts = isListOfPlain(attribute) ? textsOf(value) : undefined;
      if (texts !== undefined) return <Texts texts={texts} inList={inList} />;
      if (inList) return <code>{cut(text, 80)}</code>;
      return <Box component="pre" sx={{ m: 0, whiteSpace: 'pre-wrap', fontSize: '0.8125rem' }}>{pretty(value, text)}</Box>;
    }
    case 'markdown':
      return inList ? <>{cut(text.replace(/[*_`#>]+/g, ''), attribute.trunc_size ?? 120)}</> : <Markdown text={text} />;
    case 'html':
      return inList ? <>{cut(plainText(text), attribute.trunc_size ?? 120)}</> : <Html text={text} />;
    case 'text':
      return inList ? <>{cut(text, attribute.trunc_size ?? 120)}</> : <Box component="span" sx={{ whiteSpace: 'pre-wrap' }}>{text}</Box>;
    default:
      return NUMERIC.has(attribute.type) ? <Box component="span" sx={{ fontVariantNumeric: 'tabular-nums' }}>{text}</Box> : <>{inList ? cut(text, attribute.trunc_size ?? 120) : text}</>;
  }
};

/** A picture that the policy of the page does not admit is gone to instead. */
const TextLink = ({ text, inList }: { text: string; inList: boolean }) => {
  const address = safeAddress(text);
  const shown = inList ? cut(text, 60) : text;
  return address === undefined ? <>{shown}</> : <MuiLink href={address} target="_blank" rel="noopener noreferrer">{shown}</MuiLink>;
};

/** The values of a list, each on its own. */
const Texts = ({ texts, inList }: { texts: string[]; inList: boolean }) =>
  inList ? <>{cut(texts.join(', '), 80)}</> : (
    <Box component="ul" sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5, listStyle: 'none', m: 0, p: 0 }}>
      {texts.map((text, index) => <li key={index}><Chip size="small" variant="outlined" label={text} /></li>)}
    </Box>
  );

/** A value that is not there. */
export const Null = () => {
  const translate = useTranslate();
  return (
    <Box component="span" sx={{ color: 'text.secondary' }}>
      <span aria-hidden>—</span>
      <span className="visually-hidden">{translate('app.null')}</span>
    </Box>
  );
};

const BooleanValue = ({ value, text }: { value: unknown; text: string }) => {
  const translate = useTranslate();
  if (typeof value !== 'boolean') return <>{text}</>;
  const Icon = value ? CheckIcon : CloseIcon;
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5, verticalAlign: 'middle' }}>
      <Icon fontSize="small" aria-hidden sx={{ color: value ? 'success.main' : 'text.secondary' }} />
      <span className="visually-hidden">{translate(value ? 'app.yes' : 'app.no')}</span>
    </Box>
  );
};

const FileValue = ({ text }: { text: string }) => {
  const translate = useTranslate();
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return <>{translate('app.form.bytes', { count: Math.max(0, Math.floor((text.length * 3) / 4) - padding) })}</>;
};

const chipColor = (color: string | undefined) =>
  color === 'success' || color === 'warning' || color === 'error' || color === 'info' || color === 'primary' ? { color: color as 'success' } : {};

const cut = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

const pretty = (value: unknown, text: string): string => (typeof value === 'object' ? stringify(value, 2) : text);
