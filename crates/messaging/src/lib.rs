//! What is said outside, to whom, and through which gateway.
//!
//! A message names nobody and says nothing of anybody's health: it says that something waits, and has a link. The same
//! message has the same key however often it is sent, and a receiving side that heeds the key gets it once. Nothing here
//! knows the database, and no error carries an address or a secret.

mod mail;
mod say;
mod texts;

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::Sha256;

pub use mail::Mail;
pub use say::{Said, Say, say};
pub use texts::Texts;

/// How long a gateway has to take a message.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);

/// A message on its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Says it once: letters and digits, the same whenever this message is sent.
    pub key: String,
    /// What it says.
    pub said: Said,
    /// When it came up.
    pub made_at: Timestamp,
}

/// The gateways that are set up.
#[derive(Debug, Default)]
pub struct Gateways {
    /// For mail.
    pub mail: Option<Mail>,
    /// For texts.
    pub texts: Option<Texts>,
}

/// A gateway that cannot be set up.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SetupError {
    /// The address of the gateway is not one.
    #[error("`{0}` is not the address of a gateway; {1}")]
    Address(&'static str, &'static str),
    /// What is sent would travel in the clear.
    #[error("`{0}` sends in the clear; {1}")]
    InTheClear(&'static str, &'static str),
    /// The sender's address is not one.
    #[error("the sender of mail is written `Name <name@example.org>`")]
    Sender,
    /// A gateway needs a secret.
    #[error("messages to a text gateway are signed: set a secret of at least 16 characters")]
    Secret,
    /// The cryptography of this machine is not there.
    #[error("the authorities that gateways are checked by cannot be read")]
    Authorities,
}

/// A message that was not sent.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Perhaps another time: the gateway is not there, is busy, or did not say.
    #[error("the gateway did not take it: {0}")]
    Later(String),
    /// Never: the gateway says that this cannot be delivered.
    #[error("the gateway refused it: {0}")]
    Refused(String),
}

/// A code for something that only who has the key can make.
pub fn keyed(key: &[u8], what: &str) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(what.as_bytes());
    mac.finalize().into_bytes().into()
}

/// A code in letters and digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether the machine that an address names is this one: `smtp://127.0.0.1:25`.
fn is_this_machine(address: &str) -> bool {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests;
