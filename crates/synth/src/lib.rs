//! A synthetic network of mothers and infants, as FHIR R4 NDJSON, with the truth about it.
//!
//! A plan and a number make a family, always the same one, byte for byte and on every machine: each family has its
//! own stream of chance, and nothing is remembered from one to the next but counts. So a network of any size is
//! written in bounded memory, and parts of it can be made apart. Rates and gaps are planted; [`Truth`] says which,
//! and what came of them. Every person is plainly invented.

mod calendar;
mod chance;
mod codes;
mod fhir;
mod json;
mod names;
mod network;
pub mod people;
mod planted;
mod population;
mod roster;
mod story;
mod systems;
mod tally;
mod truth;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use jiff::ToSpan;
use jiff::civil::Date;

pub use fhir::Resources;
pub use planted::CLINICS;
pub use population::population;
pub use roster::roster;
pub use tally::{Standing, Tally};
pub use truth::{
    Cell, Gap, Intervention, MeasureTruth, OrganizationCell, People, PeriodTruth, Planted, StratumCell,
    Truth, periods,
};

use calendar::{Calendar, day};
use chance::Chance;

/// What to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// How many are born, alive or not. Running and lost pregnancies come on top.
    pub births: u64,
    /// The same seed makes the same network.
    pub seed: u64,
    /// First day on which anyone is born.
    pub first_birth: Date,
    /// Last day on which anyone is born; always before `today`.
    pub last_birth: Date,
    /// The day on which the records end: nothing later is written.
    pub today: Date,
    /// How many clinics the network has, 1 to [`CLINICS`].
    pub clinics: usize,
}

/// One family in a block of this many has twins, so a block makes one birth more than it has families.
const BLOCK: u64 = 31;
/// Pregnancies that still run, for a hundred deliveries.
const RUNNING: u64 = 20;
/// Pregnancies lost early, for a hundred deliveries.
const LOST: u64 = 6;

/// The streams of chance that decide which family of a block has twins.
const TWINS: u64 = 1 << 62;
/// The streams of chance that decide what is recorded beside visits.
const CARE: u64 = 1 << 61;

/// What becomes of a family's pregnancy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Single,
    Twins,
    Running,
    Lost,
}

impl Plan {
    /// Births spread over the 41 months before `today`, in all [`CLINICS`]: three whole years of them are old enough to count.
    pub fn new(births: u64, seed: u64, today: Date) -> Self {
        Self {
            births,
            seed,
            first_birth: today - 41.months(),
            last_birth: today - 1.day(),
            today,
            clinics: CLINICS,
        }
    }

    /// The number of deliveries: twins are two births and one delivery.
    pub fn deliveries(&self) -> u64 {
        self.births / (BLOCK + 1) * BLOCK + self.births % (BLOCK + 1)
    }

    /// The number of families: those with a delivery come first, then pregnancies that run, then those lost.
    pub fn families(&self) -> u64 {
        let deliveries = self.deliveries();
        deliveries + deliveries * RUNNING / 100 + deliveries * LOST / 100
    }

    fn kind(&self, index: u64) -> Kind {
        let deliveries = self.deliveries();
        if index >= deliveries {
            let running = deliveries * RUNNING / 100;
            return if index < deliveries + running { Kind::Running } else { Kind::Lost };
        }
        let block = index / BLOCK;
        let whole_blocks = self.births / (BLOCK + 1);
        let twins = || u64::from(Chance::new(self.seed, TWINS + block).below(BLOCK as u32));
        if block < whole_blocks && index % BLOCK == twins() { Kind::Twins } else { Kind::Single }
    }

    /// What happens to the family of a number.
    fn story(&self, kind: Kind, index: u64, chance: &mut Chance) -> story::Family {
        story::family(self, kind, chance, &mut Chance::new(self.seed, CARE + index))
    }

    fn times(&self) -> planted::Times {
        let change = self.today.first_of_month() - 9.months();
        let first_birth = day(self.first_birth);
        planted::Times { first_birth, first_count: first_birth + 120, change: day(change) }
    }

    fn calendar(&self) -> Calendar {
        // From the birth of the oldest mother (45 at delivery) to the due date of the youngest pregnancy.
        Calendar::new(self.first_birth - 48.years(), self.today.max(self.last_birth) + 2.years())
    }
}

/// Where resources go.
pub trait Sink {
    /// Takes one resource: its type, and its JSON on one line with no line end.
    fn resource(&mut self, resource_type: &str, json: &[u8]) -> io::Result<()>;
}

/// Makes families, one at a time and in any order, into buffers that are used again.
pub struct Generator {
    plan: Plan,
    calendar: Calendar,
}

impl Generator {
    /// A maker of families.
    pub fn new(plan: Plan) -> Self {
        Self { calendar: plan.calendar(), plan }
    }

    /// The resources that every family shares, in place of what `out` held.
    pub fn network(&self, out: &mut Resources) {
        out.clear();
        network::write(&self.plan, &self.calendar, out);
    }

    /// The resources of one family, in place of what `out` held, and its part in the counts.
    pub fn family(&self, index: u64, out: &mut Resources, tally: &mut Tally) {
        out.clear();
        let kind = self.plan.kind(index);
        let mut chance = Chance::new(self.plan.seed, index);
        let family = self.plan.story(kind, index, &mut chance);
        tally.add(kind, &family);
        fhir::write(index, &self.plan, &family, &mut chance, &self.calendar, out);
    }
}

/// The organisations, sites and practitioners of a plan.
pub fn network(plan: &Plan) -> Resources {
    let mut out = Resources::default();
    Generator::new(*plan).network(&mut out);
    out
}

/// One family of a plan. To make many, keep a [`Generator`].
pub fn family(plan: &Plan, index: u64) -> Resources {
    let mut out = Resources::default();
    Generator::new(*plan).family(index, &mut out, &mut Tally::new(plan));
    out
}

/// Makes the whole network, one family at a time, and says what is true of it.
pub fn generate(plan: &Plan, sink: &mut impl Sink) -> io::Result<Truth> {
    let generator = Generator::new(*plan);
    let mut out = Resources::default();
    let mut tally = Tally::new(plan);
    let mut counts: BTreeMap<&'static str, u64> = BTreeMap::new();
    generator.network(&mut out);
    for index in 0..=plan.families() {
        for (resource_type, json) in out.iter() {
            *counts.entry(resource_type).or_default() += 1;
            sink.resource(resource_type, json)?;
        }
        if index < plan.families() {
            generator.family(index, &mut out, &mut tally);
        }
    }
    Ok(tally.truth(plan, counts.into_iter().map(|(t, n)| (t.to_owned(), n)).collect()))
}

/// A folder of NDJSON, one file per resource type.
pub struct NdjsonFolder {
    folder: PathBuf,
    files: BTreeMap<String, BufWriter<File>>,
}

impl NdjsonFolder {
    /// Opens a folder, making it if need be. Files of the types written are replaced.
    pub fn create(folder: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        Ok(Self { folder: folder.to_owned(), files: BTreeMap::new() })
    }

    /// Writes what is still held back. Without it the last lines may be missing.
    pub fn finish(self) -> io::Result<()> {
        for file in self.files.into_values() {
            file.into_inner().map_err(io::IntoInnerError::into_error)?;
        }
        Ok(())
    }
}

impl Sink for NdjsonFolder {
    fn resource(&mut self, resource_type: &str, json: &[u8]) -> io::Result<()> {
        let file = match self.files.get_mut(resource_type) {
            Some(file) => file,
            None => {
                let file = File::create(self.folder.join(format!("{resource_type}.ndjson")))?;
                let file = BufWriter::with_capacity(1 << 18, file);
                self.files.entry(resource_type.to_owned()).or_insert(file)
            }
        };
        file.write_all(json)?;
        file.write_all(b"\n")
    }
}

/// Where every infant and every delivery of a plan stands in every measure, as it truly is, family by family.
pub fn standings(plan: &Plan) -> impl Iterator<Item = Standing> {
    let (plan, tally) = (*plan, Tally::new(plan));
    (0..plan.families()).flat_map(move |index| {
        let family = plan.story(plan.kind(index), index, &mut Chance::new(plan.seed, index));
        tally.standings(&family)
    })
}

/// The truth about a plan of which nothing is written.
pub fn truth_of(plan: &Plan) -> Truth {
    let mut tally = Tally::new(plan);
    for index in 0..plan.families() {
        let kind = plan.kind(index);
        tally.add(kind, &plan.story(kind, index, &mut Chance::new(plan.seed, index)));
    }
    tally.truth(plan, BTreeMap::new())
}

/// Writes the whole network into a folder, with its `truth.json`.
pub fn write_folder(plan: &Plan, folder: &Path) -> io::Result<Truth> {
    let mut sink = NdjsonFolder::create(folder)?;
    let truth = generate(plan, &mut sink)?;
    sink.finish()?;
    std::fs::write(folder.join("truth.json"), truth.to_json())?;
    Ok(truth)
}

#[cfg(test)]
mod tests;
