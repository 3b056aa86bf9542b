//! What the rows of a document come to, for its tag: their checksums are there already, and much shorter than their texts.

use crate::catalog::Table;
use crate::jsonapi::Checksum;
use crate::store::Source;

/// The checksums of rows in their order; nothing if one of them is not known.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowSums(Option<u64>);

impl RowSums {
    /// Of rows that are read from these sources. What a row shows of another one, or of its place, is not in its checksum.
    pub(super) fn of(table: &Table, sources: &[Source]) -> Self {
        let shows_more = |source: &Source| match source {
            // A key that is led to by the foreign key changes with that, whatever its spelling.
            Source::TargetKey { relationship, .. } => !table.relationships[*relationship].to_key,
            Source::RowId => true,
            Source::Attribute(_) | Source::SortedBy(_) => false,
        };
        Self((!sources.iter().any(shows_more)).then_some(0))
    }

    /// Adds the next row.
    pub(super) fn add(&mut self, checksum: Option<Checksum>) {
        self.0 = self.0.zip(checksum).map(|(sum, checksum)| {
            // Any odd number that is about as large will do: each sum before has an effect on all bits.
            (sum ^ checksum.number())
                .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                .rotate_left(29)
        });
    }

    /// Adds rows that come after these.
    pub(super) fn extend(&mut self, other: Self) {
        self.0 = self
            .0
            .zip(other.0)
            .map(|(sum, other)| sum.rotate_left(7) ^ other);
    }

    /// What they come to.
    pub(super) fn number(self) -> Option<u64> {
        self.0
    }
}

impl Default for RowSums {
    /// Of no rows yet.
    fn default() -> Self {
        Self(Some(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(checksums: &[Option<&str>]) -> Option<u64> {
        let mut sums = RowSums::default();
        for text in checksums {
            sums.add(text.map(|text| Checksum::parse(text).unwrap()));
        }
        sums.number()
    }

    #[test]
    fn other_rows_and_another_order_have_another_sum() {
        let (one, two) = (Some("0000000000000001"), Some("0000000000000002"));
        let sums = [
            sum(&[]),
            sum(&[one]),
            sum(&[two]),
            sum(&[one, two]),
            sum(&[two, one]),
            sum(&[one, one]),
        ];
        for (index, each) in sums.iter().enumerate() {
            assert!(!sums[..index].contains(each), "{index}");
        }
        assert_eq!(sum(&[one, None, two]), None);
    }
}
