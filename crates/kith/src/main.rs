//! The one binary: it plugs the measure engine into the use cases, and has a command for each thing an operator does.
//!
//! Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but some input was quarantined.

#![allow(missing_docs)]

mod args;
mod audit;
mod author;
mod cluster;
mod community;
mod demo;
mod engine;
mod explainer;
mod format;
mod forms;
mod front_door;
mod ingest;
mod lake;
mod link;
mod measure;
mod mllp;
mod outside;
mod place;
mod population;
mod serve;
mod services;
mod statistics;
mod synth;
mod user;
mod watch;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};

/// Done, but some input was quarantined.
const SOME_QUARANTINED: u8 = 3;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter = tracing_subscriber::EnvFilter::try_from_env("KITH_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,kith=info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("error: the machine refuses threads: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(cli)) {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        Command::Demo(demo) => demo::run(demo).await,
        Command::Serve(serve) => serve::run(serve).await,
        Command::Ingest(ingest) => ingest::run(ingest).await,
        Command::Measure(measure) => measure::run(measure).await,
        Command::Worker(worker) => cluster::work(worker).await,
        Command::Lake(args) => lake::run(args).await,
        Command::Link(link) => link::run(&link),
        Command::Spc(spc) => statistics::print(statistics::spc::answer(&spc)),
        Command::Funnel(funnel) => statistics::print(statistics::funnel::answer(&funnel)),
        Command::Rate(rate) => statistics::print(statistics::rate::answer(&rate)),
        Command::Gap(gap) => statistics::print(statistics::gap::answer(&gap)),
        Command::Inequality(inequality) => statistics::print(statistics::inequality::answer(&inequality)),
        Command::Impact(impact) => statistics::print(statistics::impact::answer(&impact)),
        Command::Suppress(suppress) => statistics::print(statistics::suppress::answer(&suppress)),
        Command::Synth(synth) => synth::run(&synth),
        Command::Services(services) => services::run(services).await,
        Command::User(user) => user::run(user).await,
        Command::Audit(audit) => audit::run(audit).await,
    }
}

/// Whether the reader of our output went away: `kith measure run … | head` is not a failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
}
