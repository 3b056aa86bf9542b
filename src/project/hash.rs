//! The fingerprint that tells whether a file was edited.

use std::{
    fmt::{self, Write as _},
    fs,
    io::{self, Read},
    path::Path,
    str::FromStr,
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::files::Contents;

/// SHA-256 of a file's bytes with line endings normalised.
///
/// Git and editors on Windows turn LF into CRLF; that is no edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct FileHash([u8; 32]);

/// Stands before the digits, so that YAML never reads them as a number.
const PREFIX: &str = "sha256:";

impl FileHash {
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let mut hasher = Hasher::default();
        hasher.update(bytes);
        hasher.finish()
    }

    /// The fingerprint of a file on disk, which is never in memory as a whole.
    pub(super) fn of_file(path: &Path) -> io::Result<Self> {
        let mut file = fs::File::open(path)?;
        let mut hasher = Hasher::default();
        let mut buffer = vec![0; 64 * 1024];
        loop {
            match file.read(&mut buffer)? {
                0 => return Ok(hasher.finish()),
                length => hasher.update(&buffer[..length]),
            }
        }
    }

    pub(super) fn of_contents(contents: &Contents) -> io::Result<Self> {
        match contents {
            Contents::Bytes(bytes) => Ok(Self::of(bytes)),
            Contents::CopyOf(path) => Self::of_file(path),
        }
    }
}

/// Hashes piece by piece; a carriage return is held back until the byte after it is known.
#[derive(Default)]
struct Hasher {
    digest: Sha256,
    held_return: bool,
}

impl Hasher {
    fn update(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        if self.held_return && !rest.is_empty() {
            if rest[0] != b'\n' {
                self.digest.update(b"\r");
            }
            self.held_return = false;
        }
        while let Some(position) = rest.iter().position(|byte| *byte == b'\r') {
            self.digest.update(&rest[..position]);
            match rest.get(position + 1) {
                Some(b'\n') => {}
                Some(_) => self.digest.update(b"\r"),
                None => self.held_return = true,
            }
            rest = &rest[position + 1..];
        }
        self.digest.update(rest);
    }

    fn finish(mut self) -> FileHash {
        if self.held_return {
            self.digest.update(b"\r");
        }
        FileHash(self.digest.finalize().into())
    }
}

impl fmt::Display for FileHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(PREFIX)?;
        self.0
            .iter()
            .try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl From<FileHash> for String {
    fn from(hash: FileHash) -> Self {
        let mut text = Self::new();
        write!(text, "{hash}").expect("a String takes any text");
        text
    }
}

/// Text that is no fingerprint.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not `{PREFIX}` and 64 hexadecimal digits")]
pub struct NotAHash(String);

impl FromStr for FileHash {
    type Err = NotAHash;

    fn from_str(text: &str) -> Result<Self, NotAHash> {
        let not_a_hash = || NotAHash(text.to_owned());
        let digits = text.strip_prefix(PREFIX).ok_or_else(not_a_hash)?.as_bytes();
        let mut bytes = [0; 32];
        if digits.len() != 64 {
            return Err(not_a_hash());
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let value = |digit: u8| char::from(digit).to_digit(16).ok_or_else(not_a_hash);
            *byte = u8::try_from(value(pair[0])? * 16 + value(pair[1])?)
                .expect("two hexadecimal digits are a byte");
        }
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for FileHash {
    type Error = NotAHash;

    fn try_from(text: String) -> Result<Self, NotAHash> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_endings_are_no_difference_and_other_bytes_are() {
        assert_eq!(FileHash::of(b"a\r\nb\r\n"), FileHash::of(b"a\nb\n"));
        assert_ne!(FileHash::of(b"a\rb"), FileHash::of(b"ab"));
        assert_ne!(FileHash::of(b"a\r"), FileHash::of(b"a"));
        assert_ne!(FileHash::of(b"a\r\r\n"), FileHash::of(b"a\r\n"));
        assert_eq!(
            FileHash::of(b"abc").to_string(),
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn pieces_hash_like_the_whole() {
        let whole = b"one\r\ntwo\r\r\nthree\rfour\r";
        for split in 0..=whole.len() {
            let mut hasher = Hasher::default();
            hasher.update(&whole[..split]);
            hasher.update(&[]);
            hasher.update(&whole[split..]);
            assert_eq!(hasher.finish(), FileHash::of(whole), "split at {split}");
        }
    }

    #[test]
    fn text_and_back() {
        let hash = FileHash::of(b"abc");
        assert_eq!(hash.to_string().parse::<FileHash>().unwrap(), hash);
        assert!("sha256:12".parse::<FileHash>().is_err());
        assert!("ba7816bf".parse::<FileHash>().is_err());
    }
}
