//! The three-way merge of `admin.yaml`: what was generated, what the user made of it, what is
//! generated now.
//!
//! It is decided on the parsed trees, by identity: resources and settings by their key, attributes
//! and tabs by their `name`. The decision becomes edits of the user's text, so comments, order,
//! quotes and blank lines stay. Then the edited text is parsed and compared with the decided tree:
//! if it says anything else, there is no merge.
//!
//! - What the user changed or deleted stays so; what the user added stays.
//! - What is new comes in beside its neighbours; what is gone goes, unless the user touched it.
//! - What is called otherwise now, though it is the same table, column or foreign key, is so in the user's text too.
//! - Where both changed something, the user's value stays, with a comment that names the new one.

mod carry;
mod decide;
mod edit;
mod members;
mod names;
mod place;
mod renames;
mod render;
mod source;
#[cfg(test)]
mod tests;

use std::{borrow::Cow, fmt, str::Utf8Error};

use formwork_runtime::yaml::YamlProblem;

pub use self::names::{Names, ResourceNames, is_same};
use self::{
    carry::{Carried, carry},
    decide::{MARK, decide},
    source::{Source, line_of},
};

/// The merged text, and what to tell the user of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    pub text: String,
    pub report: MergeReport,
}

/// What a merge did, by names such as `Customer.loyalty_points`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MergeReport {
    pub added: Vec<String>,
    pub removed: Vec<String>,
    /// What has another value now.
    pub changed: Vec<String>,
    /// What is called otherwise now, by `formwork.yaml`, where the user's text named it: it is the same as before.
    pub carried: Vec<(String, String)>,
    /// What went and what came in its place, probably a rename, where the user wrote something about what went; both
    /// are also named above.
    pub renamed: Vec<(String, String)>,
    pub conflicts: Vec<Conflict>,
}

/// A place where the user and the database both changed something; the user's stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The line in the merged text.
    pub line: usize,
    /// What it is about: `Customer.balance.type`.
    pub subject: String,
    /// What the comment at that line says: `now Decimal in the database`.
    pub message: String,
}

/// One of the three texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// As last generated.
    Base,
    /// As the user has it.
    Yours,
    /// As generated now.
    New,
}

impl fmt::Display for Side {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Base => "the file as last generated",
            Self::Yours => "the file",
            Self::New => "the newly generated file",
        })
    }
}

/// Why there is no merge; the user's text stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    #[error("line {} of {side}: {}", problem.line, problem.problem)]
    Invalid { side: Side, problem: YamlProblem },
    #[error("line {line} of {side} has the key `{key}` a second time")]
    Duplicate {
        side: Side,
        line: usize,
        key: String,
    },
    #[error("line {line} of {side} has {what}, which the merge does not support")]
    Unsupported {
        side: Side,
        line: usize,
        what: &'static str,
    },
    /// Nothing can be brought into it, and a later merge would not bring it either.
    #[error("line {line} of {side}: `{path}` is {found}, where {expected} should be")]
    OtherKind {
        side: Side,
        line: usize,
        path: String,
        found: &'static str,
        expected: &'static str,
    },
    #[error("line {line} of {side} is not UTF-8")]
    NotUtf8 { side: Side, line: usize },
    #[error("the merged file would not say what was decided at `{at}`")]
    Differs { at: String },
}

impl MergeError {
    pub(super) fn not_utf8(side: Side, bytes: &[u8], error: Utf8Error) -> Self {
        let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        Self::NotUtf8 {
            side,
            line: line_of(&before, before.len()),
        }
    }

    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Invalid {
                side: Side::Base, ..
            }
            | Self::Duplicate {
                side: Side::Base, ..
            }
            | Self::Unsupported {
                side: Side::Base, ..
            }
            | Self::NotUtf8 {
                side: Side::Base, ..
            } => "restore `formwork/base/` from version control",
            Self::Invalid { problem, .. } => &problem.hint,
            Self::OtherKind { .. } => {
                "write that part as it was generated, then run the command again"
            }
            Self::NotUtf8 { .. } => "save it as UTF-8, then run the command again",
            Self::Duplicate { .. } => "join the two, or remove one, then run the command again",
            Self::Unsupported { .. } => {
                "write that line in the plain style of the other lines, then run the command again"
            }
            Self::Differs { .. } => {
                "write that part in the plain style of the other lines, then run the command again"
            }
        };
        Some(hint.to_owned())
    }
}

impl MergeReport {
    /// A few words: `Voucher, Customer.loyalty_points`.
    #[must_use]
    pub fn summary(&self) -> Option<String> {
        const MOST: usize = 4;
        let renamed = |(old, new): &(String, String)| format!("{old} renamed to {new}");
        let mut parts: Vec<String> = self.carried.iter().map(renamed).collect();
        parts.extend(self.added.iter().cloned());
        // The numbers of tables and relationships follow from the rest.
        let is_said = |name: &&String| !name.starts_with("info.");
        parts.extend(self.changed.iter().filter(is_said).cloned());
        parts.extend(self.removed.iter().map(|name| format!("without {name}")));
        let more = parts.len().saturating_sub(MOST);
        parts.truncate(MOST);
        if more > 0 {
            parts.push(format!("{more} more"));
        }
        match self.conflicts.len() {
            0 => {}
            1 => parts.push("1 conflict".to_owned()),
            count => parts.push(format!("{count} conflicts")),
        }
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

/// Brings what changed from `base` to `new` into `yours`, where `names` are those of the base. An empty base is none: then
/// nothing is taken for deleted.
pub fn merge(base: &str, yours: &str, new: &str, names: &Names) -> Result<Merged, MergeError> {
    let sources = (
        Source::parse(base, Side::Base)?,
        Source::parse(yours, Side::Yours)?,
    );
    let new = Source::parse(new, Side::New)?;
    let carried = (carry(&sources.0, names), carry(&sources.1, names));
    let text = |carried: &Option<Carried>, text: &str| match carried {
        Some(carried) => carried.text.clone(),
        None => text.to_owned(),
    };
    let texts = (text(&carried.0, base), text(&carried.1, yours));
    let renewed = (
        Source::parse(&texts.0, Side::Base),
        Source::parse(&texts.1, Side::Yours),
    );
    // A name that cannot be written there leaves all as it is; then it is told as gone.
    let (Ok(base), Ok(yours)) = renewed else {
        return merge_sources(&sources.0, &sources.1, &new, names);
    };
    let mut merged = merge_sources(&base, &yours, &new, names)?;
    merged.report.carried = carried.1.map(|carried| carried.renamed).unwrap_or_default();
    Ok(merged)
}

fn merge_sources(
    base: &Source<'_>,
    yours: &Source<'_>,
    new: &Source<'_>,
    names: &Names,
) -> Result<Merged, MergeError> {
    let decision = decide(base, yours, new, names)?;
    let mut report = decision.report;
    report.renamed = renames::renames(base.root.as_ref(), new.root.as_ref());
    // Where the user wrote nothing, there is nothing to move.
    let conflicts = &report.conflicts;
    report.renamed.retain(|(old, _)| {
        !names.is_left_out(old)
            && conflicts.iter().any(|conflict| {
                let rest = conflict.subject.strip_prefix(old.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
    });
    if with_line_feeds(yours.text) == with_line_feeds(base.text) && report.conflicts.is_empty() {
        // The user changed nothing: the new file is the whole of it, with its comments and order.
        let text = if with_line_feeds(new.text) == with_line_feeds(yours.text) {
            yours.text.to_owned()
        } else if yours.text.contains("\r\n") {
            with_line_feeds(new.text).replace('\n', "\r\n")
        } else {
            new.text.to_owned()
        };
        return Ok(Merged { text, report });
    }
    let differs = |at: &str| MergeError::Differs { at: at.to_owned() };
    let text = place::apply(yours.text, &decision.edits).ok_or_else(|| differs("admin.yaml"))?;
    check(base, yours, decision.tree.as_ref(), &text)?;
    for (conflict, place) in report.conflicts.iter_mut().zip(&decision.places) {
        conflict.line = line_of(&text, place::moved(&decision.edits, *place));
    }
    Ok(Merged { text, report })
}

/// Whether the text says what was decided, and has every comment the user wrote.
fn check(
    base: &Source<'_>,
    yours: &Source<'_>,
    decided: Option<&source::Node>,
    text: &str,
) -> Result<(), MergeError> {
    let differs = |at: String| MergeError::Differs { at };
    let written = Source::parse(text, Side::Yours).map_err(|error| differs(error.to_string()))?;
    let difference = match (decided, written.root.as_ref()) {
        (None, None) => None,
        (Some(decided), Some(written)) => decided.difference(written),
        // All entries went: an empty file, or one with only comments.
        (Some(one), None) | (None, Some(one)) => (!one.is_empty()).then(Vec::new),
    };
    if let Some(path) = difference {
        return Err(differs(path.join(".")));
    }
    let comments = |source: &Source<'_>| -> Vec<String> {
        let of = |range: &std::ops::Range<usize>| {
            let comment = source.text[range.clone()].trim_end();
            comment
                .split(MARK)
                .next()
                .unwrap_or_default()
                .trim_end()
                .to_owned()
        };
        source
            .comments
            .iter()
            .map(of)
            .filter(|comment| !comment.is_empty())
            .collect()
    };
    let (ours, kept) = (comments(base), comments(&written));
    match comments(yours)
        .iter()
        .find(|comment| !ours.contains(comment) && !kept.contains(comment))
    {
        Some(comment) => Err(differs(comment.clone())),
        None => Ok(()),
    }
}

fn with_line_feeds(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        text.replace("\r\n", "\n").into()
    } else {
        text.into()
    }
}
