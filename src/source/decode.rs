//! From bytes to text: byte order marks, PEP 263 declarations, and what is no text at all.

#[cfg(test)]
mod tests;

use std::path::Path;

use ruff_text_size::{TextRange, TextSize};

use super::codec::{Codec, Declared};
use super::disk::Disk;
use super::{Doubt, DoubtKind, LineIndex, ParsedModule, ReadFault};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// How much is shown of a file that is too large to be read: enough for its imports.
const HEAD: u64 = 64 << 10;

/// A file as text: all of it, or what can be shown of it and what is wrong.
#[derive(Debug, Default)]
pub(super) struct Decoded {
    /// The text. Where there is a fault this is for showing only: bad bytes are
    /// replaced, of a file that is too large it is the beginning, and what could not be
    /// read is empty.
    pub(super) text: String,
    /// Why it is not the text that Python would see.
    pub(super) fault: Option<ReadFault>,
    /// What makes it doubtful that Python takes it.
    pub(super) doubt: Option<Doubt>,
    /// Whether a byte order mark was dropped in front of it.
    pub(super) has_mark: bool,
}

impl From<String> for Decoded {
    fn from(text: String) -> Self {
        Self {
            text,
            ..Self::default()
        }
    }
}

/// Reads a regular file of at most so many bytes as text.
pub(super) fn read(disk: &Disk, path: &Path, limit: u32) -> Decoded {
    match disk.read(path, limit) {
        Ok(bytes) => decode(bytes, Reader::of(path)),
        Err(fault) => {
            let text = match fault {
                ReadFault::TooLarge { .. } => head(disk, path),
                _ => String::new(),
            };
            Decoded {
                text,
                fault: Some(fault),
                ..Decoded::default()
            }
        }
    }
}

/// Who reads a file, and with that what its bytes may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    Python,
    /// Lists of requirements; a comment may declare their encoding, as in Python.
    Pip,
    /// TOML, YAML and JSON are UTF-8, whatever they declare.
    Other,
}

impl Reader {
    fn of(path: &Path) -> Self {
        match path.extension().and_then(|suffix| suffix.to_str()) {
            Some("py") => Self::Python,
            Some("txt" | "in") => Self::Pip,
            _ => Self::Other,
        }
    }
}

/// The beginning of a regular file; nothing where that cannot be read.
fn head(disk: &Disk, path: &Path) -> String {
    match disk.head(path, HEAD) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(_) => String::new(),
    }
}

/// Decodes what its reader would decode: UTF-8, with or without a byte order mark, or the
/// encoding that one of the first two lines declares (PEP 263).
fn decode(mut bytes: Vec<u8>, reader: Reader) -> Decoded {
    let has_mark = bytes.starts_with(BYTE_ORDER_MARK);
    if has_mark {
        bytes.drain(..BYTE_ORDER_MARK.len());
    }
    let declared = (reader != Reader::Other).then(|| Declared::by(&bytes));
    let decoded = match declared.flatten().filter(|it| !it.is_default) {
        Some(declared) => as_declared(&bytes, &declared, has_mark),
        None => as_utf8(bytes, reader),
    };
    match memchr::memchr(0, decoded.text.as_bytes()) {
        Some(at) if decoded.fault.is_none() => {
            faulty(decoded.text, at, "a NUL byte is no part of a text".into())
        }
        _ => Decoded {
            has_mark: has_mark && decoded.fault.is_none(),
            ..decoded
        },
    }
}

fn as_utf8(bytes: Vec<u8>, reader: Reader) -> Decoded {
    match String::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let bytes = error.as_bytes();
            let skipped = (reader == Reader::Python).then(|| skipped_in_comments(bytes, valid));
            skipped
                .flatten()
                .unwrap_or_else(|| invalid(bytes, valid, reader))
        }
    }
}

/// The text of a source in which all that is no UTF-8 stands in comments: Python skips them
/// unread, where it imports the file.
fn skipped_in_comments(bytes: &[u8], valid: usize) -> Option<Decoded> {
    let mut text = String::new();
    let mut lost = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text += chunk.valid();
        if !chunk.invalid().is_empty() {
            lost.push(size(text.len()));
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    let parsed = ParsedModule::of(&text);
    let comments: Vec<TextRange> = parsed.comments().collect();
    let is_comment = |at: &TextSize| {
        let after = comments.partition_point(|comment| comment.end() <= *at);
        comments.get(after).is_some_and(|it| it.contains(*at))
    };
    let doubt = Doubt {
        message: format!("byte 0x{:02x} of a comment is not UTF-8", bytes[valid]),
        offset: size(valid),
        kind: DoubtKind::Comment,
    };
    let is_skipped = !bytes.contains(&0) && lost.iter().all(is_comment);
    is_skipped.then(|| Decoded {
        doubt: Some(doubt),
        ..text.into()
    })
}

fn as_declared(bytes: &[u8], declared: &Declared, has_mark: bool) -> Decoded {
    let Declared { name, codec, .. } = declared;
    if has_mark {
        let message = format!("the byte order mark says UTF-8, and `{name}` is declared");
        return faulty(String::from_utf8_lossy(bytes).into_owned(), 0, message);
    }
    let bad = match codec {
        Some(Codec::Utf8) => std::str::from_utf8(bytes).err().map(|it| it.valid_up_to()),
        Some(Codec::Ascii) => bytes.iter().position(|byte| !byte.is_ascii()),
        _ => None,
    };
    let text = codec.unwrap_or(Codec::Unread).decode(bytes).into_owned();
    // Of a declaration the text is ASCII, whatever comes after it.
    let at = text.find(name).unwrap_or_default();
    match (codec, bad) {
        (_, Some(bad)) => {
            let message = format!(
                "byte 0x{:02x} is not `{name}`, which is declared",
                bytes[bad]
            );
            faulty(text, bad, message)
        }
        (Some(Codec::Refused), None) => {
            let message = format!("`{name}` is declared, an encoding that no source can be in");
            faulty(text, at, message)
        }
        (None, None) => Decoded {
            doubt: Some(Doubt {
                message: format!("encoding `{name}` is declared, which Python does not have"),
                offset: size(at),
                kind: DoubtKind::Codec,
            }),
            ..text.into()
        },
        (Some(_), None) => text.into(),
    }
}

/// The text of some bytes of Python; none where they are not text in their encoding.
pub(crate) fn text_of(bytes: &[u8]) -> Option<String> {
    let decoded = decode(bytes.to_vec(), Reader::Python);
    decoded.fault.is_none().then_some(decoded.text)
}

/// A text as bytes in the encoding of a file, with its byte order mark; none where that
/// encoding does not have all of the characters, or where some of the file's are lost.
pub(crate) fn encode(text: &str, like: &[u8]) -> Option<Vec<u8>> {
    let doubt = decode(like.to_vec(), Reader::Python).doubt;
    if doubt.is_some_and(|doubt| doubt.kind == DoubtKind::Comment) {
        return None;
    }
    if let Some(rest) = like.strip_prefix(BYTE_ORDER_MARK) {
        return std::str::from_utf8(rest)
            .is_ok()
            .then(|| [BYTE_ORDER_MARK, text.as_bytes()].concat());
    }
    let declared = Declared::by(like).filter(|it| !it.is_default);
    let codec = declared.map_or(Codec::Utf8, |it| it.codec.unwrap_or(Codec::Unread));
    let bytes = codec.encode(text).into_owned();
    (text_of(&bytes).as_deref() == Some(text)).then_some(bytes)
}

fn invalid(bytes: &[u8], valid: usize, reader: Reader) -> Decoded {
    let declared = match reader {
        Reader::Other => "",
        Reader::Python | Reader::Pip => ", and no other encoding is declared",
    };
    let wide = match bytes {
        [0xff, 0xfe, ..] => Some(encoding_rs::UTF_16LE),
        [0xfe, 0xff, ..] => Some(encoding_rs::UTF_16BE),
        _ => None,
    };
    let bad = bytes[valid];
    if let Some(encoding) = wide.filter(|_| valid == 0) {
        let message =
            format!("byte 0x{bad:02x} is not UTF-8{declared}; the file looks like UTF-16");
        let (text, _) = encoding.decode_with_bom_removal(bytes);
        return faulty(text.into_owned(), 0, message);
    }
    let message = format!("byte 0x{bad:02x} is not UTF-8{declared}");
    // Up to the bad byte the text is as it was, so that its offset holds.
    faulty(String::from_utf8_lossy(bytes).into_owned(), valid, message)
}

fn faulty(text: String, at: usize, message: String) -> Decoded {
    let offset = size(at);
    let at = LineIndex::new(&text).locate(offset, &text);
    Decoded {
        text,
        fault: Some(ReadFault::Encoding {
            message,
            at,
            offset,
        }),
        ..Decoded::default()
    }
}

fn size(offset: usize) -> TextSize {
    TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX))
}
