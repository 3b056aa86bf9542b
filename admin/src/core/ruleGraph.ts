/** What follows from what: the attributes that rules derive, what they read, and what judges them. */

import { type Rule, subjectOf } from './pages';

export interface RuleNode {
  /** `Customer.Balance`, or where a rule that derives nothing stands. */
  id: string;
  /** The JSON:API type. */
  resource: string;
  /** None of a rule that derives nothing. */
  attribute?: string;
  /** That of the rule behind it; none of what people enter. */
  kind?: string;
}

export interface RuleLinks {
  nodes: RuleNode[];
  links: { from: string; to: string }[];
}

/** The graph of all rules, of those of a resource, or of all that leads to an attribute or follows from it. */
export const ruleGraph = (rules: Rule[], name: string): RuleLinks => {
  const all = rules.flatMap((rule) => rule.reads.map((read) => ({ from: read, to: endOf(rule) })));
  const links = unique(name === '' ? all : name.includes('.') ? [...reached(all, name, 'to', 'from'), ...reached(all, name, 'from', 'to')] : all.filter(({ to }) => rules.some((rule) => endOf(rule) === to && subjectOf(rule) === name)));
  const ids = new Set(links.flatMap(({ from, to }) => [from, to]));
  return { nodes: [...ids].map((id) => nodeOf(id, rules)), links };
};

const endOf = (rule: Rule): string => rule.derives ?? `${rule.file}:${rule.line}`;

const unique = (links: { from: string; to: string }[]): { from: string; to: string }[] => [...new Map(links.map((link) => [`${link.from} ${link.to}`, link])).values()];

/** The links on all ways from the attribute, in one direction. */
const reached = (all: { from: string; to: string }[], start: string, here: 'from' | 'to', there: 'from' | 'to'): { from: string; to: string }[] => {
  const found: { from: string; to: string }[] = [];
  const seen = new Set([start]);
  for (const at of seen) {
    for (const link of all.filter((each) => each[here] === at)) {
      found.push(link);
      seen.add(link[there]);
    }
  }
  return found;
};

const nodeOf = (id: string, rules: Rule[]): RuleNode => {
  const rule = rules.find((each) => endOf(each) === id);
  if (rule !== undefined && rule.derives === null) return { id, resource: rule.resource, kind: rule.kind };
  const [resource = '', attribute = ''] = id.split('.');
  return { id, resource, attribute, ...(rule === undefined ? {} : { kind: rule.kind }) };
};
