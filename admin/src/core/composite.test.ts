import { describe, expect, it } from 'vitest';
import { compositesIn, dependentsOf, targetValues, wholeReference } from './composite';
import type { Attribute, Relationship, Resource } from './config';
import { attribute as sample } from '../../test/samples';

const attribute = (name: string, relationship?: string): Attribute => sample(name, relationship === undefined ? {} : { relationship });

const toRoom = (name: string, attributes: string[], holdsKey = true): Relationship =>
  ({ name, to: 'one', resource: 'Room', attributes, targetAttributes: ['office_id', 'number'], holdsKey });

const resource = (attributes: Attribute[], relationships: Relationship[]) => ({ attributes, relationships }) as Resource;

/** What has an input by choosing a row, what that sets, and what it is chosen within. */
const found = (of: Resource, writable = of.attributes) => compositesIn(of, writable).map(({ relationship, own, set, given }) => [relationship.name, own.map(({ name }) => name), set, given]);

describe('a reference by several attributes', () => {
  it('is one input', () => {
    const booking = resource(['office', 'number', 'note'].map((name) => attribute(name)), [toRoom('Room', ['office', 'number'])]);
    expect(found(booking)).toEqual([['Room', ['office', 'number'], ['office', 'number'], []]]);
  });

  it('leaves its place to an attribute that is a reference alone, and to an earlier choice', () => {
    const booking = resource([attribute('office', 'Office'), attribute('number'), attribute('other')], [toRoom('Room', ['office', 'number']), toRoom('Other', ['office', 'other'])]);
    expect(found(booking)).toEqual([['Room', ['number'], ['office', 'number'], ['office']], ['Other', ['other'], ['office', 'other'], ['office']]]);
  });

  it('sets nothing that cannot be changed', () => {
    const [office, number] = [attribute('office'), attribute('number')];
    const booking = resource([office, number], [toRoom('Room', ['office', 'number'])]);
    expect(found(booking, [number])).toEqual([['Room', ['number'], ['number'], ['office']]]);
    expect(found(booking, [])).toEqual([]);
  });

  it('is none where the other row refers to this one, or an attribute is not shown at all', () => {
    const attributes = [attribute('office'), attribute('number')];
    expect(found(resource(attributes, [toRoom('Room', ['office', 'number'], false)]))).toEqual([]);
    expect(found(resource(attributes, [toRoom('Room', ['office', 'floor'])]))).toEqual([]);
  });

  it('is chosen anew where what it was chosen within changes', () => {
    const picking = resource(['warehouse', 'item', 'shelf', 'place'].map((name) => attribute(name)), [
      toRoom('Stock', ['warehouse', 'item']), toRoom('Shelf', ['warehouse', 'shelf']), toRoom('Place', ['shelf', 'place']),
    ]);
    const composites = compositesIn(picking, picking.attributes);
    expect(dependentsOf(composites, ['warehouse', 'item'])).toEqual(['shelf', 'place']);
    expect(dependentsOf(composites, ['shelf'])).toEqual(['place']);
    // What is chosen at the same time fits.
    expect(dependentsOf(composites, ['warehouse', 'shelf'])).toEqual(['place']);
    expect(dependentsOf(composites, ['item'])).toEqual([]);
  });

  it('is known by the names at the other end, as a whole or in part', () => {
    const room = toRoom('Room', ['office', 'room']);
    expect(wholeReference(room, { office: 1, room: 0 })).toEqual({ office_id: 1, number: 0 });
    expect(wholeReference(room, { office: 1, room: '' })).toBeUndefined();
    expect(targetValues(room, ['office', 'room'], { office: 1, room: null })).toEqual({ office_id: 1 });
  });
});
