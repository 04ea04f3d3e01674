//! The encodings that a Python source may declare (PEP 263), under CPython's names for them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use encoding_rs::Encoding;

/// The codecs of CPython, one a line, each with its other names. No source can be in one
/// with a `!`: it makes no text, or the declaration itself would read otherwise.
static CODECS: LazyLock<HashMap<&str, Codec>> = LazyLock::new(|| {
    let lines = include_str!("codecs.txt").lines();
    let named = lines.flat_map(|line| {
        let names = line.trim_start_matches('!');
        let codec = if names == line {
            Codec::of(names)
        } else {
            Codec::Refused
        };
        names.split(' ').map(move |name| (name, codec))
    });
    named.collect()
});
/// Where the characters begin that stand for the bytes of an encoding which daglint does not
/// know: bytes that differ stay apart. It is a part of the private use area.
const BYTES: u32 = 0xf700;

/// How the bytes of a source become text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Codec {
    Utf8,
    Ascii,
    Other(&'static Encoding),
    /// Python knows it, and daglint does not: what is ASCII is read.
    Unread,
    /// Python knows it, and refuses each source that declares it.
    Refused,
}

/// What a comment in the first two lines declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Declared {
    /// The name as it is written.
    pub(super) name: String,
    /// None where Python brings no codec of the name.
    pub(super) codec: Option<Codec>,
    /// Whether Python takes the source as if nothing were declared: it is its own spelling
    /// of UTF-8.
    pub(super) is_default: bool,
}

impl Codec {
    /// The codec with these names.
    fn of(names: &str) -> Self {
        let mut names = names.split(' ');
        let labels = names.clone().map(|name| name.replace('_', "-"));
        match names.next() {
            Some("utf_8") => Self::Utf8,
            Some("ascii") => Self::Ascii,
            Some("cp949") => Self::Other(encoding_rs::EUC_KR),
            Some("cp950") => Self::Other(encoding_rs::BIG5),
            _ => labels
                .into_iter()
                .find_map(|label| Encoding::for_label_no_replacement(label.as_bytes()))
                .map_or(Self::Unread, Self::Other),
        }
    }

    /// The text of bytes in an encoding that is taken at its word.
    pub(super) fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Other(encoding) => encoding.decode_without_bom_handling(bytes).0,
            Self::Unread => bytes.iter().map(|&byte| character(byte)).collect(),
            Self::Utf8 | Self::Ascii | Self::Refused => String::from_utf8_lossy(bytes),
        }
    }

    /// The reverse; what the encoding does not have comes out as something else.
    pub(super) fn encode(self, text: &str) -> Cow<'_, [u8]> {
        match self {
            Self::Other(encoding) => encoding.encode(text).0,
            Self::Unread => text.chars().map(byte).collect(),
            Self::Utf8 | Self::Ascii | Self::Refused => text.as_bytes().into(),
        }
    }
}

fn character(byte: u8) -> char {
    let private = char::from_u32(BYTES + u32::from(byte)).unwrap_or(char::REPLACEMENT_CHARACTER);
    if byte.is_ascii() {
        char::from(byte)
    } else {
        private
    }
}

fn byte(character: char) -> u8 {
    let number = u32::from(character);
    let private = number.checked_sub(BYTES).unwrap_or(number);
    u8::try_from(private).unwrap_or(b'?')
}

impl Declared {
    /// What a source declares. The second line counts after a comment or an empty line alone.
    pub(super) fn by(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes;
        for _ in 0..2 {
            let end = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
            let (line, after) = rest.split_at(end);
            rest = after
                .strip_prefix(b"\r\n")
                .or_else(|| after.get(1..))
                .unwrap_or_default();
            let line = String::from_utf8_lossy(line);
            let line = line.trim_start_matches([' ', '\t', '\x0c']);
            match line.strip_prefix('#') {
                Some(comment) => {
                    if let Some(name) = declared_name(comment) {
                        return Some(Self::named(name));
                    }
                }
                None if line.is_empty() => {}
                None => return None,
            }
        }
        None
    }

    fn named(name: &str) -> Self {
        let spelled = name.to_ascii_lowercase().replace('_', "-");
        let begins = |with: &str| {
            let rest = spelled.strip_prefix(with);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        let is_default = begins("utf-8");
        // What an editor appends to these means nothing to Python: `utf-8-unix`.
        let codec = if is_default {
            Some(Codec::Utf8)
        } else if ["latin-1", "iso-8859-1", "iso-latin-1"]
            .into_iter()
            .any(begins)
        {
            CODECS.get("latin_1").copied()
        } else {
            let name = spelled.replace('-', "_");
            let known = CODECS.get(&*name);
            known
                .or_else(|| CODECS.get(&*name.replace('.', "_")))
                .copied()
        };
        Self {
            name: name.to_owned(),
            codec,
            is_default,
        }
    }
}

/// `latin-1` of `-*- coding: latin-1 -*-`.
fn declared_name(comment: &str) -> Option<&str> {
    comment.match_indices("coding").find_map(|(at, word)| {
        let value = comment[at + word.len()..].strip_prefix([':', '='])?;
        let value = value.trim_start_matches([' ', '\t']);
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let end = value.find(|c| !is_part(c)).unwrap_or(value.len());
        (end > 0).then(|| &value[..end])
    })
}
