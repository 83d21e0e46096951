//! `kith audit`: the log of who saw and did what.

use std::process::ExitCode;

use anyhow::Context;

use crate::args::{Audit, AuditVerify};

pub async fn run(args: Audit) -> anyhow::Result<ExitCode> {
    let Audit::Verify(AuditVerify { place }) = args;
    let db = crate::place::existing_database(&place.data_dir, place.database.as_deref()).await?;
    let verified = kith_store::audit::verify(&db).await.context("the log is not whole")?;
    let head: String = verified.head.iter().map(|b| format!("{b:02x}")).collect();
    println!("{} entries, unbroken; the last has the hash {head}", verified.entries);
    Ok(ExitCode::SUCCESS)
}
