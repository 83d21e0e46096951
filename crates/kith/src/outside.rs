//! How messages leave, from the settings of `kith serve`.

use std::path::Path;

use anyhow::{Context, bail};
use kith_app::sending::Outside;
use kith_messaging::{Gateways, Mail, Texts};

use crate::args;

/// The file in the data directory whose content makes links and keys of messages.
const KEY_FILE: &str = "messages.key";
/// Bytes of the key.
const KEY: usize = 32;

/// What is set up; none where nothing is sent.
pub fn open(args: &args::Outside, data_dir: &Path) -> anyhow::Result<Option<Outside>> {
    let mail = match (&args.smtp, &args.mail_from) {
        (Some(server), Some(from)) => Some(Mail::new(server, from).context("--smtp and --mail-from")?),
        _ => None,
    };
    let texts = match (&args.texts, &args.texts_secret) {
        (Some(address), Some(secret)) => Some(Texts::new(address, secret).context("--texts")?),
        _ => None,
    };
    if mail.is_none() && texts.is_none() {
        return Ok(None);
    }
    let address = args.public_url.as_deref().unwrap_or_default().trim_end_matches('/').to_owned();
    if !address.starts_with("https://") && !address.starts_with("http://") {
        bail!("--public-url is where pages are for those outside: https://kith.example.org");
    }
    if address.starts_with("http://") {
        eprintln!(
            "warning: --public-url has no TLS: whoever carries a message's link can read what it opens"
        );
    }
    Ok(Some(Outside { gateways: Gateways { mail, texts }, address, key: key(data_dir)? }))
}

/// The key of this installation, made the first time. Who has it can make the links of messages, so it stays with its owner.
fn key(data_dir: &Path) -> anyhow::Result<[u8; KEY]> {
    let path = data_dir.join(KEY_FILE);
    match std::fs::read(&path) {
        Ok(bytes) => <[u8; KEY]>::try_from(bytes)
            .ok()
            .with_context(|| format!("{} is not the key that Kith made", path.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let mut key = [0; KEY];
            getrandom::fill(&mut key)
                .map_err(|e| anyhow::anyhow!("this machine has no chance to draw from: {e}"))?;
            let mut beside = tempfile::NamedTempFile::new_in(data_dir)
                .with_context(|| format!("making {}", path.display()))?;
            std::io::Write::write_all(&mut beside, &key)?;
            beside.as_file().sync_all()?;
            // Of two processes that start at once, both use what the first made.
            match beside.persist_noclobber(&path) {
                Ok(_) => Ok(key),
                Err(lost) if lost.error.kind() == std::io::ErrorKind::AlreadyExists => self::key(data_dir),
                Err(lost) => Err(lost.error).with_context(|| format!("keeping {}", path.display())),
            }
        }
        Err(error) => Err(error).with_context(|| format!("reading {}", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_kept_from_others() {
        let dir = tempfile::tempdir().unwrap();
        let made = key(dir.path()).unwrap();
        assert_eq!(key(dir.path()).unwrap(), made);
        assert_ne!(made, [0; KEY]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = dir.path().join(KEY_FILE).metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600);
        }
        std::fs::write(dir.path().join(KEY_FILE), "short").unwrap();
        assert!(key(dir.path()).is_err());
    }

    #[test]
    fn nothing_is_sent_where_nothing_is_set_up() {
        let dir = tempfile::tempdir().unwrap();
        let mut args =
            args::Outside { public_url: None, smtp: None, mail_from: None, texts: None, texts_secret: None };
        assert!(open(&args, dir.path()).unwrap().is_none());
        args.texts = Some("http://127.0.0.1:9/texts".into());
        args.texts_secret = Some("a secret that is long".into());
        assert!(open(&args, dir.path()).is_err(), "links need the address of the pages");
        args.public_url = Some("https://kith.example.org/".into());
        assert_eq!(open(&args, dir.path()).unwrap().unwrap().address, "https://kith.example.org");
    }
}
