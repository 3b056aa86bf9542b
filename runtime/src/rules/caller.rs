//! The person on whose behalf a session works.

/// Who is asking.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Caller {
    name: Option<String>,
}

impl Caller {
    /// A caller who is known by name.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: Some(name.into()),
        }
    }

    /// The name; none if nobody knows who is asking.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }
}
