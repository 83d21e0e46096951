//! The strata of a statement: a column each of the subject's row, and the services that depend on when she counts.

use jiff::civil::Date;

use crate::lake::REPORTED;
use crate::programme::{Measure, Unit};

/// The stratifier by the services in which somebody was enrolled.
pub(crate) const PROGRAMME: &str = "programme";

/// What a statement needs before its last select.
pub(super) fn tables(measure: &Measure, as_of: Date) -> String {
    if !by_programme(measure) {
        return String::new();
    }
    let unit = measure.unit.table();
    let her = match measure.unit {
        Unit::Infant => "mother_id",
        _ => "person_id",
    };
    format!(
        ",
-- Kinds of services in which she was enrolled by the day on which the subject counts.
enrolled as (
    select subject_id, string_agg(kind, ';') as kinds
    from (
        select distinct d.subject_id, r.kind
        from denominator d
        join lake.{unit} u on u.subject_id = d.subject_id
        join lake.referral r on r.person_id = u.{her}
        join lake.step t on t.referral_id = r.subject_id
        where t.what in ('enrolled', 'in_service') and t.on_date <= d.counts_on and t.on_date <= date '{as_of}'
    ) kinds
    group by subject_id
)"
    )
}

/// What is joined to the subject's row `s`.
pub(super) fn joins(measure: &Measure) -> &'static str {
    if by_programme(measure) { "left join enrolled e on e.subject_id = s.subject_id\n" } else { "" }
}

/// The column of a stratifier.
pub(super) fn column(measure: &Measure, stratifier: &str) -> String {
    match stratifier {
        PROGRAMME if measure.unit == Unit::Infant => {
            format!(
                "case when s.mother_id is null then 'Unknown' else coalesce(e.kinds, 'None') end as {PROGRAMME}"
            )
        }
        PROGRAMME => format!("coalesce(e.kinds, 'None') as {PROGRAMME}"),
        _ if measure.own_group && REPORTED.contains(&stratifier) => {
            format!("s.own_{stratifier} as {stratifier}")
        }
        _ => format!("s.{stratifier}"),
    }
}

fn by_programme(measure: &Measure) -> bool {
    measure.strata.iter().any(|by| by == PROGRAMME)
}
