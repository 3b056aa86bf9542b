//! Whether the colours of the theme can be read.

use super::Builder;
use crate::admin::tree::Node;
use crate::admin::{Diagnostic, Severity};

/// What WCAG 2.2 asks of text (1.4.3).
const READABLE: f64 = 4.5;

impl Builder<'_> {
    /// Says which colours the app shows darker or lighter than they are written, since they could not be read.
    pub(super) fn colors(&mut self, settings: Option<&Node>) {
        let theme = settings.and_then(|settings| settings.get("theme"));
        for name in ["primary", "secondary"] {
            let Some(node) = theme.and_then(|theme| theme.get(name)) else {
                continue;
            };
            let Some(contrast) = node.text().and_then(on_white) else {
                continue;
            };
            if contrast < READABLE {
                let message = format!(
                    "`{name}` has a contrast of {contrast:.1}:1 on white; text needs {READABLE}:1, so a darker colour is shown there"
                );
                let path = format!("settings.theme.{name}");
                self.found
                    .push(Diagnostic::new(Severity::Info, node.place, &path, message));
            }
        }
    }
}

/// The contrast of `#rrggbb` with white, as WCAG computes it; none of what is no colour.
fn on_white(color: &str) -> Option<f64> {
    let digits = color.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let part = |at: usize| {
        let value = u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()?;
        let value = f64::from(value) / 255.0;
        Some(if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        })
    };
    let luminance = 0.2126 * part(0)? + 0.7152 * part(2)? + 0.0722 * part(4)?;
    Some(1.05 / (luminance + 0.05))
}

#[cfg(test)]
mod tests {
    use super::on_white;

    #[test]
    fn contrasts_are_those_of_wcag() {
        let shown = |color| on_white(color).map(|contrast| format!("{contrast:.2}"));
        assert_eq!(shown("#000000").as_deref(), Some("21.00"));
        assert_eq!(shown("#ffffff").as_deref(), Some("1.00"));
        assert_eq!(shown("#777777").as_deref(), Some("4.48"));
        for other in ["red", "#12345", "#12345é", "#gggggg"] {
            assert_eq!(shown(other), None, "{other}");
        }
    }
}
