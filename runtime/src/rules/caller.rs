//! The person on whose behalf a session works.

/// Who is asking.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Caller {
    name: Option<String>,
    request: Option<String>,
}

impl Caller {
    /// A caller who is known by name.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: Some(name.into()),
            request: None,
        }
    }

    /// The same, in the request of the number.
    pub(crate) fn in_request(mut self, id: Option<String>) -> Self {
        self.request = id;
        self
    }

    /// The number of the request that this is done in, by which the log has it.
    pub(crate) fn request(&self) -> Option<&str> {
        self.request.as_deref()
    }

    /// The name; none if nobody knows who is asking.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }
}
