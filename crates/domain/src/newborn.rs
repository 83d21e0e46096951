//! Temporary names of newborns: what hospitals write until a child has a name, in English and Spanish.
//!
//! Everything here reads capital letters without accents, one blank between words; whoever calls folds first.

/// What one word of a temporary name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sign {
    /// `F` or `M`, where it says the sex.
    pub sex: Option<char>,
    /// Place in a multiple birth (`A`, `1` are 1); 0 where it says none.
    pub order: u8,
    /// It says that the child is one of several.
    pub several: bool,
}

const SIGNS: [(&str, Option<char>, bool); 12] = [
    ("BABY", None, false),
    ("NEWBORN", None, false),
    ("INFANT", None, false),
    ("TWIN", None, true),
    ("TRIPLET", None, true),
    ("GIRL", Some('F'), false),
    ("BOY", Some('M'), false),
    ("FEMALE", Some('F'), false),
    ("MALE", Some('M'), false),
    ("BB", Some('M'), false),
    ("BG", Some('F'), false),
    ("NB", None, false),
];

/// How a Spanish temporary name begins, and the same in the words of [`SIGNS`]. The longer ones come first.
const SPANISH: [(&str, &str); 22] = [
    ("RECIEN NACIDO", "NEWBORN"),
    ("RECIEN NACIDA", "NEWBORN GIRL"),
    ("HIJO DE", "NEWBORN BOY OF"),
    ("HIJA DE", "NEWBORN GIRL OF"),
    ("BEBE DE", "NEWBORN OF"),
    ("RN DE", "NEWBORN OF"),
    ("BEBE", "NEWBORN"),
    ("RN", "NEWBORN"),
    ("RNV", "NEWBORN BOY"),
    ("RNM", "NEWBORN"),
    ("NEONATO", "NEWBORN"),
    ("NEONATA", "NEWBORN GIRL"),
    ("VARON", "BOY"),
    ("HEMBRA", "GIRL"),
    ("MASCULINO", "BOY"),
    ("FEMENINO", "GIRL"),
    ("FEMENINA", "GIRL"),
    ("GEMELO", "TWIN"),
    ("GEMELA", "TWIN GIRL"),
    ("MELLIZO", "TWIN"),
    ("MELLIZA", "TWIN GIRL"),
    ("TRILLIZO", "TRIPLET"),
];

/// Place in a multiple birth that a word stands for; 0 when it is none.
pub fn order(word: &str) -> u8 {
    match word {
        "A" | "1" | "ONE" | "I" => 1,
        "B" | "2" | "TWO" | "II" => 2,
        "C" | "3" | "THREE" | "III" => 3,
        "D" | "4" | "FOUR" => 4,
        _ => 0,
    }
}

/// What a word of a temporary name says (`BABYGIRLB`, `NB`); none when it is none.
pub fn sign(word: &str) -> Option<Sign> {
    let (mut rest, mut found, mut sign) = (word, false, Sign::default());
    loop {
        let before = rest.len();
        for (text, sex, several) in SIGNS {
            // Short signs stand alone or with a letter behind; `NBUYEN` is a name.
            let short = text.len() == 2;
            if let Some(tail) = rest.strip_prefix(text)
                && (!short || tail.is_empty() || (tail.len() == 1 && order(tail) > 0))
            {
                (rest, found, sign.several) = (tail, true, sign.several || several);
                sign.sex = sex.or(sign.sex);
                break;
            }
        }
        if rest.len() == before {
            break;
        }
    }
    match order(rest) {
        _ if !found => None,
        0 if rest.is_empty() => Some(sign),
        0 => None,
        // `BOYD` is a surname.
        4 if !word.starts_with("BABY") => None,
        order => Some(Sign { order, several: true, ..sign }),
    }
}

/// A Spanish temporary name in the words that [`sign`] reads; none when it is no such name. `written` is the given name as
/// it was written, `given` and `family` are folded. Words of the surname are left out.
///
/// `NINA` and `NINO` are names of people, too: they are temporary only with their tilde, before `DE`, or before the surname.
pub fn in_english(written: &str, given: &str, family: &str) -> Option<String> {
    let of_family = |word: &str| family.split(' ').any(|f| f == word);
    let tilde = written.contains(['ñ', 'Ñ', '\u{303}']);
    let (english, rest) =
        SPANISH.into_iter().chain([("NINO", "BOY"), ("NINA", "GIRL")]).find_map(|(spanish, english)| {
            let rest =
                given.strip_prefix(spanish).filter(|r| r.is_empty() || r.starts_with(' '))?.trim_start();
            let next = rest.split(' ').next().unwrap_or_default();
            let of_people = matches!(spanish, "NINO" | "NINA");
            (!of_people || tilde || next == "DE" || of_family(next)).then_some((english, rest))
        })?;
    let mut words = vec![english];
    for word in rest.split(' ').filter(|w| !w.is_empty() && !of_family(w)) {
        words.push(match word {
            "DE" => "OF",
            "NINA" | "HEMBRA" | "FEMENINO" | "FEMENINA" => "GIRL",
            "NINO" | "VARON" | "MASCULINO" => "BOY",
            "GEMELO" | "GEMELA" | "MELLIZO" | "MELLIZA" => "TWIN",
            other => other,
        });
    }
    Some(words.join(" "))
}

/// Whether a given name is a temporary one, in either language.
pub fn is_temporary(written: &str, given: &str, family: &str) -> bool {
    in_english(written, given, family).is_some()
        || given.split(' ').next().is_some_and(|word| sign(word).is_some())
}

#[cfg(test)]
mod tests {
    use super::{in_english, is_temporary, sign};

    #[test]
    fn what_hospitals_write_is_no_name() {
        for given in [
            "BABY GIRL",
            "BABYBOYA",
            "BG",
            "BB SARAH",
            "NB",
            "TWIN 2",
            "INFANT OF MARIA",
            "BEBE",
            "RN MARIA",
            "RECIEN NACIDO",
            "RECIEN NACIDA",
            "HIJO DE ANA",
            "HIJA DE ANA",
            "VARON",
            "HEMBRA",
            "NINA REYES",
            "NINO DE ANA",
            "GEMELA A",
        ] {
            assert!(is_temporary(given, given, "REYES"), "{given}");
        }
        assert!(is_temporary("Ni\u{f1}a", "NINA", "REYES"));
        for given in
            ["NINA", "NINA MARIA", "NINO", "ANA", "BOYD", "RNA", "HIJO", "BEBETTE", "NBUYEN", "ROSA RN", ""]
        {
            assert!(!is_temporary(given, given, "REYES"), "{given}");
        }
    }

    #[test]
    fn a_sign_says_sex_and_place() {
        for (word, sex, order, several) in
            [("BABYGIRLB", Some('F'), 2, true), ("BB", Some('M'), 0, false), ("TWIN", None, 0, true)]
        {
            let told = sign(word).unwrap();
            assert_eq!((told.sex, told.order, told.several), (sex, order, several), "{word}");
        }
        for (given, english) in [
            ("RN MARIA", "NEWBORN MARIA"),
            ("NINA REYES", "GIRL"),
            ("BEBE NINA", "NEWBORN GIRL"),
            ("HIJA DE ANA", "NEWBORN GIRL OF ANA"),
            ("RECIEN NACIDO VARON", "NEWBORN BOY"),
        ] {
            assert_eq!(in_english(given, given, "REYES").as_deref(), Some(english), "{given}");
        }
    }
}
