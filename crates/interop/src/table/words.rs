//! The words that senders use in English and Spanish, as codes.

use super::field::Field;
use super::header::normal;
use crate::build;

/// What a value of a field is called here, from the words that senders use in English and Spanish.
pub(super) fn code_of(field: Field, text: &str) -> Option<String> {
    let word = normal(text);
    let listed = |list: &[(&str, &str)]| {
        list.iter()
            .find(|(code, words)| *code == text.trim() || words.split('|').any(|w| w == word))
            .map(|(code, _)| (*code).to_owned())
    };
    match field {
        Field::MotherRace => build::race_of(text),
        Field::MotherEthnicity => build::ethnicity_of(text),
        Field::MotherLanguage => listed(&[
            ("en", "english|eng|ingles"),
            ("es", "spanish|spa|espanol|castellano"),
            ("ht", "haitian creole|creole|kreyol"),
            ("pt", "portuguese|por"),
            ("fr", "french|fra"),
            ("ar", "arabic|ara"),
            ("zh", "chinese|mandarin|cantonese"),
            ("vi", "vietnamese"),
            ("ru", "russian"),
            ("so", "somali"),
            ("ase", "asl|american sign language"),
        ]),
        Field::InfantSex => listed(&[
            ("female", "f|female|girl|nina|femenino|mujer"),
            ("male", "m|male|boy|nino|masculino|hombre|varon"),
            ("unknown", "u|unknown|undetermined|ambiguous"),
        ]),
        Field::BirthOrder => listed(&[
            ("1", "a|1|first|baby a|twin a|1 of 2|1 of 3"),
            ("2", "b|2|second|baby b|twin b|2 of 2|2 of 3"),
            ("3", "c|3|third|baby c|3 of 3"),
            ("4", "d|4|baby d"),
        ]),
        Field::Route => listed(&[
            (
                "11466000",
                "c section|cs|c s|cesarean|caesarean|cesarea|cesarean section|c/s|primary cesarean|repeat cesarean",
            ),
            ("700000006", "vaginal|vag|svd|nsvd|nvd|vaginal delivery|parto vaginal|vbac|vaginal birth"),
        ]),
        Field::Outcome => listed(&[
            ("live", "live|live birth|liveborn|alive|lb|nacido vivo|vivo"),
            ("stillbirth", "stillbirth|stillborn|fetal death|iufd|sb|mortinato"),
            ("loss", "loss|miscarriage|sab|abortion|tab|ectopic|aborto"),
        ]),
        Field::VisitType => listed(&[
            (
                "first_prenatal",
                "first prenatal|new ob|initial ob|initial prenatal|nob|ob intake|primera prenatal",
            ),
            (
                "prenatal",
                "prenatal|ob|ob visit|prenatal visit|rob|return ob|pnc|antenatal|prenatal care|routine prenatal|control prenatal",
            ),
            (
                "postpartum",
                "postpartum|pp|postpartum visit|pp visit|postnatal|6 week|6 wk pp|posparto|postparto",
            ),
            (
                "well_child",
                "well child|wcc|wcv|well baby|well visit|well child visit|newborn check|well child check|nino sano|control nino sano",
            ),
            ("sick_child", "sick child|sick baby|child sick visit"),
            ("home", "home|home visit|hv|visita domiciliaria"),
            ("telehealth", "telehealth|virtual|video|phone visit|telephone|televisita"),
        ]),
        _ => None,
    }
}
