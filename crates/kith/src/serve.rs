//! `kith serve`: pages, and the worker that keeps the numbers true, in one process.

use std::process::ExitCode;

use anyhow::Context;
use kith_app::App;
use kith_web::WebSettings;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::args::Serve;
use crate::engine::Engine;
use crate::mllp;

pub async fn run(args: Serve) -> anyhow::Result<ExitCode> {
    let open = crate::place::open(&args.place, &args.network_name).await?;
    let listener =
        TcpListener::bind(args.listen).await.with_context(|| format!("listening on {}", args.listen))?;
    println!("http://{}", listener.local_addr()?);
    if !args.listen.ip().is_loopback() && !args.secure_cookies {
        eprintln!(
            "warning: other machines can reach this address, and cookies travel without TLS; put a TLS proxy before it and set --secure-cookies"
        );
    }
    let messages = mllp::Options::open(&args.messages, open.app.time_zone()).await?;
    if let Some(door) = &messages {
        println!("mllp://{}", door.address()?);
        if door.is_exposed() {
            eprintln!(
                "warning: other machines can send messages to this address, and they travel in the clear; set --mllp-tls-cert and --mllp-tls-key"
            );
        }
    }
    if let Some(days) = args.keep_files {
        kith_app::intake::set_keep_days(&open.app, days).await?;
    }
    if let Some(days) = args.keep_scans {
        kith_app::front_door::scans::set_keep_days(&open.app, days).await?;
    }
    if let Some(outside) = crate::outside::open(&args.outside, &open.data_dir)? {
        open.app.set_outside(outside);
    }
    let address = args.outside.public_url.clone();
    let engine = Engine::new(open.programme, &open.data_dir, open.app.time_zone().clone())?;
    serve(
        open.app,
        engine,
        listener,
        messages,
        WebSettings {
            secure_cookies: args.secure_cookies,
            behind_proxy: args.behind_proxy,
            address,
            closing: None,
        },
    )
    .await?;
    Ok(ExitCode::SUCCESS)
}

/// Serves until the process is asked to stop; open requests get a few seconds to end.
pub async fn serve(
    app: App,
    engine: Engine,
    listener: TcpListener,
    messages: Option<mllp::Options>,
    settings: WebSettings,
) -> anyhow::Result<()> {
    let (stop, stopped) = watch::channel(false);
    let until = |mut stopped: watch::Receiver<bool>| async move {
        let _ = stopped.wait_for(|stop| *stop).await;
    };
    let worker = tokio::spawn(kith_app::live::run(app.clone(), engine, until(stopped.clone())));
    let watcher = tokio::spawn(kith_app::live::watch(app.clone(), until(stopped.clone())));
    let linker = tokio::spawn(kith_app::linking::run(app.clone(), until(stopped.clone())));
    let clock = app
        .programme()
        .triage
        .is_some()
        .then(|| tokio::spawn(kith_app::referral::run_clock(app.clone(), until(stopped.clone()))));
    let sender = tokio::spawn(kith_app::sending::run(app.clone(), until(stopped.clone())));
    let files = tokio::spawn(kith_app::intake::run(app.clone(), until(stopped.clone())));
    let door = messages.map(|door| tokio::spawn(mllp::serve(app.clone(), door, until(stopped.clone()))));
    let settings = WebSettings { closing: Some(stopped.clone()), ..settings };
    let router = kith_web::router(app, settings);
    let server = axum::serve(listener, router.into_make_service_with_connect_info::<std::net::SocketAddr>())
        .with_graceful_shutdown(until(stopped));
    let served = tokio::spawn(server.into_future());
    asked_to_stop().await;
    stop.send_replace(true);
    // Pages that listen for news never end by themselves.
    let grace = std::time::Duration::from_secs(3);
    let _ = tokio::time::timeout(grace, served).await;
    let _ = tokio::time::timeout(grace, worker).await;
    let _ = tokio::time::timeout(grace, watcher).await;
    let _ = tokio::time::timeout(grace, linker).await;
    if let Some(clock) = clock {
        let _ = tokio::time::timeout(grace, clock).await;
    }
    let _ = tokio::time::timeout(grace, sender).await;
    let _ = tokio::time::timeout(grace, files).await;
    if let Some(door) = door {
        let _ = tokio::time::timeout(2 * grace, door).await;
    }
    Ok(())
}

/// Resolves when the process is asked to stop. It is listened for from the call on, whenever the answer is awaited.
pub fn asked_to_stop() -> impl Future<Output = ()> + Send {
    #[cfg(unix)]
    let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
    async move {
        let interrupt = tokio::signal::ctrl_c();
        #[cfg(unix)]
        if let Ok(mut terminate) = terminate {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
        let _ = interrupt.await;
    }
}
