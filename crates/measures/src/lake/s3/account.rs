//! How the storage is reached, and with whose keys.

use std::fmt;

use object_store::aws::AmazonS3Builder;

use crate::lake::LakeError;

const KEY: &str = "AWS_ACCESS_KEY_ID";
const SECRET: &str = "AWS_SECRET_ACCESS_KEY";
const TOKEN: &str = "AWS_SESSION_TOKEN";
const REGION: &str = "AWS_REGION";
const ENDPOINT: &str = "AWS_ENDPOINT_URL";
const ALLOW_HTTP: &str = "AWS_ALLOW_HTTP";

/// Where storage is that names no region; most that is not of Amazon does not mind.
const SOME_REGION: &str = "us-east-1";

/// Keys and address of object storage. The keys do not print.
pub(crate) struct Account {
    key: String,
    secret: String,
    token: Option<String>,
    region: String,
    endpoint: Option<String>,
    allow_http: bool,
}

impl Account {
    /// From the environment variables that every tool for S3 reads.
    pub(crate) fn of(setting: &dyn Fn(&str) -> Option<String>) -> Result<Self, LakeError> {
        let set = |name| setting(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        let needed = |name| {
            let problem = "is not set: a lake on S3 needs the keys of its storage in the environment";
            set(name).ok_or(LakeError::Setting { name, problem })
        };
        let allow_http = match set(ALLOW_HTTP).as_deref() {
            None | Some("false" | "0") => false,
            Some("true" | "1") => true,
            Some(_) => {
                return Err(LakeError::Setting { name: ALLOW_HTTP, problem: "is neither true nor false" });
            }
        };
        let endpoint = set(ENDPOINT);
        if let Some(endpoint) = &endpoint {
            let problem = match endpoint.split_once("://") {
                Some(("https", host)) if !host.is_empty() => None,
                Some(("http", host)) if !host.is_empty() => {
                    let clear = "begins with http://, and what is about people would travel in the clear: use \
                                 https://, or set AWS_ALLOW_HTTP=true where nobody else is on the network";
                    (!allow_http).then_some(clear)
                }
                _ => Some("is no address: write https://host, or https://host:port"),
            };
            if let Some(problem) = problem {
                return Err(LakeError::Setting { name: ENDPOINT, problem });
            }
        }
        Ok(Self {
            key: needed(KEY)?,
            secret: needed(SECRET)?,
            token: set(TOKEN),
            region: set(REGION).unwrap_or_else(|| SOME_REGION.to_owned()),
            endpoint,
            allow_http,
        })
    }

    /// Whether the storage may be reached without TLS.
    pub(super) fn allows_http(&self) -> bool {
        self.allow_http
    }

    /// Tells a store whose it is and where.
    pub(super) fn named(&self, store: AmazonS3Builder) -> AmazonS3Builder {
        let mut store = store
            .with_access_key_id(&self.key)
            .with_secret_access_key(&self.secret)
            .with_region(&self.region);
        if let Some(token) = &self.token {
            store = store.with_token(token);
        }
        if let Some(endpoint) = &self.endpoint {
            store = store.with_endpoint(endpoint);
        }
        store
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Account")
    }
}
