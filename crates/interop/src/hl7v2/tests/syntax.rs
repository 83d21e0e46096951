//! How a message is cut, read and framed.

use super::super::charset::Charset;
use super::super::time::stamp;
use super::*;

#[test]
fn absent_null_and_value_are_three_things() {
    let text = format!("{HEAD}\rPID|1||A^^^M||\"\"|| |x");
    let message = Message::of(&text).unwrap();
    assert_eq!(message.field("PID", 5).said(), Said::Null);
    assert_eq!(message.field("PID", 6).said(), Said::Absent);
    assert_eq!(message.field("PID", 7).said(), Said::Absent);
    assert_eq!(message.field("PID", 8).said(), Said::Value("x".into()));
    assert_eq!(message.field("PID", 99).said(), Said::Absent);
    assert_eq!(message.field("ZZZ", 1).said(), Said::Absent);
    assert_eq!(message.field("MSH", 1).raw(), "|");
    assert_eq!(message.field("MSH", 2).raw(), r"^~\&");
    assert_eq!(message.field("MSH", 10).raw(), "M1");
}

#[test]
fn escapes_are_undone_after_cutting() {
    for (sent, expected) in [
        (r"a\F\b\S\c\T\d\R\e\E\f", r"a|b^c&d~e\f"),
        (r"one\.br\two", "one\ntwo"),
        (r"\H\bold\N\", "bold"),
        (r"\X41C3A9\", "Aé"),
        (r"\XE9\", "é"),
        (r"\Zlocal\", r"\Zlocal\"),
        (r"open \ended", r"open \ended"),
        (r"\P\", "#"),
        (r"C:\dir\file one\F\", r"C:\dir\file one|"),
        ("plain", "plain"),
    ] {
        let text = format!("{HEAD}\rPID|{sent}|next");
        let message = Message::of(&text).unwrap();
        assert_eq!(message.field("PID", 1).text().as_deref(), Some(expected), "{sent}");
        assert_eq!(message.field("PID", 2).text().as_deref(), Some("next"));
    }
}

#[test]
fn separators_are_those_of_the_message() {
    let text = "MSH*@!%$#*A*B***20240505***ADT@A01*1*P*2.7\rPID*1**7@@@M@MR!8@@@N$1.2$ISO@PI";
    let message = Message::of(text).unwrap();
    assert_eq!(message.separators.truncation, Some('#'));
    let ids: Vec<_> = message.field("PID", 3).repetitions().map(|r| r.component(1).text().unwrap()).collect();
    assert_eq!(ids, ["7", "8"]);
    let second = message.field("PID", 3).repetitions().nth(1).unwrap();
    assert_eq!(second.component(4).subcomponent(2).text().as_deref(), Some("1.2"));

    for (header, sound) in
        [(r"MSH|^~\&|", true), (r"MSH|^~\\&|", false), ("MSH||", false), (r"MSH|^~\&#|", true)]
    {
        let (read, was_sound) = Separators::of(header).unwrap();
        assert_eq!((read.component, read.subcomponent, was_sound), ('^', '&', sound), "{header}");
    }
    for header in ["MSH", "MSHA^~\\&|", "MSH|^^\\&|", "MSH|^~|", "MSH|ab\\&|"] {
        assert!(Separators::of(header).is_none(), "{header}");
    }
}

#[test]
fn lines_end_in_every_way_and_a_broken_one_is_joined() {
    for end in ["\r", "\n", "\r\n"] {
        let text = [HEAD, "PID|1||A", "OBX|1|TX|1||first", "second line||", "NTE|1"].join(end);
        let message = Message::of(&text).unwrap();
        let names: Vec<_> = message.segments().iter().map(|s| s.name()).collect();
        assert_eq!(names, ["MSH", "PID", "OBX", "NTE"]);
        let value = message.field("OBX", 5).text().unwrap();
        assert!(value.starts_with("first") && value.ends_with("second line"), "{value:?}");
    }
    assert!(remarks(&taken(&[HEAD, "PID|1||A", "lower case line"])).contains(&"broken_line".into()));
}

#[test]
fn character_sets() {
    let bytes = |set: &str, name: &[u8]| {
        let mut bytes = format!("{HEAD}||||||{set}\rPID|1||7^^^M^MR||").into_bytes();
        bytes.extend(name);
        bytes
    };
    for (set, name, expected, remark) in [
        ("UNICODE UTF-8", "Zoë".as_bytes(), "Zoë", None),
        ("8859/1", b"Zo\xeb", "Zoë", None),
        ("", b"Zo\xeb\x92s", "Zoë’s", Some("MSH charset_assumed")),
        ("", "Zoë".as_bytes(), "Zoë", None),
        ("KLINGON", "Zoë".as_bytes(), "Zoë", Some("MSH charset_unknown")),
    ] {
        let taken = take(&bytes(set, name), &chicago(), None).unwrap();
        contains(&one(&taken, "Patient"), &[&format!("\"family\":\"{expected}\"")]);
        let odd: Vec<_> = remarks(&taken).into_iter().filter(|r| r.contains("charset")).collect();
        assert_eq!(odd, remark.into_iter().collect::<Vec<_>>(), "{set}");
    }
    assert_eq!(Charset::Windows1252.encode("Zoë’s"), b"Zo\xeb\x92s");
    assert_eq!(Charset::Latin1.encode("’é"), b"?\xe9");
}

#[test]
fn times_keep_their_precision_and_take_the_senders_zone() {
    let chicago = chicago().time_zone;
    for (sent, expected) in [
        ("2024", Some("2024")),
        ("202405", Some("2024-05")),
        ("20240500", Some("2024-05")),
        ("20240000", Some("2024")),
        ("20240505", Some("2024-05-05")),
        ("202405050312", Some("2024-05-05T03:12:00-05:00")),
        ("20240105031200", Some("2024-01-05T03:12:00-06:00")),
        ("20240505031200.25-0400", Some("2024-05-05T03:12:00.25-04:00")),
        ("20240505031200+0545", Some("2024-05-05T03:12:00+05:45")),
        ("2024050503", Some("2024-05-05")),
        ("20240505250000", Some("2024-05-05")),
        ("202405050312+9900", Some("2024-05-05")),
        ("20240230", None),
        ("20241301", None),
        ("00000000", None),
        ("18990101", None),
        ("May 2024", None),
        ("2024-05-05", None),
        ("", None),
    ] {
        assert_eq!(stamp(sent, &chicago).map(|s| s.text).as_deref(), expected, "{sent}");
    }
    let named = stamp("20240505031200", &chicago).unwrap();
    assert!(named.zone_assumed && named.at == Some("2024-05-05T08:12:00Z".parse().unwrap()));
}

#[test]
fn frames_come_out_however_they_are_read() {
    let stream: Vec<u8> =
        [&b"junk"[..], &frame(b"MSH|one\r"), b"\r\n", &frame(b"MSH|two"), &frame(b"")].concat();
    let expected: Vec<Frame> =
        [&b"MSH|one\r"[..], b"MSH|two", b""].map(|m| Frame::Message(m.to_vec())).into();
    for step in 1..stream.len() {
        let mut framer = Framer::new(1 << 20);
        let frames: Vec<Frame> = stream.chunks(step).flat_map(|piece| framer.push(piece)).collect();
        assert_eq!((frames, framer.stray(), framer.is_inside()), (expected.clone(), 4, false), "{step}");
    }
    // No carriage return after the end sign: at the next start, or at the end of the stream.
    let mut framer = Framer::new(1 << 20);
    assert_eq!(framer.push(b"\x0bone\x1c\x0btwo\x1c"), [Frame::Message(b"one".to_vec())]);
    assert_eq!(framer.finish(), Some(Frame::Message(b"two".to_vec())));
    // A frame that never ended, and a lone end sign within one.
    let mut framer = Framer::new(1 << 20);
    assert_eq!(framer.push(b"\x0blost\x0bMSH\x1cb\x1c\r"), [Frame::Message(b"MSH\x1cb".to_vec())]);
    assert_eq!((framer.stray(), framer.finish()), (4, None));
}

#[test]
fn a_vertical_tab_stays_in_its_message() {
    for (sent, expected, stray) in [
        (&b"\x0bMSH|a\x0bb\x1c\r"[..], &b"MSH|a\x0bb"[..], 0),
        (b"\x0bMSH|a\x0b\x1c\r", b"MSH|a\x0b", 0),
        (b"\x0bMSH|a\x0bMS\x1c\r", b"MSH|a\x0bMS", 0),
        (b"\x0bMSH|a\x0bMSA\x0b\x0bb\x1c\r", b"MSH|a\x0bMSA\x0b\x0bb", 0),
        (b"\x0bMSH|a\x0bMS\x0bMSH|b\x1c\r", b"MSH|b", 8),
        (b"\x0bMSH|a\x0bBHS|b\x1c\r", b"BHS|b", 5),
        (b"\x0bMSH|a\x0bFHS|b\x1c\r", b"FHS|b", 5),
        (b"\x0b\x0bMSH|a\x1c\r", b"MSH|a", 0),
    ] {
        for step in 1..=sent.len() {
            let mut framer = Framer::new(1 << 20);
            let frames: Vec<Frame> = sent.chunks(step).flat_map(|piece| framer.push(piece)).collect();
            let expected = [Frame::Message(expected.to_vec())];
            assert_eq!((frames.as_slice(), framer.stray()), (&expected[..], stray), "{step} {sent:?}");
        }
    }
    // The stream ends in the middle of it.
    let mut framer = Framer::new(1 << 20);
    assert_eq!(framer.push(b"\x0bMSH|a\x0bMS"), []);
    assert_eq!((framer.held(), framer.finish(), framer.stray()), (5, None, 8));
}

#[test]
fn a_frame_over_the_limit_is_skipped_and_said() {
    let mut framer = Framer::new(10);
    let stream = [frame(&[b'x'; 100_000]), frame(b"small")].concat();
    let frames: Vec<Frame> = stream.chunks(7_000).flat_map(|piece| framer.push(piece)).collect();
    let [Frame::TooLarge { start, length }, Frame::Message(small)] = frames.as_slice() else {
        panic!("{frames:?}")
    };
    assert_eq!((start.len(), *length, small.as_slice()), (4_096, 100_000, &b"small"[..]));
}

#[test]
fn files_of_messages_are_split() {
    for (file, expected) in [
        ("MSH|1\rPID|1\rMSH|2\r", vec!["MSH|1\rPID|1", "MSH|2"]),
        ("FHS|^~\\&\r\nBHS|^~\\&\r\nMSH|1\r\nPID|1\r\nBTS|1\r\nFTS|1\r\n", vec!["MSH|1\r\nPID|1"]),
        ("\u{feff}MSH|1\nMSHX|not a header\n\n\nMSH|2", vec!["MSH|1\nMSHX|not a header", "MSH|2"]),
        ("\u{b}MSH|1\rPID|1\r\u{1c}\r\u{b}MSH|2\r\u{1c}\r", vec!["MSH|1\rPID|1", "MSH|2"]),
        ("no messages here", vec![]),
        ("", vec![]),
    ] {
        let messages = split_batch(file.as_bytes());
        let texts: Vec<_> = messages.iter().map(|m| str::from_utf8(m).unwrap()).collect();
        assert_eq!(texts, expected);
    }
}
