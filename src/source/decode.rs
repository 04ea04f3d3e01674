//! From bytes to text: byte order marks, PEP 263 declarations, and what is no text at all.

use std::path::Path;

use ruff_text_size::TextSize;

use super::disk::Disk;
use super::{LineIndex, ReadFault};

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
        Ok(bytes) => decode(bytes, declares_encoding(path)),
        Err(fault) => {
            let text = match fault {
                ReadFault::TooLarge { .. } => head(disk, path),
                _ => String::new(),
            };
            Decoded {
                text,
                fault: Some(fault),
                has_mark: false,
            }
        }
    }
}

/// Whether a comment in the first lines of a file may declare its encoding: that is so of
/// Python, and of what pip reads. TOML, YAML and JSON are UTF-8.
fn declares_encoding(path: &Path) -> bool {
    let suffix = path.extension().and_then(|suffix| suffix.to_str());
    matches!(suffix, Some("py" | "txt" | "in"))
}

/// The beginning of a regular file; nothing where that cannot be read.
fn head(disk: &Disk, path: &Path) -> String {
    match disk.head(path, HEAD) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(_) => String::new(),
    }
}

/// Decodes what Python would decode: UTF-8, with or without a byte order mark, or, where
/// a file of its kind `may_declare` one, the encoding that one of the first two lines
/// declares (PEP 263).
fn decode(mut bytes: Vec<u8>, may_declare: bool) -> Decoded {
    let has_mark = bytes.starts_with(BYTE_ORDER_MARK);
    if has_mark {
        bytes.drain(..BYTE_ORDER_MARK.len());
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            match declared_encoding(&bytes).filter(|_| may_declare) {
                Some(encoding) => encoding.decode(&bytes).0.into_owned(),
                None => return invalid(&bytes, valid, may_declare),
            }
        }
    };
    match memchr::memchr(0, text.as_bytes()) {
        Some(at) => faulty(text, at, "a NUL byte is no part of a text".into()),
        None => Decoded {
            has_mark,
            ..text.into()
        },
    }
}

/// The text of some bytes; none where they are not text in their encoding.
pub(crate) fn text_of(bytes: &[u8]) -> Option<String> {
    let decoded = decode(bytes.to_vec(), true);
    decoded.fault.is_none().then_some(decoded.text)
}

/// A text as bytes in the encoding of a file, with its byte order mark; none where that
/// encoding does not have all of the characters.
pub(crate) fn encode(text: &str, like: &[u8]) -> Option<Vec<u8>> {
    if let Some(rest) = like.strip_prefix(BYTE_ORDER_MARK) {
        return std::str::from_utf8(rest)
            .is_ok()
            .then(|| [BYTE_ORDER_MARK, text.as_bytes()].concat());
    }
    let bytes = match (std::str::from_utf8(like), declared_encoding(like)) {
        (Err(_), Some(encoding)) => encoding.encode(text).0.into_owned(),
        _ => text.as_bytes().to_vec(),
    };
    (text_of(&bytes).as_deref() == Some(text)).then_some(bytes)
}

fn invalid(bytes: &[u8], valid: usize, may_declare: bool) -> Decoded {
    let declared = if may_declare {
        ", and no encoding is declared"
    } else {
        ""
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
    let offset = TextSize::new(u32::try_from(at).unwrap_or(u32::MAX));
    let at = LineIndex::new(&text).locate(offset, &text);
    Decoded {
        text,
        fault: Some(ReadFault::Encoding {
            message,
            at,
            offset,
        }),
        has_mark: false,
    }
}

/// The encoding that a comment in the first two lines declares.
fn declared_encoding(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    bytes.split(|&byte| byte == b'\n').take(2).find_map(|line| {
        let line = String::from_utf8_lossy(line);
        let comment = line.trim_start().strip_prefix('#')?;
        let (_, value) = comment.split_once("coding")?;
        let value = value.strip_prefix([':', '='])?.trim_start();
        let end = value
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')))
            .unwrap_or(value.len());
        let name = value[..end].replace('_', "-");
        // Python's spelling `latin-1` is not a label of the encoding standard.
        let label = if name.eq_ignore_ascii_case("latin-1") {
            "iso-8859-1"
        } else {
            &name
        };
        encoding_rs::Encoding::for_label(label.as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_dropped() {
        let decoded = decode(b"\xef\xbb\xbfx = 1".to_vec(), true);
        assert_eq!(decoded.text, "x = 1");
        assert_eq!(decoded.fault, None);
    }

    #[test]
    fn a_declared_encoding_is_used() {
        let decoded = decode(b"# -*- coding: latin-1 -*-\nx = '\xe9'\n".to_vec(), true);
        assert!(decoded.fault.is_none() && decoded.text.contains('é'));
    }

    #[test]
    fn what_is_no_python_declares_no_encoding() {
        let bytes = b"# -*- coding: latin-1 -*-\nx: '\xe9'\n".to_vec();
        let Some(ReadFault::Encoding { message, at, .. }) = decode(bytes, false).fault else {
            panic!("it is no UTF-8")
        };
        assert_eq!((message.as_str(), at.line), ("byte 0xe9 is not UTF-8", 2));
        for (path, declares) in [("a.py", true), ("b.txt", true), ("c.yaml", false)] {
            assert_eq!(declares_encoding(Path::new(path)), declares, "{path}");
        }
    }

    #[test]
    fn utf_16_is_shown_as_what_it_says() {
        let wide = "x = 1\n".encode_utf16().flat_map(u16::to_le_bytes);
        let bytes: Vec<u8> = [0xff, 0xfe].into_iter().chain(wide).collect();
        let decoded = decode(bytes, true);
        assert_eq!(decoded.text, "x = 1\n");
        assert!(decoded.fault.is_some());
    }

    #[test]
    fn a_bad_byte_is_named_with_its_place() {
        let decoded = decode(b"x = 1\ny = '\xe9'\n".to_vec(), true);
        let Some(ReadFault::Encoding {
            message,
            at,
            offset,
        }) = decoded.fault
        else {
            panic!("{decoded:?}")
        };
        assert!(message.contains("0xe9"), "{message}");
        assert_eq!((at.line, at.column, offset.to_u32()), (2, 6, 11));
    }

    #[test]
    fn bytes_come_back_as_they_were() {
        for bytes in [
            &b"\xef\xbb\xbfx = 1\r\n"[..],
            b"# -*- coding: latin-1 -*-\nx = '\xe9'\n",
            "x = 'é'\n".as_bytes(),
            b"",
        ] {
            let text = text_of(bytes).expect("text");
            assert_eq!(encode(&text, bytes).as_deref(), Some(bytes));
        }
        let latin = b"# coding: latin-1\nx = '\xe9'\n";
        assert_eq!(encode("# coding: latin-1\nx = '名'\n", latin), None);
    }

    #[test]
    fn nul_bytes_are_refused() {
        assert!(decode(b"x = 1\0".to_vec(), true).fault.is_some());
    }
}
