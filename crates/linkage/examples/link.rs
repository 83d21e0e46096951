//! Links a table of people without the rest of Kith, and says how well where a folder holds the truth:
//!
//! ```sh
//! cargo run --release -p kith-linkage --example link -- PEOPLE.csv CLUSTERS.csv [TRUTH_FOLDER]
//! ```
//!
//! Dyads and reviews go beside the clusters, into `CLUSTERS.csv.dyads` and `CLUSTERS.csv.review`.

use std::error::Error;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::time::Instant;

use kith_linkage::table::{Columns, Linked, TableError, Truth, link_table};

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let (input, output, truth) = match &paths[..] {
        [input, output] => (input, output, None),
        [input, output, truth] => (input, output, Some(Path::new(truth))),
        _ => return Err("usage: link PEOPLE.csv CLUSTERS.csv [TRUTH_FOLDER]".into()),
    };
    let began = Instant::now();
    let linked = link_table(File::open(input)?, &Columns::default(), None, |stage| {
        if !matches!(stage, kith_linkage::table::Stage::Reading(n) if n > 0) {
            eprintln!("{:6.2} s  {stage:?}", began.elapsed().as_secs_f64());
        }
    })?;
    linked.write_clusters(BufWriter::new(File::create(output)?))?;
    linked.write_dyads(BufWriter::new(File::create(format!("{output}.dyads"))?))?;
    linked.write_reviews(BufWriter::new(File::create(format!("{output}.review"))?))?;
    eprintln!(
        "{:6.2} s  {} records, {} people",
        began.elapsed().as_secs_f64(),
        linked.reading.ids.len(),
        linked.people()
    );
    if let Some(folder) = truth {
        println!("{}", linked.compare(&read_truth(folder, &linked)?));
        println!("{} dyads, {} reviews", linked.linkage.dyads.len(), linked.linkage.reviews.len());
    }
    Ok(())
}

/// The truth of a folder, as the generator writes it; only `truth.csv` must be there.
fn read_truth(folder: &Path, linked: &Linked) -> Result<Truth, Box<dyn Error>> {
    let mut truth = Truth::read(&linked.reading.ids, File::open(folder.join("truth.csv"))?)?;
    type Add = fn(Truth, File) -> Result<Truth, TableError>;
    let adds: [(&str, Add); 3] = [
        ("dyads_truth.csv", |truth, file| truth.with_dyads(file)),
        ("twins.csv", |truth, file| truth.with_twins(file)),
        ("surnames.csv", |truth, file| truth.with_surnames(file)),
    ];
    for (name, add) in adds {
        if let Ok(file) = File::open(folder.join(name)) {
            truth = add(truth, file)?;
        }
    }
    Ok(truth)
}
