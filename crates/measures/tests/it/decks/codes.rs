//! Which published value sets stand in for those of the library while the decks run. They may be tested with and not
//! shipped, so nothing of them is kept here but their names.

/// A value set of the library, and the published ones and single codes that stand in for it; codes after `-` are
/// taken out of them.
pub type StandIn = (&'static str, &'static [&'static str]);

/// Cesarean birth (CMS334).
pub const CESAREAN: &[StandIn] = &[
    ("delivery_procedure", &["2.16.840.1.113762.1.4.1045.59"]),
    ("cesarean_delivery", &["2.16.840.1.113883.3.117.1.7.1.282"]),
    ("assisted_delivery", &[]),
    // Whatever is a delivery and no cesarean.
    ("vaginal_delivery", &["2.16.840.1.113762.1.4.1045.59", "-2.16.840.1.113883.3.117.1.7.1.282"]),
    ("live_birth_outcome", &["2.16.840.1.113762.1.4.1045.99"]),
    ("abnormal_presentation", &["2.16.840.1.113762.1.4.1045.105"]),
    // Herpes; a placenta or a vessel that lies before the way out, or a placenta that has grown in.
    ("cesarean_indicated", &["2.16.840.1.113883.3.464.1003.110.12.1049", "2.16.840.1.113762.1.4.1110.37"]),
    ("placenta_accreta_spectrum", &[]),
    ("before_admission", &["2.16.840.1.113762.1.4.1029.369", "2.16.840.1.113762.1.4.1111.143"]),
];

/// Severe obstetric complications (CMS1028).
pub const COMPLICATIONS: &[StandIn] = &[
    ("delivery_procedure", &["2.16.840.1.113762.1.4.1045.59"]),
    ("cesarean_delivery", &["2.16.840.1.113883.3.117.1.7.1.282"]),
    ("smm_diagnosis", &["2.16.840.1.113762.1.4.1029.255"]),
    // Conversion of cardiac rhythm, tracheostomy, ventilation.
    (
        "smm_procedure",
        &[
            "2.16.840.1.113762.1.4.1029.357",
            "2.16.840.1.113762.1.4.1029.359",
            "2.16.840.1.113762.1.4.1029.360",
        ],
    ),
    ("hysterectomy", &["2.16.840.1.113762.1.4.1029.358"]),
    ("blood_transfusion", &["2.16.840.1.113762.1.4.1029.213"]),
    ("placenta_increta_percreta", &["2.16.840.1.113762.1.4.1029.388"]),
    ("left_by_death", &["2.16.840.1.113883.3.117.1.7.1.309"]),
    ("before_admission", &["2.16.840.1.113762.1.4.1029.369", "2.16.840.1.113762.1.4.1111.143"]),
];

/// Childhood immunisation (CMS117): of each vaccine as it is given, and as it is billed.
pub const IMMUNISATION: &[StandIn] = &[
    (
        "vaccine_dtap",
        &["2.16.840.1.113883.3.464.1003.196.12.1214", "2.16.840.1.113883.3.464.1003.110.12.1022"],
    ),
    (
        "vaccine_ipv",
        &["2.16.840.1.113883.3.464.1003.196.12.1219", "2.16.840.1.113883.3.464.1003.110.12.1045"],
    ),
    (
        "vaccine_mmr",
        &["2.16.840.1.113883.3.464.1003.196.12.1224", "2.16.840.1.113883.3.464.1003.110.12.1031"],
    ),
    (
        "vaccine_hib",
        &[
            "2.16.840.1.113883.3.464.1003.110.12.1083",
            "2.16.840.1.113883.3.464.1003.110.12.1084",
            "2.16.840.1.113883.3.464.1003.110.12.1085",
            "2.16.840.1.113883.3.464.1003.110.12.1086",
        ],
    ),
    (
        "vaccine_hib_three_dose",
        &["2.16.840.1.113883.3.464.1003.110.12.1083", "2.16.840.1.113883.3.464.1003.110.12.1084"],
    ),
    (
        "vaccine_hepatitis_b",
        &["2.16.840.1.113883.3.464.1003.196.12.1216", "2.16.840.1.113883.3.464.1003.110.12.1042"],
    ),
    (
        "vaccine_varicella",
        &["2.16.840.1.113883.3.464.1003.196.12.1170", "2.16.840.1.113883.3.464.1003.110.12.1040"],
    ),
    (
        "vaccine_pneumococcal",
        &["2.16.840.1.113883.3.464.1003.196.12.1221", "2.16.840.1.113883.3.464.1003.110.12.1046"],
    ),
    (
        "vaccine_hepatitis_a",
        &["2.16.840.1.113883.3.464.1003.196.12.1215", "2.16.840.1.113883.3.464.1003.110.12.1041"],
    ),
    (
        "vaccine_rotavirus",
        &[
            "2.16.840.1.113883.3.464.1003.196.12.1223",
            "2.16.840.1.113883.3.464.1003.110.12.1047",
            "2.16.840.1.113883.3.464.1003.110.12.1048",
            "http://hl7.org/fhir/sid/cvx|119",
        ],
    ),
    (
        "vaccine_rotavirus_two_dose",
        &["2.16.840.1.113883.3.464.1003.110.12.1048", "http://hl7.org/fhir/sid/cvx|119"],
    ),
    (
        "vaccine_influenza",
        &[
            "2.16.840.1.113883.3.464.1003.196.12.1218",
            "2.16.840.1.113883.3.464.1003.110.12.1044",
            "2.16.840.1.113883.3.464.1003.110.12.1087",
            "2.16.840.1.113883.3.464.1003.110.12.1088",
        ],
    ),
    (
        "vaccine_influenza_live",
        &["2.16.840.1.113883.3.464.1003.110.12.1087", "2.16.840.1.113883.3.464.1003.110.12.1088"],
    ),
    (
        "vaccine_reaction_dtap",
        &["2.16.840.1.113883.3.464.1003.199.12.1031", "2.16.840.1.113883.3.464.1003.1164"],
    ),
    ("vaccine_reaction_ipv", &["http://snomed.info/sct|471321000124106"]),
    ("vaccine_reaction_mmr", &["http://snomed.info/sct|471331000124109"]),
    ("vaccine_reaction_hib", &["http://snomed.info/sct|433621000124101"]),
    ("vaccine_reaction_hepatitis_b", &["http://snomed.info/sct|428321000124101"]),
    ("vaccine_reaction_varicella", &["http://snomed.info/sct|471341000124104"]),
    ("vaccine_reaction_pneumococcal", &["http://snomed.info/sct|471141000124102"]),
    ("vaccine_reaction_hepatitis_a", &["http://snomed.info/sct|471311000124103"]),
    ("vaccine_reaction_rotavirus", &["http://snomed.info/sct|428331000124103"]),
    ("vaccine_reaction_influenza", &["http://snomed.info/sct|471361000124100"]),
    ("had_hepatitis_a", &["2.16.840.1.113883.3.464.1003.110.12.1024"]),
    ("had_hepatitis_b", &["2.16.840.1.113883.3.464.1003.110.12.1025"]),
    ("had_varicella", &["2.16.840.1.113883.3.464.1003.110.12.1039"]),
    ("measles", &["2.16.840.1.113883.3.464.1003.110.12.1053"]),
    ("mumps", &["2.16.840.1.113883.3.464.1003.110.12.1032"]),
    ("rubella", &["2.16.840.1.113883.3.464.1003.110.12.1037"]),
    ("newborn_hepatitis_b_dose", &["http://www.cms.gov/Medicare/Coding/ICD10|3E0234Z"]),
    // Disorders of the immune system, HIV, severe combined immunodeficiency, cancers of blood and lymph.
    (
        "immune_disorder",
        &[
            "2.16.840.1.113883.3.464.1003.120.12.1001",
            "2.16.840.1.113883.3.464.1003.120.12.1003",
            "2.16.840.1.113883.3.464.1003.120.12.1007",
            "2.16.840.1.113883.3.464.1003.108.12.1009",
        ],
    ),
    ("intussusception", &["2.16.840.1.113883.3.464.1003.199.12.1056"]),
    ("hospice_diagnosis", &["2.16.840.1.113883.3.464.1003.1165"]),
    ("hospice", &["2.16.840.1.113883.3.464.1003.1003", "2.16.840.1.113883.3.526.3.1584"]),
];

/// Depression screening and follow-up (CMS2).
pub const DEPRESSION: &[StandIn] = &[
    ("bipolar_diagnosis", &["2.16.840.1.113883.3.67.1.101.1.128"]),
    ("antidepressant", &["2.16.840.1.113883.3.526.3.1566", "2.16.840.1.113883.3.526.3.1567"]),
    // Procedures, and referrals.
    (
        "depression_follow_up_plan",
        &[
            "2.16.840.1.113883.3.526.3.1568",
            "2.16.840.1.113883.3.526.3.1569",
            "2.16.840.1.113883.3.526.3.1570",
            "2.16.840.1.113883.3.526.3.1571",
        ],
    ),
    // Declined, or a medical reason.
    ("screening_not_done_reason", &["http://snomed.info/sct|720834000", "2.16.840.1.113883.3.526.3.1007"]),
    ("depression_care_contact", &[]),
    ("mental_health_treatment", &[]),
];
