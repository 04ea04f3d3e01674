//! What is text, what is not, and what is doubtful, by its bytes.

use super::*;

#[test]
fn a_byte_order_mark_is_dropped() {
    let decoded = decode(b"\xef\xbb\xbfx = 1".to_vec(), Reader::Python);
    assert_eq!(decoded.text, "x = 1");
    assert_eq!(decoded.fault, None);
}

#[test]
fn a_declared_encoding_is_used() {
    let decoded = decode(
        b"# -*- coding: latin-1 -*-\nx = '\xe9'\n".to_vec(),
        Reader::Python,
    );
    assert!(decoded.fault.is_none() && decoded.text.contains('é'));
}

#[test]
fn what_is_no_python_declares_no_encoding() {
    let bytes = b"# -*- coding: latin-1 -*-\nx: '\xe9'\n".to_vec();
    let Some(ReadFault::Encoding { message, at, .. }) = decode(bytes, Reader::Other).fault else {
        panic!("it is no UTF-8")
    };
    assert_eq!((message.as_str(), at.line), ("byte 0xe9 is not UTF-8", 2));
    for (path, reader) in [
        ("a.py", Reader::Python),
        ("b.txt", Reader::Pip),
        ("c.yaml", Reader::Other),
    ] {
        assert_eq!(Reader::of(Path::new(path)), reader, "{path}");
    }
}

#[test]
fn utf_16_is_shown_as_what_it_says() {
    let wide = "x = 1\n".encode_utf16().flat_map(u16::to_le_bytes);
    let bytes: Vec<u8> = [0xff, 0xfe].into_iter().chain(wide).collect();
    let decoded = decode(bytes, Reader::Python);
    assert_eq!(decoded.text, "x = 1\n");
    assert!(decoded.fault.is_some());
}

#[test]
fn a_bad_byte_is_named_with_its_place() {
    let decoded = decode(b"x = 1\ny = '\xe9'\n".to_vec(), Reader::Python);
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

/// What CPython 3.10 to 3.13 makes of them when it imports them.
#[test]
fn a_declaration_counts_where_python_sees_one() {
    let reads: &[(&[u8], &str)] = &[
        (b"\n# coding: latin-1\nx = '\xe9'\n", "x = 'é'"),
        (b"#!\r# coding: latin-1\rx = '\xe9'\r", "x = 'é'"),
        (
            b"# the encoding or coding: latin-1\nx = '\xe9'\n",
            "x = 'é'",
        ),
        (
            b"# vim: set fileencoding=latin-1 :\nx = '\xe9'\n",
            "x = 'é'",
        ),
        (b"\x0c# coding: Latin_1-unix\nx = '\xe9'\n", "x = 'é'"),
        (b"# coding: iso8859_15\nx = '\xa4'\n", "x = '€'"),
        (b"# coding: mac_roman\nx = '\x8e'\n", "x = 'é'"),
        (b"# coding: cp949\nx = '\xaa\xa7'\n", "x = 'ぇ'"),
        (b"# coding: latin-1\nx = '\xc3\xa9'\n", "x = 'Ã©'"),
        (b"# coding: utf-8-unix\nx = '\xc3\xa9'\n", "x = 'é'"),
        (b"\xef\xbb\xbf# coding: utf-8\nx = '\xc3\xa9'\n", "x = 'é'"),
        (b"# coding: cp437\nx = '\x82'\n", "x = '\u{f782}'"),
    ];
    for (bytes, text) in reads {
        let decoded = decode(bytes.to_vec(), Reader::Python);
        assert_eq!((decoded.fault, decoded.doubt), (None, None), "{bytes:?}");
        assert!(decoded.text.contains(text), "{:?}", decoded.text);
        assert_eq!(encode(&decoded.text, bytes).as_deref(), Some(*bytes));
    }
}

/// That Python refuses some bytes: what is said of them, and where.
fn refused(bytes: &[u8]) -> (String, u32) {
    let fault = decode(bytes.to_vec(), Reader::Python).fault;
    let Some(ReadFault::Encoding {
        message, offset, ..
    }) = fault
    else {
        panic!("{bytes:?}: {fault:?}")
    };
    (message, offset.to_u32())
}

#[test]
fn a_byte_that_is_not_utf_8_is_refused() {
    let refuses: &[(&[u8], u32)] = &[
        (b"import os\n# coding: latin-1\nx = '\xe9'\n", 33),
        (b"#\n#\n# coding: latin-1\nx = '\xe9'\n", 27),
        (b"# coding : latin-1\nx = '\xe9'\n", 24),
        (b"# coding: utf-8\nx = '\xe9'\n", 21),
        (b"'''\n# \xe9\n'''\n", 6),
        (b"# \xe9\nx = '\xe8'\n", 2),
    ];
    for (bytes, place) in refuses {
        let told = "byte 0xe9 is not UTF-8, and no other encoding is declared";
        assert_eq!(refused(bytes), (told.to_owned(), *place));
    }
}

#[test]
fn a_declaration_that_does_not_hold_is_refused() {
    let bad = |name: &str| format!("is not `{name}`, which is declared");
    let never = |name: &str| format!("`{name}` is declared, an encoding that no source can be in");
    let marked = |name: &str| format!("the byte order mark says UTF-8, and `{name}` is declared");
    let refuses: &[(&[u8], String, u32)] = &[
        (b"# coding: utf8\n# \xe9\n", bad("utf8"), 17),
        (b"# coding: US_ASCII\n# \xc3\xa9\n", bad("US_ASCII"), 21),
        (b"# coding: utf-16\n", never("utf-16"), 10),
        (b"# coding: rot13\n", never("rot13"), 10),
        (b"\xef\xbb\xbf# coding: cp1252\n", marked("cp1252"), 0),
        (b"\xef\xbb\xbf# coding: utf8\n", marked("utf8"), 0),
    ];
    for (bytes, told, place) in refuses {
        let (message, at) = refused(bytes);
        assert!(message.ends_with(told), "{message}");
        assert_eq!(at, *place, "{message}");
    }
}

#[test]
fn what_is_doubtful_has_a_text() {
    let comment = "byte 0xe9 of a comment is not UTF-8";
    let codec = "encoding `uft-8` is declared, which Python does not have";
    let doubtful: &[(&[u8], &str, DoubtKind, u32)] = &[
        (b"# \xe9\nx = 1 # \xe8\n", comment, DoubtKind::Comment, 2),
        (
            b"# coding: utf-8\nx = [ # \xe9\n]\n",
            comment,
            DoubtKind::Comment,
            24,
        ),
        (
            b"# coding: uft-8\nx = '\xe9'\n",
            codec,
            DoubtKind::Codec,
            10,
        ),
    ];
    for (bytes, told, kind, place) in doubtful {
        let decoded = decode(bytes.to_vec(), Reader::Python);
        assert!(decoded.fault.is_none() && decoded.text.contains("x = "));
        let doubt = decoded.doubt.expect("a doubt");
        let found = (&*doubt.message, doubt.kind, doubt.offset.to_u32());
        assert_eq!(found, (*told, *kind, *place));
    }
    // What is lost in a comment cannot be written again.
    let bytes = doubtful[0].0;
    assert_eq!(encode(&text_of(bytes).expect("text"), bytes), None);
    assert!(decode(bytes.to_vec(), Reader::Other).fault.is_some());
}

#[test]
fn nul_bytes_are_refused() {
    assert!(decode(b"x = 1\0".to_vec(), Reader::Python).fault.is_some());
}
