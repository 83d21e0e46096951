//! The door of a worker: every request shows the secret, or goes no further.

use std::num::NonZeroUsize;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::{HeaderValue, Request, Response, header};
use tonic::body::Body;
use tonic::transport::server::{TcpConnectInfo, TlsConnectInfo};
use tower::Service;

use super::{AT_ONCE, READY, Secret, VERSION, version};

/// Stands before the services of a worker.
#[derive(Clone)]
pub(super) struct Door<S> {
    pub inner: S,
    pub secret: Secret,
    pub at_once: NonZeroUsize,
}

type Answer<E> = Pin<Box<dyn Future<Output = Result<Response<Body>, E>> + Send>>;

impl<S> Service<Request<Body>> for Door<S>
where
    S: Service<Request<Body>, Response = Response<Body>>,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = Answer<S::Error>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        if !self.secret.is_shown_by(request.headers().get(header::AUTHORIZATION)) {
            tracing::warn!("refused {}: it does not show our secret", caller(&request));
            let refused = tonic::Status::unauthenticated("the secret is another one").into_http();
            return Box::pin(std::future::ready(Ok(refused)));
        }
        if request.uri().path() == READY {
            let mut well = Response::new(Body::empty());
            let version = HeaderValue::from_str(&version()).expect("a version is plain text");
            well.headers_mut().insert(VERSION, version);
            well.headers_mut().insert(AT_ONCE, HeaderValue::from(self.at_once.get()));
            return Box::pin(std::future::ready(Ok(well)));
        }
        Box::pin(self.inner.call(request))
    }
}

/// Who asks, as far as the network says.
fn caller(request: &Request<Body>) -> String {
    let plain = request.extensions().get::<TcpConnectInfo>();
    let tls = request.extensions().get::<TlsConnectInfo<TcpConnectInfo>>().map(TlsConnectInfo::get_ref);
    let address = plain.or(tls).and_then(TcpConnectInfo::remote_addr);
    address.map_or_else(|| "a caller".into(), |address| address.to_string())
}
