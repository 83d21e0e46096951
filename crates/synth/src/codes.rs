//! Codes, with our own words for them.

use crate::calendar::Day;
use crate::json::Code;
use crate::systems::*;

const ORGANIZATION_TYPE: &str = "http://terminology.hl7.org/CodeSystem/organization-type";
const OBSERVATION_CATEGORY: &str = "http://terminology.hl7.org/CodeSystem/observation-category";
const DISPOSITION: &str = "http://terminology.hl7.org/CodeSystem/discharge-disposition";

pub(crate) const PROVIDER: Code = Code(ORGANIZATION_TYPE, "prov", "Healthcare provider");
pub(crate) const PAYER: Code = Code(ORGANIZATION_TYPE, "pay", "Payer");

pub(crate) const VITAL_SIGNS: Code = Code(OBSERVATION_CATEGORY, "vital-signs", "Vital signs");
pub(crate) const EXAM: Code = Code(OBSERVATION_CATEGORY, "exam", "Exam");
pub(crate) const SURVEY: Code = Code(OBSERVATION_CATEGORY, "survey", "Survey");
pub(crate) const DIAGNOSIS: Code = Code(
    "http://terminology.hl7.org/CodeSystem/condition-category",
    "encounter-diagnosis",
    "Encounter diagnosis",
);
pub(crate) const ACTIVE: Code =
    Code("http://terminology.hl7.org/CodeSystem/condition-clinical", "active", "Active");
pub(crate) const CONFIRMED: Code =
    Code("http://terminology.hl7.org/CodeSystem/condition-ver-status", "confirmed", "Confirmed");
pub(crate) const SELF: Code =
    Code("http://terminology.hl7.org/CodeSystem/subscriber-relationship", "self", "Self");
pub(crate) const RECORD_NUMBER: Code =
    Code("http://terminology.hl7.org/CodeSystem/v2-0203", "MR", "Medical record number");

pub(crate) const AMBULATORY: Code = Code(ACT, "AMB", "ambulatory");
pub(crate) const VIRTUAL: Code = Code(ACT, "VR", "virtual");
pub(crate) const HOME: Code = Code(ACT, "HH", "home health");
pub(crate) const EMERGENCY: Code = Code(ACT, "EMER", "emergency");
pub(crate) const INPATIENT: Code = Code(ACT, "IMP", "inpatient encounter");
pub(crate) const TO_HOME: Code = Code(DISPOSITION, "home", "Home");
pub(crate) const EXPIRED: Code = Code(DISPOSITION, "exp", "Expired");

pub(crate) const ANY_VISIT: Code = Code(SNOMED, "308335008", "Patient encounter");
pub(crate) const ADMISSION: Code = Code(SNOMED, "32485007", "Hospital admission");
pub(crate) const EMERGENCY_VISIT: Code = Code(SNOMED, "4525004", "Emergency department visit");

pub(crate) const PRENATAL_FIRST: Code = Code(SNOMED, "424441002", "First prenatal visit");
pub(crate) const PRENATAL_NEXT: Code = Code(SNOMED, "424619006", "Prenatal visit");
pub(crate) const PRENATAL_SERVICE: Code = Code(CPT, "0502F", "Prenatal follow-up");
pub(crate) const PRENATAL_BUNDLE: Code = Code(CPT, "59425", "Prenatal care, several visits");
pub(crate) const OFFICE_NEW: Code = Code(CPT, "99203", "Office visit, new patient");
pub(crate) const OFFICE: Code = Code(CPT, "99213", "Office visit");
pub(crate) const OFFICE_LONG: Code = Code(CPT, "99214", "Office visit, longer");
pub(crate) const OFFICE_NURSE: Code = Code(CPT, "99211", "Office visit, nurse");
pub(crate) const ULTRASOUND: Code = Code(CPT, "76801", "Ultrasound in pregnancy");
pub(crate) const SUPERVISION: Code = Code(ICD, "Z34.91", "Supervision of a normal pregnancy");
pub(crate) const SUPERVISION_RISK: Code = Code(ICD, "O09.91", "Supervision of a pregnancy at risk");
pub(crate) const LOSS: Code = Code(ICD, "O03.9", "Miscarriage");
pub(crate) const HYPERTENSION: Code = Code(ICD, "O13.9", "High blood pressure in pregnancy");

pub(crate) const POSTPARTUM: Code = Code(SNOMED, "169762003", "Postnatal visit");
pub(crate) const POSTPARTUM_REASON: Code = Code(ICD, "Z39.2", "Routine postpartum visit");
pub(crate) const POSTPARTUM_SERVICE: Code = Code(CPT, "0503F", "Postpartum care");
pub(crate) const POSTPARTUM_CLAIM: Code = Code(CPT, "59430", "Postpartum care");
pub(crate) const AFTER_DELIVERY: Code = Code(ICD, "Z39.0", "Care right after delivery");

pub(crate) const WELL_CHILD: Code = Code(SNOMED, "410620009", "Well-child visit");
pub(crate) const WELL_CHILD_NEW: Code = Code(CPT, "99381", "Preventive visit, infant, new patient");
pub(crate) const WELL_CHILD_SERVICE: Code = Code(CPT, "99391", "Preventive visit, infant");
pub(crate) const WELL_CHILD_WEEK: Code = Code(ICD, "Z00.110", "Check of a newborn under 8 days old");
pub(crate) const WELL_CHILD_MONTH: Code = Code(ICD, "Z00.111", "Check of a newborn 8 to 28 days old");
pub(crate) const WELL_CHILD_CHECK: Code = Code(ICD, "Z00.129", "Routine check of a child");
pub(crate) const WELL_CHILD_FINDING: Code = Code(ICD, "Z00.121", "Routine check of a child, with findings");
pub(crate) const SICK: [Code; 4] = [
    Code(ICD, "J06.9", "Cold"),
    Code(ICD, "R05.9", "Cough"),
    Code(ICD, "H66.90", "Ear infection"),
    Code(ICD, "L22", "Nappy rash"),
];
pub(crate) const FEVER: Code = Code(ICD, "R50.9", "Fever");
pub(crate) const BRONCHIOLITIS: Code = Code(ICD, "J21.9", "Bronchiolitis");

pub(crate) const ONE_LIVE: Code = Code(ICD, "Z37.0", "One live birth");
pub(crate) const ONE_STILL: Code = Code(ICD, "Z37.1", "One stillbirth");
pub(crate) const TWO_LIVE: Code = Code(ICD, "Z37.2", "Twins, both live");
pub(crate) const ONE_OF_TWO: Code = Code(ICD, "Z37.3", "Twins, one live and one stillborn");
pub(crate) const TWO_STILL: Code = Code(ICD, "Z37.4", "Twins, both stillborn");
pub(crate) const UNCOMPLICATED: Code = Code(ICD, "O80", "Uncomplicated delivery");
pub(crate) const VAGINAL: Code = Code(CPT, "59409", "Vaginal delivery");
pub(crate) const CESAREAN: Code = Code(CPT, "59514", "Cesarean delivery");
pub(crate) const DELIVERY_CLAIM: Code = Code(CPT, "59410", "Vaginal delivery with care after it");
pub(crate) const LIVEBORN: Code = Code(ICD, "Z38.00", "Liveborn, single, in hospital, vaginal");
pub(crate) const LIVEBORN_CESAREAN: Code = Code(ICD, "Z38.01", "Liveborn, single, in hospital, cesarean");
pub(crate) const LIVEBORN_TWIN: Code = Code(ICD, "Z38.30", "Liveborn twin, in hospital, vaginal");
pub(crate) const LIVEBORN_TWIN_CESAREAN: Code = Code(ICD, "Z38.31", "Liveborn twin, in hospital, cesarean");

pub(crate) const DUE_DATE: Code = Code(LOINC, "11778-8", "Due date");
pub(crate) const GESTATION: Code = Code(LOINC, "11884-4", "Gestational age, estimated");
pub(crate) const DELIVERED_AT: Code = Code(LOINC, "93857-1", "Date and time of delivery");
pub(crate) const BIRTH_WEIGHT: Code = Code(LOINC, "8339-4", "Birth weight");
pub(crate) const BLOOD_PRESSURE: Code = Code(LOINC, "85354-9", "Blood pressure");
pub(crate) const SYSTOLIC: Code = Code(LOINC, "8480-6", "Systolic blood pressure");
pub(crate) const DIASTOLIC: Code = Code(LOINC, "8462-4", "Diastolic blood pressure");
pub(crate) const DEPRESSION: Code = Code(LOINC, "44261-6", "PHQ-9 total score");

pub(crate) const ASPIRIN: Code = Code(RXNORM, "243670", "Aspirin 81 mg tablet");
pub(crate) const HEPATITIS_B: Code = Code(CVX, "08", "Hepatitis B");
pub(crate) const AT_TWO_MONTHS: [Code; 5] = [
    Code(CVX, "20", "DTaP"),
    Code(CVX, "10", "Polio, inactivated"),
    Code(CVX, "49", "Hib"),
    Code(CVX, "133", "Pneumococcal conjugate, 13-valent"),
    Code(CVX, "116", "Rotavirus"),
];

pub(crate) const MOTHERS: [Code; 3] = [
    Code(ROLE, "MTH", "mother"),
    Code(ROLE, "GESTM", "gestational mother"),
    Code(ROLE, "NMTH", "natural mother"),
];
pub(crate) const FATHER: Code = Code(ROLE, "FTH", "father");

/// Kinds of cover, by place of the payers.
pub(crate) const COVER: [Code; 6] = [
    Code(PAYMENT, "2", "Medicaid"),
    Code(PAYMENT, "5", "Private health insurance"),
    Code(PAYMENT, "81", "Self-pay"),
    Code(PAYMENT, "3", "Other government"),
    Code(PAYMENT, "9", "Other"),
    Code(PAYMENT, "9999", "Unknown"),
];

pub(crate) const TDAP_VACCINE: Code = Code(CVX, "115", "Tdap");
pub(crate) const INFLUENZA: Code = Code(CVX, "88", "Influenza");
/// What is given at two, four and six months.
pub(crate) const EACH_SERIES: [Code; 3] = [
    Code(CVX, "146", "DTaP, polio, Hib and hepatitis B"),
    Code(CVX, "133", "Pneumococcal conjugate, 13-valent"),
    Code(CVX, "116", "Rotavirus"),
];
/// What is given later, with the age in days from which it is.
pub(crate) const SECOND_YEAR: [(Day, Code); 7] = [
    (200, INFLUENZA),
    (235, INFLUENZA),
    (368, Code(CVX, "94", "MMR and varicella")),
    (368, Code(CVX, "83", "Hepatitis A")),
    (400, Code(CVX, "133", "Pneumococcal conjugate, 13-valent")),
    (400, Code(CVX, "49", "Hib")),
    (460, Code(CVX, "20", "DTaP")),
];

pub(crate) const GLUCOSE_IN_PREGNANCY: Code = Code(LOINC, "20438-8", "Glucose 1 hour after a dose");
pub(crate) const GLUCOSE_AFTERWARDS: Code = Code(LOINC, "1507-3", "Glucose 1 hour after 75 g");
pub(crate) const GESTATIONAL_DIABETES: Code = Code(ICD, "O24.410", "Gestational diabetes");
pub(crate) const BIRTHS_BEFORE: Code = Code(LOINC, "11977-6", "Births before");
pub(crate) const PRENATAL_VISITS: Code = Code(LOINC, "68493-6", "Prenatal visits");
pub(crate) const FIRST_PRENATAL_VISIT: Code = Code(LOINC, "69044-6", "First prenatal visit");

pub(crate) const LABETALOL: Code = Code(RXNORM, "6185", "Labetalol");
pub(crate) const REMOTE_MONITORING: Code = Code(CPT, "99453", "Remote monitoring set up");
pub(crate) const SENT_IN: Code = Code(KITH, "patient-submitted", "Sent by the patient herself");

pub(crate) const BLOOD_LOSS: Code = Code(LOINC, "55103-6", "Estimated blood loss");
pub(crate) const TRANSFUSION: Code = Code(ICD_PROCEDURES, "30233N1", "Blood transfusion");
pub(crate) const HYPOVOLEMIA: Code = Code(ICD, "E86.1", "Hypovolemia");
/// Grave complications.
pub(crate) const GRAVE: [Code; 4] = [
    Code(ICD, "O72.3", "Clotting failure after the delivery"),
    Code(ICD, "N17.9", "Acute kidney failure"),
    Code(ICD, "J96.00", "Acute respiratory failure"),
    Code(ICD, "D65", "Disseminated intravascular coagulation"),
];
pub(crate) const FORCEPS: Code = Code(ICD_PROCEDURES, "10D07Z3", "Delivery with low forceps");
pub(crate) const DEEP_TEAR: Code = Code(ICD, "O70.20", "Third-degree perineal tear");
pub(crate) const AFTER_BIRTH: Code = Code(ICD, "O90.89", "Complication after the birth");
pub(crate) const INTRAUTERINE: Code = Code(CPT, "58300", "Insertion of an intrauterine device");
pub(crate) const INJECTION: Code = Code(HCPCS, "J1050", "Medroxyprogesterone injection");
pub(crate) const STERILISATION: Code = Code(CPT, "58605", "Sterilisation after a delivery");
pub(crate) const THERAPY: Code = Code(CPT, "90832", "Psychotherapy, 30 minutes");

pub(crate) const FEEDING: Code = Code(LOINC, "67704-7", "Feeding types");
pub(crate) const BREAST_MILK: Code = Code(SNOMED, "226789007", "Breast milk");
pub(crate) const FORMULA: Code = Code(KITH, "fed-formula", "Fed formula");
pub(crate) const INTENSIVE_CARE: Code = Code(SNOMED, "830077005", "Admission to neonatal intensive care");
