//! `kith synth`: a synthetic network, with what was planted in it, or records of its people with errors.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use indicatif::ProgressBar;
use kith_synth::people::{Errors, PeoplePlan, write_people};
use kith_synth::{NdjsonFolder, Plan, Sink, Truth, generate};

use crate::args::{Synth, SynthErrors, SynthFormat};

pub fn run(args: &Synth) -> anyhow::Result<ExitCode> {
    match args.format {
        SynthFormat::Fhir => {
            let births = args.births.context("--records is for --format people")?;
            let plan = Plan { clinics: args.clinics, ..Plan::new(births, args.seed, args.today) };
            let resources = write(&plan, &args.out)?;
            println!("{resources} resources in {}, and the truth in truth.json", args.out.display());
        }
        SynthFormat::People => people(args)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Records of people with errors, and who is who, with a bar on the terminal.
fn people(args: &Synth) -> anyhow::Result<()> {
    let errors = match args.errors {
        SynthErrors::None => Errors::None,
        SynthErrors::Low => Errors::Low,
        SynthErrors::Usual => Errors::Usual,
        SynthErrors::High => Errors::High,
    };
    let plan = PeoplePlan { records: args.records.unwrap_or_default(), seed: args.seed, errors };
    let bar = crate::format::progress(plan.records, "inventing");
    let counts = write_people(&plan, &args.out, |records| bar.set_position(records))
        .with_context(|| format!("writing to {}", args.out.display()))?;
    bar.finish_and_clear();
    let folder = args.out.display();
    println!("{} records in {folder}/people.csv, and the truth in truth.csv and beside it", counts.records);
    Ok(())
}

/// Writes a network and its truth into a folder, with a bar on the terminal; how many resources it has.
pub fn write(plan: &Plan, folder: &Path) -> anyhow::Result<u64> {
    let at = || format!("writing to {}", folder.display());
    let bar = crate::format::progress(plan.births, "inventing");
    let folder_sink = NdjsonFolder::create(folder).with_context(at)?;
    let mut sink = Counted { folder: folder_sink, bar, resources: 0 };
    let truth: Truth = generate(plan, &mut sink).with_context(at)?;
    sink.folder.finish().with_context(at)?;
    std::fs::write(folder.join("truth.json"), truth.to_json()).with_context(at)?;
    sink.bar.finish_and_clear();
    Ok(sink.resources)
}

/// Moves the bar with each related person: there is one for each living infant.
struct Counted {
    folder: NdjsonFolder,
    bar: ProgressBar,
    resources: u64,
}

impl Sink for Counted {
    fn resource(&mut self, resource_type: &str, json: &[u8]) -> io::Result<()> {
        self.resources += 1;
        if resource_type == "RelatedPerson" {
            self.bar.inc(1);
        }
        self.folder.resource(resource_type, json)
    }
}
