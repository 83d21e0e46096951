//! What pages need to know of a programme: its words, its measures, its aim. The binary fills this from the
//! programme's folder; nothing here knows how a measure is computed.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use kith_domain::consent::Category;
use kith_domain::matching::Centroids;
use kith_domain::measure::{Direction, Kin};
use kith_domain::population::Population;
use kith_domain::priority::Rules;

pub use kith_domain::words::Words;

/// What a measure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Each live-born infant.
    Infant,
    /// Each delivery of a mother; twins are one.
    Delivery,
    /// Each patient, once for a calendar year of care.
    Patient,
    /// Each case of the front door.
    Case,
    /// Each asking of a service.
    Referral,
    /// Each thing that was handed out.
    Handout,
}

impl Unit {
    /// Whether it counts families of the network, and not what happens at the front door. Who may open a family's page
    /// is not told what a service or a screening said of her.
    pub fn is_of_families(self) -> bool {
        matches!(self, Self::Infant | Self::Delivery)
    }

    /// Whether each subject is a mother or a baby, who has a page.
    pub fn is_of_people(self) -> bool {
        self.is_of_families() || self == Self::Patient
    }
}

/// One measure, as people read it.
#[derive(Debug, Clone)]
pub struct MeasureInfo {
    /// Its id.
    pub id: String,
    /// Title: "Three well-child visits by day 120".
    pub title: Words,
    /// What it asks, in one or two plain sentences.
    pub description: Words,
    /// The noun for one thing that counts: "well-child visit".
    pub event: Words,
    /// What it counts.
    pub unit: Unit,
    /// The kind of facts that who stands where tells of somebody, where it tells more than that there is a case.
    pub tells: Option<Category>,
    /// Events needed.
    pub needs: u16,
    /// What the days until it is met are, where they are shown as a time too.
    pub time: Option<Words>,
    /// Which way it is better.
    pub direction: Direction,
    /// The stratifiers that it is shown by.
    pub stratifiers: Vec<String>,
    /// Whether an infant is in its own groups of race and ethnicity, and not in its mother's.
    pub own_group: bool,
    /// Whether another of its family leads: where small counts are withheld, it is read beside that one.
    pub follows: bool,
    /// Plain words for each exclusion and unknown reason.
    pub reasons: BTreeMap<String, Words>,
    /// Where the rule comes from, and how sure we are.
    pub source: Words,
    /// The hash of the definition that is running.
    pub definition: String,
    /// Where it should be and by when, where the programme says so.
    pub aim: Option<Aim>,
}

/// Where a measure should be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aim {
    /// The rate, from 0 to 1.
    pub rate: f64,
    /// By when.
    pub by: Date,
}

/// A measure that is told as events for so many, and not in percent.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// The measure.
    pub measure: MeasureInfo,
    /// For so many: 1,000 or 100,000.
    pub per: u32,
    /// Fewer events than this make a rate that says little.
    pub unstable_below: Option<u32>,
    /// The persons of whom it is told; none where it is told of its own subjects.
    pub persons: Option<Persons>,
}

/// A population of a table, over whose persons events are told.
#[derive(Debug, Clone)]
pub struct Persons {
    /// Its name in the table.
    pub name: String,
    /// The table.
    pub table: Arc<Population>,
}

/// One definition among those of a measure, run by the programme or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// The id of the measure that it is.
    pub id: String,
    /// Its title.
    pub title: Words,
    /// The year or the short name that tells it apart; a base may have none.
    pub edition: Option<Words>,
    /// Whose version it is, with what differs in one sentence; none for a base.
    pub version_of: Option<(String, Words)>,
}

impl Definition {
    fn base(&self) -> &str {
        self.version_of.as_ref().map_or(&self.id, |(base, _)| base)
    }
}

/// A way in steps: each measure counts those who met the one before.
#[derive(Debug, Clone)]
pub struct Cascade {
    /// What it is about.
    pub title: Words,
    /// What the first step starts from, as a noun.
    pub start: Words,
    /// Its measures, in order.
    pub measures: Vec<String>,
}

/// One programme.
#[derive(Debug, Clone)]
pub struct Programme {
    /// Its id: the folder's name.
    pub id: String,
    /// Title.
    pub title: Words,
    /// Its aim in one sentence.
    pub aim: Words,
    /// The measure that the pages open with.
    pub headline: String,
    /// The stratifier of the headline gap.
    pub gap_stratifier: String,
    /// The group whose gap is to close.
    pub gap_focus: String,
    /// The group it is compared with.
    pub gap_reference: String,
    /// The share of the gap that is to be left (0.5: halve it).
    pub gap_factor: f64,
    /// The day by which.
    pub gap_by: Option<Date>,
    /// Its measures, in the order of pages.
    pub measures: Vec<MeasureInfo>,
    /// Its population indicators, in the order of pages. They have no page of their own.
    pub indicators: Vec<Indicator>,
    /// The definitions of those of its measures that have more than one, also those that it does not run.
    pub definitions: Vec<Definition>,
    /// The families among its measures and indicators, each with the one that leads it first.
    pub families: Vec<Vec<Kin>>,
    /// A way in steps that it follows people on.
    pub cascade: Option<Cascade>,
    /// The rules of its front door, where it has one.
    pub triage: Option<Arc<Rules>>,
    /// The forms of its front door, where it has one.
    pub forms: Option<Arc<crate::front_door::Forms>>,
    /// The middles of postal codes, where it gives them: distances come from them.
    pub centroids: Option<Arc<Centroids>>,
    /// What it gives to families, and who does what for them.
    pub community: Arc<Community>,
    /// The index by which it says how deprived areas are, where it has one.
    pub area_index: Option<AreaIndex>,
}

/// An index of how deprived areas are. Indices, and editions of one, are not comparable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaIndex {
    /// Its name.
    pub name: Words,
    /// Its edition.
    pub edition: String,
}

/// What a programme gives to families, and who does what for them. A programme may have none of it.
#[derive(Debug, Clone, Default)]
pub struct Community {
    /// Kinds of goods.
    pub goods: Vec<kith_domain::goods::Kind>,
    /// What somebody does for a mother and her baby.
    pub duties: Vec<kith_domain::care_team::Duty>,
    /// Methods of contraception that sites may have.
    pub methods: Vec<kith_domain::contraception::Method>,
}

impl MeasureInfo {
    /// Whether it asks for visits of a baby, which who speaks for it may know. A measure that asks for several events on
    /// days of their own asks for visits; one that asks for one may ask for a talk or a feed, which tells of the mother.
    pub fn asks_for_visits(&self) -> bool {
        self.unit == Unit::Infant
            && self.tells.is_none()
            && self.needs > 1
            && self.direction == Direction::Higher
    }
}

impl Community {
    /// A kind of goods by its id.
    pub fn kind(&self, id: &str) -> Option<&kith_domain::goods::Kind> {
        self.goods.iter().find(|kind| kind.id == id)
    }
}

impl Programme {
    /// A measure by id.
    pub fn measure(&self, id: &str) -> Option<&MeasureInfo> {
        self.measures.iter().find(|m| m.id == id)
    }

    /// A measure's definitions, its own first and then the base before its versions; none where it is the only one.
    pub fn definitions_of(&self, id: &str) -> Vec<&Definition> {
        let Some(own) = self.definitions.iter().find(|d| d.id == id) else { return Vec::new() };
        let mut family: Vec<&Definition> =
            self.definitions.iter().filter(|d| d.base() == own.base()).collect();
        family.sort_by_key(|d| (d.id != id, d.version_of.is_some()));
        family
    }

    /// The family of a measure, where another leads it.
    pub fn family_before(&self, id: &str) -> Option<&Vec<Kin>> {
        self.families.iter().find(|family| family.iter().skip(1).any(|kin| kin.id == id))
    }

    /// The measure that the page of equity opens with: the headline, or the first that has groups.
    pub fn equity_measure(&self) -> Option<&MeasureInfo> {
        let has_groups = |m: &&MeasureInfo| !m.stratifiers.is_empty();
        let headline = self.measure(&self.headline).filter(has_groups);
        headline.or_else(|| self.measures.iter().find(has_groups))
    }

    /// Everything that is measured: the measures, and those of the indicators.
    pub fn measured(&self) -> impl Iterator<Item = &MeasureInfo> {
        self.measures.iter().chain(self.indicators.iter().map(|indicator| &indicator.measure))
    }

    /// The measure whose open windows are the work list of babies: the headline, or the first that asks for their visits
    /// where that counts something else.
    pub fn worklist_measure(&self) -> Option<&MeasureInfo> {
        let headline = self.measure(&self.headline).filter(|m| m.unit == Unit::Infant);
        headline
            .or_else(|| self.measures.iter().find(|m| m.asks_for_visits()))
            .or_else(|| self.measures.iter().find(|m| m.unit.is_of_families()))
    }
}
