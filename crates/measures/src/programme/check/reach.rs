//! Whether a query looks from one family to another.
//!
//! Everything of a family lies in one part of the lake, and parts are measured by themselves: so tables are joined,
//! counted and ranked by somebody's id, or the answer would depend on who else is in the part. For the same reason no
//! query takes the first so many rows of all.

use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::logical_expr::{Expr, LogicalPlan, Operator};

/// Columns that say whose a row is, or of which record, case or referral.
const OF_SOMEBODY: [&str; 9] = [
    "subject_id",
    "person_id",
    "mother_id",
    "case_id",
    "referral_id",
    "evidence_id",
    "encounter_id",
    "died_evidence_id",
    "moved_evidence_id",
];

/// What a plan does across families, in words; none where it does nothing of the kind.
pub(super) fn across_families(plan: &LogicalPlan) -> Option<&'static str> {
    let mut found = None;
    let walked = plan.apply_with_subqueries(|node| {
        found = match node {
            LogicalPlan::Join(join) if reads(&join.left) && reads(&join.right) => {
                let tied = |(left, right): &(Expr, Expr)| of_somebody(left) && of_somebody(right);
                let kept = join.on.iter().any(tied) || join.filter.as_ref().is_some_and(ties);
                (!kept).then_some("joins rows of one family to rows of another")
            }
            LogicalPlan::Aggregate(aggregate) if reads(&aggregate.input) => {
                let kept = aggregate.group_expr.iter().any(of_somebody);
                (!kept).then_some("counts over all families at once")
            }
            LogicalPlan::Window(window) if reads(&window.input) => {
                (!window.window_expr.iter().all(ranks_within)).then_some("ranks over all families at once")
            }
            _ => None,
        };
        Ok(if found.is_some() { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
    });
    walked.ok().and(found)
}

/// Whether a query, as it was written, takes some rows and leaves the rest: which ones would depend on the part of the
/// lake.
pub(super) fn takes_some(plan: &LogicalPlan) -> bool {
    let mut found = false;
    let walked = plan.apply_with_subqueries(|node| {
        found = match node {
            LogicalPlan::Limit(_) => true,
            LogicalPlan::Sort(sort) => sort.fetch.is_some(),
            _ => false,
        };
        Ok(if found { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
    });
    walked.is_ok() && found
}

/// Whether a condition holds only for rows of one person, record, case or referral: whichever way it holds.
fn ties(condition: &Expr) -> bool {
    match condition {
        Expr::BinaryExpr(both) => match both.op {
            Operator::And => ties(&both.left) || ties(&both.right),
            Operator::Or => ties(&both.left) && ties(&both.right),
            Operator::Eq => of_somebody(&both.left) && of_somebody(&both.right),
            _ => false,
        },
        Expr::InList(list) => !list.negated && of_somebody(&list.expr) && list.list.iter().all(of_somebody),
        _ => false,
    }
}

/// Whether a window is a window on somebody.
fn ranks_within(expr: &Expr) -> bool {
    match expr {
        Expr::Alias(alias) => ranks_within(&alias.expr),
        Expr::WindowFunction(function) => function.params.partition_by.iter().any(of_somebody),
        _ => true,
    }
}

/// Whether rows of the lake come out of it, and not codes alone.
fn reads(plan: &LogicalPlan) -> bool {
    plan.exists(|node| Ok(matches!(node, LogicalPlan::TableScan(_)))).unwrap_or(true)
}

fn of_somebody(expr: &Expr) -> bool {
    expr.column_refs().iter().any(|column| OF_SOMEBODY.contains(&column.name.as_str()))
}
