//! People as files: `people.csv`, and beside it what is true of them.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::chance::Chance;

use super::{COLUMNS, Kin, PeoplePlan, PeopleSink, STREAMS, Written, generate_people};

/// How many of what went out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Records.
    pub records: u64,
    /// Infants with a known mother.
    pub dyads: u64,
    /// Pairs of infants of one pregnancy.
    pub twins: u64,
    /// Records of people whose surname changed.
    pub surname_changes: u64,
}

/// Records are shuffled within this many.
const WINDOW: usize = 1 << 17;

struct Folder<P> {
    people: BufWriter<File>,
    truth: BufWriter<File>,
    dyads: BufWriter<File>,
    twins: BufWriter<File>,
    surnames: BufWriter<File>,
    window: Vec<Written>,
    chance: Chance,
    counts: Counts,
    progress: P,
}

/// Writes a plan into a folder, making it if need be, and calls `progress` now and then with the records so far:
///
/// - `people.csv`: the records;
/// - `truth.csv`: `record_id,entity_id,role`;
/// - `dyads_truth.csv`: `infant_entity_id,mother_entity_id`;
/// - `twins.csv`: `entity_id_a,entity_id_b`, infants of one pregnancy;
/// - `surnames.csv`: `record_id,epoch`, for people whose surname changed: 0 before, 1 after.
pub fn write_people(plan: &PeoplePlan, folder: &Path, progress: impl FnMut(u64)) -> io::Result<Counts> {
    std::fs::create_dir_all(folder)?;
    let file = |name: &str, header: &str| {
        let mut file = BufWriter::with_capacity(1 << 18, File::create(folder.join(name))?);
        writeln!(file, "{header}")?;
        io::Result::Ok(file)
    };
    let mut out = Folder {
        people: file("people.csv", &COLUMNS.join(","))?,
        truth: file("truth.csv", "record_id,entity_id,role")?,
        dyads: file("dyads_truth.csv", "infant_entity_id,mother_entity_id")?,
        twins: file("twins.csv", "entity_id_a,entity_id_b")?,
        surnames: file("surnames.csv", "record_id,epoch")?,
        window: Vec::with_capacity(WINDOW.min(plan.records as usize)),
        chance: Chance::new(plan.seed, STREAMS - 1),
        counts: Counts::default(),
        progress,
    };
    generate_people(plan, &mut out)?;
    out.shuffled()?;
    for file in [out.people, out.truth, out.dyads, out.twins, out.surnames] {
        file.into_inner().map_err(io::IntoInnerError::into_error)?;
    }
    Ok(out.counts)
}

impl<P: FnMut(u64)> Folder<P> {
    /// Writes the window out, in an order that says nothing.
    fn shuffled(&mut self) -> io::Result<()> {
        for place in (1..self.window.len()).rev() {
            self.window.swap(place, self.chance.below(place as u32 + 1) as usize);
        }
        for Written { row, entity, role, surname_epoch } in self.window.drain(..) {
            self.counts.records += 1;
            let id = self.counts.records;
            write!(self.people, "R{id:08}")?;
            for cell in row.cells() {
                self.people.write_all(b",")?;
                write_cell(&mut self.people, cell)?;
            }
            self.people.write_all(b"\n")?;
            writeln!(self.truth, "R{id:08},E{entity:07},{}", role.name())?;
            if let Some(epoch) = surname_epoch {
                self.counts.surname_changes += 1;
                writeln!(self.surnames, "R{id:08},{epoch}")?;
            }
        }
        (self.progress)(self.counts.records);
        Ok(())
    }
}

impl<P: FnMut(u64)> PeopleSink for Folder<P> {
    fn record(&mut self, record: Written) -> io::Result<()> {
        self.window.push(record);
        if self.window.len() == WINDOW { self.shuffled() } else { Ok(()) }
    }

    fn kin(&mut self, kin: &Kin) -> io::Result<()> {
        self.counts.dyads += kin.dyads.len() as u64;
        self.counts.twins += kin.twins.len() as u64;
        kin.dyads
            .iter()
            .try_for_each(|(infant, mother)| writeln!(self.dyads, "E{infant:07},E{mother:07}"))?;
        kin.twins.iter().try_for_each(|(one, other)| writeln!(self.twins, "E{one:07},E{other:07}"))
    }
}

/// One cell, quoted where it must be.
fn write_cell(out: &mut impl Write, cell: &str) -> io::Result<()> {
    if cell.contains([',', '"', '\n', '\r']) {
        write!(out, "\"{}\"", cell.replace('"', "\"\""))
    } else {
        out.write_all(cell.as_bytes())
    }
}
