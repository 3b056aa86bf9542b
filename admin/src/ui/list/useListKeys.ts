/** The keys of a list: `n` for a new row, `j` and `k` for the next and the previous one. */

import { useNavigate } from 'react-router';
import type { Resource } from '../../core/config';
import { useKeys } from '../layout/keys';
import { paths } from '../paths';

export const useListKeys = (resource: Resource): void => {
  const navigate = useNavigate();
  useKeys(({ key }) => {
    if (key === 'n' && resource.can.create) void navigate(paths.create(resource));
    if (key === 'j' || key === 'k') move(key === 'j' ? 1 : -1);
  });
};

const move = (by: number): void => {
  const links = [...document.querySelectorAll<HTMLElement>('[data-row]')].map((row) => row.querySelector<HTMLElement>('a'));
  const at = links.findIndex((link) => link === document.activeElement);
  links[Math.min(Math.max(at + by, 0), links.length - 1)]?.focus();
};
