import Box from '@mui/material/Box';
import MuiLink from '@mui/material/Link';
import { Fragment, type ReactNode } from 'react';
import { type Block, type Inline, markdown } from '../../core/markdown';
import { safeAddress } from '../../core/safe';
import { PROSE } from './prose';

/** A text of Markdown. It becomes elements of ours only: HTML in it is shown as the text it is. */
export const Markdown = ({ text }: { text: string }) => <Box sx={PROSE}>{markdown(text).map(shown)}</Box>;

const shown = (block: Block, index: number): ReactNode => {
  switch (block.kind) {
    case 'heading':
      // A page has one heading of the first level, and this is not it.
      return <Box key={index} component={block.level === 1 ? 'h2' : 'h3'}>{inline(block.children)}</Box>;
    case 'list': {
      const List = block.isOrdered ? 'ol' : 'ul';
      return <List key={index}>{block.items.map((item, at) => <li key={at}>{itemOf(item)}</li>)}</List>;
    }
    case 'quote':
      return <blockquote key={index}>{block.children.map(shown)}</blockquote>;
    case 'code':
      return <pre key={index}>{block.text}</pre>;
    case 'rule':
      return <hr key={index} />;
    default:
      return <p key={index}>{inline(block.children)}</p>;
  }
};

/** An item of one line needs no paragraph. */
const itemOf = ([first, ...rest]: Block[]): ReactNode =>
  first?.kind === 'paragraph' ? <>{inline(first.children)}{rest.map(shown)}</> : [first, ...rest].filter((each) => each !== undefined).map(shown);

const inline = (parts: Inline[]): ReactNode[] =>
  parts.map((part, index) => {
    if (typeof part === 'string') return <Fragment key={index}>{part}</Fragment>;
    switch (part.kind) {
      case 'break':
        return <br key={index} />;
      case 'code':
        return <code key={index}>{part.text}</code>;
      case 'link':
        return <TextLink key={index} address={part.address}>{inline(part.children)}</TextLink>;
      default: {
        const Tag = part.kind;
        return <Tag key={index}>{inline(part.children)}</Tag>;
      }
    }
  });

/** A link to where it is safe to go; otherwise only its text. */
export const TextLink = ({ address, children }: { address: string; children: ReactNode }) => {
  const safe = address.startsWith('#/') ? address : safeAddress(address);
  if (safe === undefined) return <>{children}</>;
  const isOurs = safe.startsWith('#') || safe.startsWith('/');
  return <MuiLink href={safe} {...(isOurs ? {} : { target: '_blank', rel: 'noopener noreferrer' })}>{children}</MuiLink>;
};
