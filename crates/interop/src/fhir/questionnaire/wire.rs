//! The shapes of Questionnaire and QuestionnaireResponse, as far as they are read.

use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Questionnaire {
    pub resource_type: String,
    pub id: String,
    pub url: String,
    pub version: String,
    pub title: Option<String>,
    #[serde(rename = "_title")]
    pub title_element: Option<Element>,
    pub purpose: Option<String>,
    #[serde(rename = "_purpose")]
    pub purpose_element: Option<Element>,
    #[serde(rename = "item")]
    pub items: Vec<Item>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Element {
    pub extension: Vec<Extension>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Extension {
    pub url: String,
    pub extension: Vec<Extension>,
    pub value_boolean: Option<bool>,
    pub value_code: Option<String>,
    pub value_string: Option<String>,
    pub value_markdown: Option<String>,
    pub value_integer: Option<i64>,
    pub value_decimal: Option<Box<RawValue>>,
    pub value_date: Option<String>,
    pub value_coding: Option<Coding>,
    pub value_quantity: Option<Quantity>,
    pub value_codeable_concept: Option<Concept>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Concept {
    pub coding: Vec<Coding>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Coding {
    pub system: Option<String>,
    pub code: Option<String>,
    pub display: Option<String>,
    #[serde(rename = "_display")]
    pub display_element: Option<Element>,
    pub extension: Vec<Extension>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Quantity {
    pub value: Option<Box<RawValue>>,
    pub unit: Option<String>,
    pub code: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Item {
    pub link_id: String,
    pub text: Option<String>,
    #[serde(rename = "_text")]
    pub text_element: Option<Element>,
    #[serde(rename = "type")]
    pub kind: String,
    pub code: Vec<Coding>,
    pub required: bool,
    pub repeats: bool,
    pub max_length: Option<usize>,
    pub enable_when: Vec<EnableWhen>,
    pub enable_behavior: Option<String>,
    pub answer_value_set: Option<String>,
    pub answer_option: Vec<AnswerOption>,
    pub extension: Vec<Extension>,
    pub modifier_extension: Vec<Extension>,
    #[serde(rename = "item")]
    pub items: Vec<Item>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct EnableWhen {
    pub question: String,
    pub operator: String,
    pub answer_boolean: Option<bool>,
    pub answer_decimal: Option<Box<RawValue>>,
    pub answer_integer: Option<i64>,
    pub answer_date: Option<String>,
    pub answer_string: Option<String>,
    pub answer_coding: Option<Coding>,
    pub answer_quantity: Option<Quantity>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct AnswerOption {
    pub value_coding: Option<Coding>,
    pub extension: Vec<Extension>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Response {
    pub resource_type: String,
    pub id: String,
    pub language: Option<String>,
    pub extension: Vec<Extension>,
    pub questionnaire: String,
    pub status: String,
    pub subject: Option<Reference>,
    pub authored: Option<String>,
    pub author: Option<Reference>,
    #[serde(rename = "item")]
    pub items: Vec<ResponseItem>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Reference {
    pub reference: Option<String>,
    pub display: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct ResponseItem {
    pub link_id: String,
    pub extension: Vec<Extension>,
    #[serde(rename = "answer")]
    pub answers: Vec<Answer>,
    #[serde(rename = "item")]
    pub items: Vec<ResponseItem>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Answer {
    pub value_boolean: Option<bool>,
    pub value_decimal: Option<Box<RawValue>>,
    pub value_integer: Option<i64>,
    pub value_date: Option<String>,
    pub value_string: Option<String>,
    pub value_coding: Option<Coding>,
    pub value_quantity: Option<Quantity>,
    #[serde(rename = "item")]
    pub items: Vec<ResponseItem>,
}
