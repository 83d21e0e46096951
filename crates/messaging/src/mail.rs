//! Mail by SMTP.

use std::time::SystemTime;

use lettre::message::Mailbox;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::transport::smtp::response::{Category, Severity};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::{Outgoing, PATIENCE, SendError, SetupError, is_this_machine};

/// A mail server and who sends by it.
pub struct Mail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail").finish_non_exhaustive()
    }
}

impl Mail {
    /// A server by its address: `smtps://name:password@mail.example.org`, or `smtp://…?tls=required` where it begins in
    /// the clear. Without TLS only a server on this machine is taken.
    ///
    /// # Errors
    /// When either address is not one, or mail would travel in the clear.
    pub fn new(server: &str, from: &str) -> Result<Self, SetupError> {
        const HELP: &str = "write smtps://mail.example.org, or smtp://mail.example.org:587?tls=required";
        let sealed = server.starts_with("smtps://") || server.contains("tls=required");
        if !sealed && !is_this_machine(server) {
            return Err(SetupError::InTheClear("the mail server", HELP));
        }
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(server)
            .map_err(|_| SetupError::Address("the mail server", HELP))?;
        Ok(Self {
            transport: transport.timeout(Some(PATIENCE / 2)).build(),
            from: from.parse().map_err(|_| SetupError::Sender)?,
        })
    }

    /// Sends a message. Its `Message-ID` is made of its key, and the same message sent twice is the same bytes.
    ///
    /// # Errors
    /// [`SendError::Refused`] when the server says that the address takes no mail.
    pub async fn send(&self, to: &str, message: &Outgoing) -> Result<(), SendError> {
        let refused = |what: &str| SendError::Refused(what.to_owned());
        let to: Mailbox = to.parse().map_err(|_| refused("this is no address"))?;
        let made = u64::try_from(message.made_at.as_second()).unwrap_or(0);
        let mut mail = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(&message.said.subject)
            .message_id(Some(format!("<{}@{}>", message.key, self.from.email.domain())))
            .date(SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(made))
            .header(ContentType::TEXT_PLAIN)
            .body(message.said.text.clone())
            .map_err(|_| refused("it cannot be written as mail"))?;
        // No machine answers that somebody is on holiday (RFC 3834).
        let name = HeaderName::new_from_ascii_str("Auto-Submitted");
        mail.headers_mut().insert_raw(HeaderValue::new(name, "auto-generated".to_owned()));
        let sent = tokio::time::timeout(PATIENCE, self.transport.send(mail)).await;
        let error = match sent {
            Ok(Ok(_)) => return Ok(()),
            Ok(Err(error)) => error,
            Err(_) => return Err(SendError::Later("it took too long".into())),
        };
        match error.status() {
            // 55x: this mailbox, this message. Any other refusal is about the gateway, and somebody will mend it.
            Some(code)
                if error.is_permanent()
                    && code.severity == Severity::PermanentNegativeCompletion
                    && code.category == Category::MailSystem =>
            {
                Err(SendError::Refused(code.to_string()))
            }
            Some(code) => Err(SendError::Later(code.to_string())),
            None => Err(SendError::Later("the mail server cannot be spoken with".into())),
        }
    }
}
