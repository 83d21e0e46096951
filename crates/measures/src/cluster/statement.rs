//! A statement as it travels: planned here, run whole by one worker, and its answer counted.
//!
//! A stream that a worker ends early may look like one that is done. So each answer has one row more than was asked
//! for, and every row says how many rows there are: an answer is whole when they agree, and never empty.

use std::sync::Arc;

use datafusion::arrow::array::{AsArray, RecordBatch};
use datafusion::arrow::compute::{filter_record_batch, is_not_null};
use datafusion::arrow::datatypes::Int64Type;
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;
use datafusion::functions_aggregate::count::count_udaf;
use datafusion::logical_expr::expr::WindowFunction;
use datafusion::logical_expr::{Expr, LogicalPlanBuilder, WindowFunctionDefinition, lit};
use datafusion::physical_plan::coalesce_partitions::CoalescePartitionsExec;
use datafusion::physical_plan::{ExecutionPlan, ExecutionPlanProperties};
use datafusion::prelude::{DataFrame, SessionContext};
use datafusion_distributed::{DistributedExec, NetworkBoundary, NetworkCoalesceExec, Stage};
use uuid::Uuid;

/// Plans a statement for one worker.
pub(super) async fn plan(
    context: &SessionContext,
    sql: &str,
) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
    let answer = counted(context.sql(sql).await?)?;
    let plan = answer.create_physical_plan().await?;
    let one = match plan.output_partitioning().partition_count() {
        1 => plan,
        _ => Arc::new(CoalescePartitionsExec::new(plan)),
    };
    let boundary = NetworkCoalesceExec::try_new(one, 1, 1)?;
    let Stage::Local(stage) = boundary.input_stage() else {
        return Err(DataFusionError::Internal("a stage that nobody has sent is local".into()));
    };
    let mut stage = stage.clone();
    // Under this a worker keeps the plan until it is asked for its rows.
    stage.query_id = Uuid::new_v4();
    stage.num = 1;
    let boundary: Arc<dyn ExecutionPlan> = boundary.with_input_stage(Stage::Local(stage))?;
    Ok(Arc::new(DistributedExec::new(boundary)))
}

/// One row more, of nothing, and on every row how many there are.
fn counted(answer: DataFrame) -> Result<DataFrame, DataFusionError> {
    let (state, plan) = answer.into_parts();
    let nothing = plan
        .schema()
        .fields()
        .iter()
        .map(|field| Ok(lit(ScalarValue::try_from(field.data_type())?).alias(field.name())))
        .collect::<Result<Vec<Expr>, DataFusionError>>()?;
    let last = LogicalPlanBuilder::empty(true).project(nothing)?.build()?;
    let count = WindowFunctionDefinition::AggregateUDF(count_udaf());
    let rows = Expr::from(WindowFunction::new(count, vec![lit(1_i64)])).alias("rows");
    let plan = LogicalPlanBuilder::from(plan).union(last)?.window(vec![rows])?.build()?;
    Ok(DataFrame::new(state, plan))
}

/// The rows that were asked for, when all are there.
pub(super) fn whole(batches: Vec<RecordBatch>) -> Result<Vec<RecordBatch>, DataFusionError> {
    let came: usize = batches.iter().map(RecordBatch::num_rows).sum();
    let short = || DataFusionError::Execution(format!("the answer was cut short after {came} rows"));
    if came == 0 {
        return Err(short());
    }
    let mut asked = Vec::with_capacity(batches.len());
    for batch in batches.iter().filter(|b| b.num_rows() > 0) {
        let last = batch.num_columns() - 1;
        let said = batch.column(last).as_primitive_opt::<Int64Type>().ok_or_else(short)?;
        if said.iter().any(|said| said != i64::try_from(came).ok()) {
            return Err(short());
        }
        // Every subject has a number; only the row of nothing has none.
        let subjects = is_not_null(batch.column(0))?;
        let columns: Vec<usize> = (0..last).collect();
        asked.push(filter_record_batch(&batch.project(&columns)?, &subjects)?);
    }
    Ok(asked)
}
