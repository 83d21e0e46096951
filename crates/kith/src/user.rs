//! `kith user`: accounts.

use std::io::IsTerminal;
use std::process::ExitCode;

use anyhow::{Context, bail};
use kith_app::NewAccount;

use crate::args::{User, UserAdd, UserList};

pub async fn run(args: User) -> anyhow::Result<ExitCode> {
    match args {
        User::Add(args) => add(args).await,
        User::List(args) => list(args).await,
    }
}

async fn add(args: UserAdd) -> anyhow::Result<ExitCode> {
    let open = crate::place::open(&args.place, "Kith").await?;
    let organization = match &args.organization {
        None => None,
        Some(wanted) => match kith_app::find_organization(&open.app, wanted).await?.as_slice() {
            [(id, _)] => Some(*id),
            [] => bail!("no organisation is called `{wanted}`; ingest its records first"),
            several => {
                let names: Vec<&str> = several.iter().map(|(_, name)| name.as_str()).collect();
                bail!("`{wanted}` may be {}; say it by its reference", names.join(", "))
            }
        },
    };
    let account = NewAccount {
        login: args.login.clone(),
        name: args.name,
        role: args.role,
        organization,
        language: args.language,
        password: password()?,
    };
    kith_app::create_account(&open.app, account).await?;
    println!("{} can sign in as {}", args.login, args.role.name());
    Ok(ExitCode::SUCCESS)
}

/// From the environment, or the first line of standard input; never from the command line, where others can read it.
fn password() -> anyhow::Result<String> {
    if let Ok(password) = std::env::var("KITH_PASSWORD") {
        return Ok(password);
    }
    if std::io::stdin().is_terminal() {
        eprintln!("Password (at least 12 characters; it is shown as you type):");
    }
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).context("reading the password")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

async fn list(args: UserList) -> anyhow::Result<ExitCode> {
    let open = crate::place::open(&args.place, "Kith").await?;
    let rows: Vec<Vec<String>> = kith_app::accounts(&open.app)
        .await?
        .into_iter()
        .map(|a| vec![a.login, a.name, a.role.name().to_owned(), a.organization.unwrap_or_default()])
        .collect();
    print!("{}", crate::format::table(&["login", "name", "role", "organisation"], &rows));
    Ok(ExitCode::SUCCESS)
}
