//! Quantiles and distribution functions against R.

use crate::cases::Row;
use crate::{Table, Verdict};

pub const TABLES: &[Table] = &[Table { name: "distributions", column: "fn", run }];

fn run(row: &Row) -> Verdict {
    Err(format!("{} is not run yet", row["fn"]))
}
