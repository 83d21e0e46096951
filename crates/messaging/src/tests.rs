use super::*;

#[test]
fn nothing_travels_in_the_clear_but_to_this_machine() {
    let mail = |server| Mail::new(server, "Kith <kith@example.org>").err();
    let check = |server, fine| assert_eq!(mail(server).is_none(), fine, "{server}: {:?}", mail(server));
    check("smtps://name:secret@mail.example.org", true);
    check("smtp://mail.example.org:587?tls=required", true);
    check("smtp://mail.example.org:25", false);
    check("smtp://127.0.0.1:2525", true);
    check("smtp://localhost:2525", true);
    check("smtp://127.0.0.1@mail.example.org", false);
    check("mail.example.org", false);
    assert_eq!(Mail::new("smtps://mail.example.org", "nobody").err(), Some(SetupError::Sender));
    let texts = |address| Texts::new(address, "a secret that is long").err();
    let check = |address, fine| assert_eq!(texts(address).is_none(), fine, "{address}: {:?}", texts(address));
    check("https://gateway.example.org/texts", true);
    check("https://name:secret@gateway.example.org/texts", true);
    check("http://gateway.example.org/texts", false);
    check("http://[::1]:8080/texts", true);
    check("http://localhost.example.org/", false);
    check("gateway.example.org", false);
    assert_eq!(Texts::new("https://gateway.example.org", "short").err(), Some(SetupError::Secret));
}

#[test]
fn no_secret_is_shown() {
    let mail = Mail::new("smtps://name:hush@mail.example.org", "Kith <kith@example.org>").unwrap();
    let texts = Texts::new("https://name:hush@gateway.example.org", "hush hush hush hush").unwrap();
    let shown = format!("{:?} {mail:?} {texts:?}", Mail::new("smtp://a:hush@mail.example.org", "x").err());
    assert!(!shown.contains("hush"), "{shown}");
}

/// RFC 4231, test case 2.
#[test]
fn a_code_is_the_one_of_the_standard() {
    let code = hex(&keyed(b"Jefe", "what do ya want for nothing?"));
    assert_eq!(code, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

#[test]
fn a_message_says_that_something_waits_and_no_more() {
    let all = [Say::Answer, Say::Ended, Say::Places, Say::News, Say::Look, Say::Answered, Say::OwnWord];
    for what in all {
        let said =
            ["en", "es"].map(|language| say(what, language, "Kith", "https://k.example/r/T", "2026-01-09"));
        assert_ne!(said[0], said[1], "{what:?} is said in both languages");
        for said in said {
            assert!(said.subject.starts_with("Kith: ") && !said.subject.contains("https"), "{said:?}");
            let linked = said.text.contains("https://k.example/r/T");
            assert_eq!(linked, what != Say::Ended, "{said:?}");
        }
    }
    // A text to a telephone is one part: 160 septets, or 70 where a letter is not among them.
    let link = "https://kith.example.org/w/0123456789012345678901234567890123456789012";
    assert!(say(Say::OwnWord, "en", "Kith", link, "").text.len() <= 160);
    assert!(say(Say::OwnWord, "es", "Kith", link, "").text.is_ascii());
}
