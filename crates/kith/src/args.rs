//! What the command line takes.

use std::path::PathBuf;

use clap::builder::{RangedU64ValueParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use kith_domain::access::Role;
use kith_domain::measure::Period;
use kith_measures::lake::Location;

/// Maternal and infant health, together: records in, gaps found, people reached, numbers moved.
#[derive(Debug, Parser)]
#[command(name = "kith", version, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a synthetic network, ingest it, measure it, and serve it
    Demo(Demo),
    /// Serve pages and keep the numbers true
    Serve(Serve),
    /// Take in records: FHIR R4 (NDJSON, Bundles), HL7 v2, CSV and XLSX by a mapping, IJE vital records; gzip of these
    Ingest(Ingest),
    /// Run, explain and list measures
    #[command(subcommand)]
    Measure(Measure),
    /// Answer measures for others: one machine of a cluster
    Worker(WorkerArgs),
    /// What measures are run over, as files
    #[command(subcommand)]
    Lake(Lake),
    /// Find the records in a table that are one person, and the mothers of infants
    Link(crate::link::Link),
    /// Chart a series over time and find what is more than chance
    Spc(crate::statistics::spc::Spc),
    /// Compare places within the limits of chance; nobody is ranked
    Funnel(crate::statistics::funnel::Funnel),
    /// Rates of every kind with their intervals
    Rate(crate::statistics::rate::Rate),
    /// Did a gap between two groups narrow, and who moved
    Gap(crate::statistics::gap::Gap),
    /// How unequal groups are, by the measures of the WHO toolkit
    Inequality(crate::statistics::inequality::Inequality),
    /// What a change did to a series, or to the places that had it
    Impact(crate::statistics::impact::Impact),
    /// Hide the small counts of a table so that nobody can work them out
    Suppress(crate::statistics::suppress::Suppress),
    /// Write a synthetic network, or records of its people with errors, with the truth
    Synth(Synth),
    /// Services that take referrals
    #[command(subcommand)]
    Services(Services),
    /// Accounts
    #[command(subcommand)]
    User(User),
    /// The log of who saw and did what
    #[command(subcommand)]
    Audit(Audit),
}

/// Where the data lie.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// Directory with everything that Kith keeps
    #[arg(long, env = "KITH_DATA_DIR", default_value = "kith-data")]
    pub data_dir: PathBuf,
    /// A PostgreSQL database instead of the SQLite file in the data directory: postgres://user@host/name
    #[arg(long, env = "KITH_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
    /// Zone of the network: it says what day it is
    #[arg(long, env = "KITH_TIME_ZONE", default_value = "America/New_York")]
    pub time_zone: String,
    /// Programme that runs: the name of a built-in one, or a folder
    #[arg(long, env = "KITH_PROGRAMME", default_value = "three-by-120")]
    pub programme: String,
}

#[derive(Debug, Args)]
pub struct Demo {
    #[command(flatten)]
    pub place: DemoPlace,
    /// Births in the synthetic network
    #[arg(long, default_value_t = 5_000)]
    pub births: u64,
    /// Clinics in the synthetic network
    #[arg(long, default_value_t = 5, value_parser = clinics())]
    pub clinics: usize,
    /// Seed: the same seed on the same day makes the same network
    #[arg(long, default_value_t = 7)]
    pub seed: u64,
    /// Port to serve on; 0 takes a free one
    #[arg(long, default_value_t = 8120)]
    pub port: u16,
    /// Stop before serving
    #[arg(long)]
    pub no_serve: bool,
    /// Print the address and the sign-ins as one JSON line
    #[arg(long)]
    pub json: bool,
}

/// Where the demo's data lie.
#[derive(Debug, Args)]
pub struct DemoPlace {
    /// Programme to show
    #[arg(long, default_value = "three-by-120")]
    pub programme: String,
    /// Directory for the demo's data
    #[arg(long, default_value = "kith-demo")]
    pub data_dir: PathBuf,
    /// A PostgreSQL database instead of SQLite
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
}

#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    pub place: Place,
    /// Address to listen on
    #[arg(long, env = "KITH_LISTEN", default_value = "127.0.0.1:8120")]
    pub listen: std::net::SocketAddr,
    /// Cookies only over HTTPS: set it behind a TLS proxy
    #[arg(long, env = "KITH_SECURE_COOKIES")]
    pub secure_cookies: bool,
    /// A proxy of yours stands before Kith and writes X-Forwarded-For
    #[arg(long, env = "KITH_BEHIND_PROXY")]
    pub behind_proxy: bool,
    /// Name of the network, as pages show it
    #[arg(long, env = "KITH_NETWORK_NAME", default_value = "Kith")]
    pub network_name: String,
    /// Days for which a scanned page is kept after it was typed in [default: 30, or what was set before]
    #[arg(long, env = "KITH_KEEP_SCANS", value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=3650))]
    pub keep_scans: Option<u32>,
    /// Days for which a file that was put in and not committed is kept [default: 14, or what was set before]
    #[arg(long, env = "KITH_KEEP_FILES", value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=365))]
    pub keep_files: Option<u32>,
    #[command(flatten)]
    pub messages: Messages,
    #[command(flatten)]
    pub outside: Outside,
}

/// How messages leave. Without any of it nothing is sent, and what happens is told on the pages.
#[derive(Debug, Args)]
pub struct Outside {
    /// Address of the pages as those outside reach them: links in messages begin with it
    #[arg(long, env = "KITH_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// Mail server: smtps://name:password@mail.example.org, or smtp://…?tls=required where it begins in the clear
    #[arg(long, env = "KITH_SMTP", hide_env_values = true, requires_all = ["mail_from", "public_url"], value_name = "URL")]
    pub smtp: Option<String>,
    /// Who sends the mail: Kith <kith@example.org>
    #[arg(long, env = "KITH_MAIL_FROM", value_name = "ADDRESS")]
    pub mail_from: Option<String>,
    /// Gateway that takes each text as a signed JSON request: https://gateway.example.org/texts
    #[arg(long, env = "KITH_TEXTS", hide_env_values = true, requires_all = ["texts_secret", "public_url"], value_name = "URL")]
    pub texts: Option<String>,
    /// Secret that is shared with the gateway for texts; better in the environment than here
    #[arg(long, env = "KITH_TEXTS_SECRET", hide_env_values = true, value_name = "SECRET")]
    pub texts_secret: Option<String>,
}

/// The door for HL7 v2 messages.
#[derive(Debug, Args)]
pub struct Messages {
    /// Address to listen on for HL7 v2 messages (MLLP), such as 127.0.0.1:2575
    #[arg(long, env = "KITH_MLLP", value_name = "ADDR")]
    pub mllp: Option<std::net::SocketAddr>,
    /// Certificate chain (PEM): messages then travel over TLS
    #[arg(long, env = "KITH_MLLP_TLS_CERT", requires = "mllp_tls_key", value_name = "FILE")]
    pub mllp_tls_cert: Option<PathBuf>,
    /// Key of the certificate (PEM)
    #[arg(long, env = "KITH_MLLP_TLS_KEY", requires = "mllp_tls_cert", value_name = "FILE")]
    pub mllp_tls_key: Option<PathBuf>,
    /// Authority (PEM) that must have signed a sender's certificate
    #[arg(long, env = "KITH_MLLP_CLIENT_CA", requires = "mllp_tls_cert", value_name = "FILE")]
    pub mllp_client_ca: Option<PathBuf>,
    /// What is known of each sender: zone, character set, codes (TOML)
    #[arg(long, env = "KITH_HL7_SENDERS", value_name = "FILE")]
    pub hl7_senders: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Ingest {
    /// Files and folders
    #[arg(required_unless_present = "watch", conflicts_with = "watch")]
    pub paths: Vec<PathBuf>,
    /// A folder into which files are dropped: each is taken in when it is whole, then moved to its `done` with a receipt
    #[arg(long, value_name = "DIR")]
    pub watch: Option<PathBuf>,
    /// How the columns of CSV and XLSX files are taken (TOML); without it, what was saved for the source, or what the
    /// headers say
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// The files are filled-in forms of the front door: rows of a table (with --columns), or QuestionnaireResponses in FHIR
    #[arg(long, value_name = "ID", conflicts_with_all = ["watch", "mapping"])]
    pub form: Option<String>,
    /// Which column of a table answers which question of the form (TOML); without it, what the programme's folder says
    #[arg(long, value_name = "FILE", requires = "form")]
    pub columns: Option<PathBuf>,
    /// Write the receipts of forms to this file, as CSV
    #[arg(long, value_name = "FILE", requires = "form")]
    pub receipts: Option<PathBuf>,
    /// The organisation that sent them
    #[arg(long)]
    pub source: String,
    #[command(flatten)]
    pub place: Place,
    /// Longest NDJSON line, in MiB
    #[arg(long, default_value_t = 4)]
    pub max_line_mib: usize,
    /// Largest single JSON document (a Bundle), in MiB
    #[arg(long, default_value_t = 256)]
    pub max_document_mib: usize,
    /// Print the summary as one JSON line
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum Measure {
    /// Count a measure, or list its subjects
    Run(MeasureRun),
    /// Say in plain words why a subject stands where it does
    Explain(MeasureExplain),
    /// List the measures of a programme
    List(MeasureList),
    /// Check the folder of a measure or a programme, and run the cases that it carries
    Check(MeasureCheck),
    /// Write the folder of a new measure, for you to change
    New(MeasureNew),
}

/// Where the facts come from.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct From {
    /// A folder (or file) of FHIR NDJSON or Bundles, with no database
    #[arg(long)]
    pub facts: Option<PathBuf>,
    /// A data directory
    #[arg(long)]
    pub data_dir: Option<PathBuf>,
    /// A PostgreSQL database
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
    /// A lake that is there already, such as kith-data/lake or s3://bucket/prefix; organisations are numbers there
    #[arg(long, value_name = "PLACE")]
    pub lake: Option<Location>,
}

/// Who answers the statements of a run; nobody but this process without it.
#[derive(Debug, Args)]
pub struct Cluster {
    /// Workers (`kith worker`) that do the work, each with this same lake: http://10.0.0.1:8125,http://10.0.0.2:8125
    #[arg(long, value_name = "URL,URL", value_delimiter = ',', requires_all = ["lake", "secret_file"])]
    pub workers: Vec<String>,
    /// File with the secret that workers ask for
    #[arg(long, value_name = "FILE", requires = "workers")]
    pub secret_file: Option<PathBuf>,
    /// Authority (PEM) that signed the certificates of workers at https:// addresses
    #[arg(long, value_name = "FILE", requires = "workers")]
    pub workers_ca: Option<PathBuf>,
    /// Seconds that one statement may take on one worker
    #[arg(long, value_name = "SECONDS", default_value_t = 600, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub time_limit: u64,
}

/// One machine of a cluster.
#[derive(Debug, Args)]
pub struct WorkerArgs {
    /// Address to listen on; from other machines it must be reached over a private network or TLS
    #[arg(long, env = "KITH_WORKER_LISTEN", default_value = "127.0.0.1:8125")]
    pub listen: std::net::SocketAddr,
    /// File with the secret that callers must show, at least 16 characters
    #[arg(long, env = "KITH_WORKER_SECRET_FILE", value_name = "FILE")]
    pub secret_file: PathBuf,
    /// The lake: the folder that callers have or a copy of it, or s3://bucket/prefix
    #[arg(long, env = "KITH_WORKER_LAKE", default_value = "kith-data/lake", value_name = "PLACE")]
    pub lake: Location,
    /// Statements that it works on at once [default: as many as it has processors]
    #[arg(long, env = "KITH_WORKER_AT_ONCE", value_name = "N")]
    pub at_once: Option<std::num::NonZeroUsize>,
    /// Certificate chain (PEM): callers then use https://
    #[arg(long, env = "KITH_WORKER_TLS_CERT", requires = "tls_key", value_name = "FILE")]
    pub tls_cert: Option<PathBuf>,
    /// Key of the certificate (PEM)
    #[arg(long, env = "KITH_WORKER_TLS_KEY", requires = "tls_cert", value_name = "FILE")]
    pub tls_key: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum Lake {
    /// Copy a lake from or to a folder or object storage, in place of the one that is there
    Copy(LakeCopy),
}

/// Object storage takes its keys from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
#[derive(Debug, Args)]
pub struct LakeCopy {
    /// The lake: a folder such as kith-data/lake, or s3://bucket/prefix
    pub from: Location,
    /// Where the copy goes: a folder, or s3://bucket/prefix; nobody measures there until it is whole
    pub to: Location,
    /// Print what was copied as one JSON line
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct MeasureRun {
    #[command(flatten)]
    pub from: From,
    #[command(flatten)]
    pub cluster: Cluster,
    /// Programme: the name of a built-in one, or a folder
    #[arg(long, default_value = "three-by-120")]
    pub programme: String,
    /// Only this measure; all of the programme without it
    #[arg(long)]
    pub measure: Option<String>,
    /// START/END, the end not included: 2025-01-01/2026-01-01
    #[arg(long)]
    pub period: Period,
    /// The day the numbers speak of; what happened later is not known yet
    #[arg(long)]
    pub as_of: Date,
    /// Persons by year (CSV: year,population,stratifier,stratum,persons), for rates over a population; without it, the
    /// population.csv of the programme's folder or of the data folder
    #[arg(long, value_name = "FILE")]
    pub population: Option<PathBuf>,
    /// A row for each subject instead of counts
    #[arg(long)]
    pub subjects: bool,
    /// Counts without small ones and without those that would give them away, by this rule
    #[arg(long, value_enum, value_name = "RULE", conflicts_with = "subjects")]
    pub suppress: Option<crate::statistics::suppress::Rule>,
    /// Which report in FHIR [default: summary]
    #[arg(long, value_enum)]
    pub report: Option<Report>,
    /// Who reports, in FHIR: Organization/abc
    #[arg(long, value_name = "REFERENCE")]
    pub reporter: Option<String>,
    /// Output
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct MeasureExplain {
    #[command(flatten)]
    pub from: From,
    /// Programme: the name of a built-in one, or a folder
    #[arg(long, default_value = "three-by-120")]
    pub programme: String,
    /// The measure
    #[arg(long)]
    pub measure: String,
    /// The infant or the mother, as the reference came: Patient/abc
    #[arg(long)]
    pub subject: String,
    /// The day to speak of; today without it
    #[arg(long)]
    pub as_of: Option<Date>,
    /// Language
    #[arg(long, default_value = "en", value_parser = ["en", "es"])]
    pub language: String,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct MeasureCheck {
    /// A folder with a measure.toml, or a programme's with its programme.toml
    pub dir: PathBuf,
}

#[derive(Debug, Args)]
pub struct MeasureNew {
    /// The folder; its name is the measure's id
    pub dir: PathBuf,
}

#[derive(Debug, Args)]
pub struct MeasureList {
    /// Programme: the name of a built-in one, or a folder
    #[arg(long, default_value = "three-by-120")]
    pub programme: String,
    /// As JSON, one measure a line
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One JSON object a line
    Json,
    /// Comma-separated, with a header
    Csv,
    /// For reading
    Table,
    /// Reports in FHIR R4, a resource a line
    Fhir,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Report {
    /// The counts of each measure with their strata: a MeasureReport
    Summary,
    /// Where each subject of a measure stands: a MeasureReport each
    Individual,
    /// The gaps in care of each person: a Bundle each
    CareGaps,
}

/// How many clinics a network may have: the third is where something changes.
fn clinics() -> impl TypedValueParser<Value = usize> {
    RangedU64ValueParser::new().range(3..=kith_synth::CLINICS as u64)
}

#[derive(Debug, Args)]
pub struct Synth {
    /// Births, of a network in FHIR
    #[arg(long, required_unless_present = "records", conflicts_with = "records")]
    pub births: Option<u64>,
    /// Clinics, of a network in FHIR
    #[arg(long, default_value_t = kith_synth::CLINICS, value_parser = clinics(), conflicts_with = "records")]
    pub clinics: usize,
    /// Records, of people
    #[arg(long, required_if_eq("format", "people"), value_parser = clap::value_parser!(u64).range(1..))]
    pub records: Option<u64>,
    /// How many errors the records of people have
    #[arg(long, value_enum, default_value_t = SynthErrors::Usual)]
    pub errors: SynthErrors,
    /// Seed: the same seed with the same options gives the same bytes
    #[arg(long)]
    pub seed: u64,
    /// Folder to write to
    #[arg(long)]
    pub out: PathBuf,
    /// Format
    #[arg(long, value_enum, default_value_t = SynthFormat::Fhir)]
    pub format: SynthFormat,
    /// The day on which the network is seen: nothing later is written
    #[arg(long, default_value = "2026-07-01")]
    pub today: Date,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SynthFormat {
    /// FHIR R4 NDJSON, one file for each resource type
    Fhir,
    /// A CSV of mothers and infants as many sources keep them, for `kith link`
    People,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SynthErrors {
    /// None
    None,
    /// Two fifths of the usual
    Low,
    /// As in data that nobody has cleaned
    Usual,
    /// Twice the usual
    High,
}

#[derive(Debug, Subcommand)]
pub enum Services {
    /// Take in a directory of services in HSDS 3.0: JSON of its API, or the folder or archive of a data package
    Import(ServicesImport),
}

#[derive(Debug, Args)]
pub struct ServicesImport {
    /// A file, or a folder of files
    pub path: PathBuf,
    /// The directory's name: the same name takes the same services up again
    #[arg(long)]
    pub source: String,
    /// The files are the whole directory: services that it does not name any more take no referrals
    #[arg(long)]
    pub whole: bool,
    /// Say what would become of each service, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Print what became of it as one JSON line
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub place: Place,
}

#[derive(Debug, Subcommand)]
pub enum User {
    /// Make an account; the password is read from KITH_PASSWORD or standard input
    Add(UserAdd),
    /// List accounts
    List(UserList),
}

#[derive(Debug, Args)]
pub struct UserAdd {
    /// What they sign in with
    pub login: String,
    /// Their name
    #[arg(long)]
    pub name: String,
    /// Their role
    #[arg(long, value_parser = role)]
    pub role: Role,
    /// Their clinic: its reference (Organization/abc) or its name
    #[arg(long)]
    pub organization: Option<String>,
    /// Language of their pages
    #[arg(long, default_value = "en", value_parser = ["en", "es"])]
    pub language: String,
    #[command(flatten)]
    pub place: Place,
}

#[derive(Debug, Args)]
pub struct UserList {
    #[command(flatten)]
    pub place: Place,
}

#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Check the hash chain of the log
    Verify(AuditVerify),
}

#[derive(Debug, Args)]
pub struct AuditVerify {
    #[command(flatten)]
    pub place: Place,
}

fn role(name: &str) -> Result<Role, String> {
    Role::named(name).ok_or_else(|| {
        let names: Vec<&str> = Role::ALL.iter().map(|r| r.name()).collect();
        format!("the roles are {}", names.join(", "))
    })
}
