//! Notation for rules; the rules themselves are in `formwork-runtime`.
