//! Texts by the gateway of the network: one signed JSON request for each.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::{Request, StatusCode, Uri};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use jiff::Timestamp;

use crate::{Outgoing, PATIENCE, SendError, SetupError, hex, is_this_machine, keyed};

/// The shortest secret.
const SHORTEST_SECRET: usize = 16;
/// Of an answer, this much is read to use the connection again.
const LONGEST_ANSWER: usize = 64 << 10;

/// A gateway that takes a text as JSON: `{"key":"…","to":"+1…","text":"…"}`.
///
/// `Idempotency-Key` is the message's key. `Kith-Signature: t=SECONDS,v1=HEX` is the HMAC-SHA-256 of `SECONDS.BODY` with
/// the shared secret.
pub struct Texts {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    address: Uri,
    /// Name and password from the address, as a header says them.
    authorization: Option<String>,
    secret: Vec<u8>,
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Texts").finish_non_exhaustive()
    }
}

impl Texts {
    /// A gateway by its address and the secret that is shared with it. Without TLS only one on this machine is taken.
    ///
    /// # Errors
    /// When the address is not one, texts would travel in the clear, or the secret is short.
    pub fn new(address: &str, secret: &str) -> Result<Self, SetupError> {
        const HELP: &str = "write https://gateway.example.org/texts";
        if !address.starts_with("https://") && !address.starts_with("http://") {
            return Err(SetupError::Address("the text gateway", HELP));
        }
        if address.starts_with("http://") && !is_this_machine(address) {
            return Err(SetupError::InTheClear("the text gateway", HELP));
        }
        if secret.len() < SHORTEST_SECRET {
            return Err(SetupError::Secret);
        }
        let (scheme, rest) = address.split_once("://").unwrap_or_default();
        let (authorization, rest) = match rest.split_once('@') {
            Some((who, rest)) => (Some(format!("Basic {}", BASE64_STANDARD.encode(who))), rest),
            None => (None, rest),
        };
        let address = format!("{scheme}://{rest}")
            .parse()
            .map_err(|_| SetupError::Address("the text gateway", HELP))?;
        let connector =
            HttpsConnectorBuilder::new().with_webpki_roots().https_or_http().enable_http1().build();
        let client = Client::builder(TokioExecutor::new()).build(connector);
        Ok(Self { client, address, authorization, secret: secret.as_bytes().to_vec() })
    }

    /// Sends a text to a number.
    ///
    /// # Errors
    /// [`SendError::Refused`] when the gateway says that this text can never be delivered (400, 410, 422).
    pub async fn send(&self, to: &str, message: &Outgoing, now: Timestamp) -> Result<(), SendError> {
        let body = serde_json::json!({ "key": message.key, "to": to, "text": message.said.text }).to_string();
        let at = now.as_second();
        let signature = hex(&keyed(&self.secret, &format!("{at}.{body}")));
        let mut request = Request::post(self.address.clone())
            .header("content-type", "application/json")
            .header("idempotency-key", &message.key)
            .header("kith-signature", format!("t={at},v1={signature}"));
        if let Some(authorization) = &self.authorization {
            request = request.header("authorization", authorization);
        }
        let request = request
            .body(Full::new(Bytes::from(body)))
            .map_err(|_| SendError::Refused("it cannot be written as a request".into()))?;
        let answered = async {
            let answer = self.client.request(request).await.ok()?;
            let status = answer.status();
            // What it says beside the status is nothing to us; the connection is used again.
            let body = http_body_util::Limited::new(answer.into_body(), LONGEST_ANSWER);
            let _ = body.collect().await;
            Some(status)
        };
        match tokio::time::timeout(PATIENCE, answered).await {
            Ok(Some(status)) if status.is_success() => Ok(()),
            Ok(Some(
                status @ (StatusCode::BAD_REQUEST | StatusCode::GONE | StatusCode::UNPROCESSABLE_ENTITY),
            )) => Err(SendError::Refused(status.to_string())),
            Ok(Some(status)) => Err(SendError::Later(status.to_string())),
            Ok(None) => Err(SendError::Later("the gateway cannot be spoken with".into())),
            Err(_) => Err(SendError::Later("it took too long".into())),
        }
    }
}
