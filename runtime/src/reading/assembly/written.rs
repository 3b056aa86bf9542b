//! The resource objects of a compound document, written with the linkage between them.

use super::super::level::Loadable;
use super::super::room::add_cursor;
use super::Assembly;
use crate::model::Cardinality;

impl Assembly<'_> {
    /// How many bytes the document will have, with room for linkage.
    pub(crate) fn likely_length(&self) -> usize {
        self.loaded.buffer.len() + self.loaded.buffer.len() / 8 + 1_024
    }

    /// Writes the primary row and the included ones.
    pub(crate) fn write_one(&self, out: &mut Vec<u8>) {
        self.write_primary(0, out);
        self.write_included(out);
    }

    /// Writes a primary row as it is shown.
    fn write_primary(&self, position: usize, out: &mut Vec<u8>) {
        let number = self.primary[position];
        if !self.read.is_linkage() {
            return self.write_text(number, out);
        }
        self.write_identifier(number, out);
        if let Some(cursor) = self.cursors.get(position) {
            add_cursor(cursor, out);
        }
    }

    /// Writes the primary rows, the end of their list, and the included ones.
    pub(crate) fn write_many(&self, out: &mut Vec<u8>, has_included: bool) {
        for position in 0..self.primary.len() {
            if position > 0 {
                out.push(b',');
            }
            self.write_primary(position, out);
        }
        out.push(b']');
        if has_included {
            self.write_included(out);
        }
    }

    fn write_included(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(br#","included":["#);
        let mut is_primary = vec![false; self.loaded.texts.len()];
        if !self.read.query.includes_linked {
            self.primary
                .iter()
                .for_each(|&text| is_primary[text] = true);
        }
        let mut is_first = true;
        // Neighbours that nothing is put into are copied at once, with the commas between them.
        let texts = &self.loaded.texts;
        let mut number = 0;
        while number < texts.len() {
            let first = number;
            number += 1;
            if is_primary[first] {
                continue;
            }
            if !std::mem::replace(&mut is_first, false) {
                out.push(b',');
            }
            if !texts[first].open.is_empty() {
                self.write_text(first, out);
                continue;
            }
            while number < texts.len() && !is_primary[number] && texts[number].open.is_empty() {
                number += 1;
            }
            let place = texts[first].text.start..texts[number - 1].text.end;
            out.extend_from_slice(&self.loaded.buffer[place]);
        }
        out.push(b']');
    }

    pub(super) fn write_text(&self, number: usize, out: &mut Vec<u8>) {
        let Loadable { table, text, open } = &self.loaded.texts[number];
        let table = self.read.state.catalog.table(*table);
        let mut from = text.start;
        for place in &self.loaded.open[open.clone()] {
            // A row that was loaded by another way may not have been followed.
            let Some(linked) = self.linkage.of(number, place.relationship) else {
                continue;
            };
            out.extend_from_slice(&self.loaded.buffer[from..place.at]);
            from = place.at;
            out.extend_from_slice(br#","data":"#);
            match table.relationships[place.relationship].to {
                Cardinality::One => match linked.first() {
                    Some(&other) => self.write_identifier(other, out),
                    None => out.extend_from_slice(b"null"),
                },
                Cardinality::Many => {
                    out.push(b'[');
                    for (position, &other) in linked.iter().enumerate() {
                        if position > 0 {
                            out.push(b',');
                        }
                        self.write_identifier(other, out);
                    }
                    out.push(b']');
                }
            }
        }
        out.extend_from_slice(&self.loaded.buffer[from..text.end]);
    }

    fn write_identifier(&self, number: usize, out: &mut Vec<u8>) {
        out.extend_from_slice(self.identifier(number));
        out.push(b'}');
    }
}
