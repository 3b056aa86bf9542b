//! What every request passes first: its number, its time limit, panics, the log.

use std::any::Any;
use std::future::poll_fn;
use std::net::IpAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Poll;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::http::{HeaderValue, Method, Request, Response, header};
use axum::response::IntoResponse;
use tokio::sync::watch;
use tower_service::Service;
use tracing::Instrument;

use super::allowance::Allowance;
use super::closing::{Closing, takes_events};
use super::unread;
use crate::config::Config;
use crate::jsonapi::ErrorObject;
use crate::routes::Errors;

/// The header by which a request is found in the log.
pub(crate) const REQUEST_ID: &str = "x-request-id";

/// The router behind what every request passes first.
#[derive(Debug)]
pub(crate) struct Front {
    router: Router,
    request_time: Duration,
    longest_address: usize,
    /// None if clients may ask as often as they like.
    allowance: Option<Allowance>,
    slow: Duration,
    logs_requests: bool,
    is_closing: watch::Sender<bool>,
    /// Different in each process, so that numbers of requests are too.
    process: u32,
    requests: AtomicU64,
}

impl Front {
    pub(crate) fn new(router: Router, config: &Config) -> Self {
        Self {
            router,
            request_time: Duration::from_secs(config.limits.request_seconds.into()),
            longest_address: config.limits.address_bytes,
            allowance: Allowance::new(&config.limits),
            slow: Duration::from_millis(config.log.slow_milliseconds.into()),
            logs_requests: config.log.requests,
            is_closing: watch::Sender::new(false),
            process: uuid::Uuid::new_v4().as_fields().0,
            requests: AtomicU64::new(0),
        }
    }

    /// From here on, each answer is the last of its connection.
    pub(super) fn close(&self) {
        self.is_closing.send_replace(true);
    }

    /// Answers a request, whatever happens; of the client at the address, if it came over the network.
    pub(crate) async fn answer(
        &self,
        mut request: Request<Body>,
        client: Option<IpAddr>,
    ) -> Response<Body> {
        let started = Instant::now();
        let id = self.request_id(&request);
        // The audit log names it.
        request.headers_mut().insert(REQUEST_ID, id.clone());
        let method = request.method().clone();
        // Without the query: a filter may hold what nobody should read in a log.
        let path = self.logs_requests.then(|| request.uri().path().to_owned());
        if takes_events(request.headers()) {
            let closing = Closing(self.is_closing.subscribe());
            request.extensions_mut().insert(closing);
        }
        let span = match &path {
            Some(_) => tracing::error_span!("request", id = id.to_str().unwrap_or_default()),
            None => tracing::Span::none(),
        };
        let rest = unread::lend(&mut request);
        let mut response = match self.refusal(&request, client, started) {
            Some(errors) => {
                drop(request);
                errors.into_response()
            }
            None => self.in_time(request).instrument(span.clone()).await,
        };
        let is_last = match rest {
            Some(rest) => !rest.take_away().await,
            None => false,
        };
        if let Some(path) = path {
            let _entered = span.enter();
            self.log(&method, &path, &response, started.elapsed());
        }
        let headers = response.headers_mut();
        headers.insert(REQUEST_ID, id);
        if is_last || *self.is_closing.borrow() {
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }

    /// Why a request is not even looked at.
    fn refusal(
        &self,
        request: &Request<Body>,
        client: Option<IpAddr>,
        now: Instant,
    ) -> Option<Errors> {
        let address = request.uri().path_and_query();
        let most = self.longest_address;
        if address.is_some_and(|address| address.as_str().len() > most) {
            let title = format!("the address has more than {most} bytes");
            return Some(ErrorObject::new(414, title).into());
        }
        if asks_whether_we_live(request.uri().path()) {
            return None;
        }
        let wait = self.allowance.as_ref()?.take(client?, now).err()?;
        let title = "the client makes too many requests, try again later";
        let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX);
        let errors = Errors::from(ErrorObject::new(429, title));
        Some(errors.retry_after(seconds.saturating_add(1)))
    }

    /// The number that a proxy gave the request, or one of our own.
    fn request_id(&self, request: &Request<Body>) -> HeaderValue {
        let is_id = |value: &&HeaderValue| {
            let bytes = value.as_bytes();
            (1..=64).contains(&bytes.len())
                && bytes
                    .iter()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        };
        request
            .headers()
            .get(REQUEST_ID)
            .filter(is_id)
            .cloned()
            .unwrap_or_else(|| {
                let number = self.requests.fetch_add(1, Ordering::Relaxed);
                HeaderValue::try_from(format!("{:08x}-{number}", self.process))
                    .expect("digits are a header's value")
            })
    }

    async fn in_time(&self, request: Request<Body>) -> Response<Body> {
        let answer = tokio::time::timeout(self.request_time, self.without_panic(request));
        answer.await.unwrap_or_else(|_| {
            tracing::error!(
                "a request was cut off after {} s",
                self.request_time.as_secs()
            );
            let error = ErrorObject::new(503, "the request took too long");
            Errors::from(error).retry_after(1).into_response()
        })
    }

    async fn without_panic(&self, request: Request<Body>) -> Response<Body> {
        let mut router = self.router.clone();
        let mut answer = pin!(async move {
            match router.call(request).await {
                Ok(response) => response,
                Err(never) => match never {},
            }
        });
        let caught = poll_fn(|context| {
            // After a panic nothing of the request is used again.
            match catch_unwind(AssertUnwindSafe(|| answer.as_mut().poll(context))) {
                Ok(Poll::Ready(response)) => Poll::Ready(Ok(response)),
                Ok(Poll::Pending) => Poll::Pending,
                Err(panic) => Poll::Ready(Err(panic)),
            }
        });
        caught.await.unwrap_or_else(|panic| {
            tracing::error!(
                message = panic_message(&*panic),
                "the handler of a request panicked"
            );
            Errors::from(ErrorObject::new(500, "the server failed; its log says why"))
                .into_response()
        })
    }

    fn log(&self, method: &Method, path: &str, response: &Response<Body>, took: Duration) {
        let status = response.status();
        let bytes = response.body().size_hint().exact().unwrap_or(0);
        let milliseconds = took.as_secs_f64() * 1000.0;
        let milliseconds = (milliseconds * 10.0).round() / 10.0;
        let status_number = status.as_u16();
        if took >= self.slow {
            tracing::warn!(
                target: "formwork::request", status = status_number, ms = milliseconds, bytes, "{method} {path} was slow"
            );
        } else if status.is_success() && asks_whether_we_live(path) {
            tracing::debug!(
                target: "formwork::request", status = status_number, ms = milliseconds, bytes, "{method} {path}"
            );
        } else {
            tracing::info!(
                target: "formwork::request", status = status_number, ms = milliseconds, bytes, "{method} {path}"
            );
        }
    }
}

/// Whether it is what anything that runs the server asks every few seconds.
fn asks_whether_we_live(path: &str) -> bool {
    matches!(path, "/health" | "/ready")
}

fn panic_message(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}
