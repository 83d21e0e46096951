//! Forms: who sent one, whether it came from a page of ours, and what it says.

use axum::extract::{FromRequest, FromRequestParts, RawForm, Request};
use axum::response::{IntoResponse, Redirect, Response};

use super::{Asked, Reader, local};
use crate::layout::{Done, Problem};
use crate::page::Trouble;
use crate::typed::Typed;
use crate::{Web, guard};

/// A form that was sent from a page of ours, by who is signed in.
pub(crate) struct Posted {
    pub(crate) reader: Reader,
    fields: Vec<(String, String)>,
}

impl FromRequest<Web> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let asked = Asked::from_request_parts(&mut parts, web).await?;
        let here = guard::from_here(&parts.headers);
        let mut reader = asked.signed_in(false)?;
        if !here {
            return Err(reader.trouble(&Trouble::Forged));
        }
        let fields = fields(&reader, Request::from_parts(parts, body), web).await?;
        let posted = |name: &str| fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
        if !posted("csrf").is_some_and(|token| guard::same(token, &reader.visitor.csrf)) {
            return Err(reader.trouble(&Trouble::Forged));
        }
        reader.asked.here = local(posted("back").unwrap_or("/"));
        Ok(Self { reader, fields })
    }
}

/// The fields of a form.
pub(crate) async fn fields(
    asked: &Asked,
    request: Request,
    web: &Web,
) -> Result<Vec<(String, String)>, Response> {
    match RawForm::from_request(request, web).await {
        Ok(RawForm(body)) => decoded(&body).ok_or_else(|| asked.trouble(&Trouble::Forged)),
        Err(_) => Err(asked.trouble(&Trouble::Forged)),
    }
}

/// The pairs of a form or a query.
pub(crate) fn decoded(body: &[u8]) -> Option<Vec<(String, String)>> {
    let text = std::str::from_utf8(body).ok()?;
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((decode(name)?, decode(value)?))
        })
        .collect()
}

/// A text of a form: `+` is a space, `%41` a byte.
fn decode(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(b) = bytes.next() {
        out.push(match b {
            b'+' => b' ',
            b'%' => {
                let digit = |b: Option<u8>| (b? as char).to_digit(16);
                (digit(bytes.next())? * 16 + digit(bytes.next())?) as u8
            }
            b => b,
        });
    }
    String::from_utf8(out).ok()
}

impl Posted {
    /// A field that is not blank.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        let values = self.fields.iter().filter(|(n, _)| n == name).map(|(_, v)| v.trim());
        values.into_iter().find(|v| !v.is_empty())
    }

    /// A field exactly as it was typed: a password.
    pub(crate) fn as_typed(&self, name: &str) -> &str {
        self.fields.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }

    /// Every field, blank ones too.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.trim()))
    }

    /// All values of a field.
    pub(crate) fn all<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p str> {
        self.fields.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.trim()).filter(|v| !v.is_empty())
    }

    /// Back to the page that the form is on, which says what was done.
    pub(crate) fn done(&self, done: Done) -> Response {
        let here = &self.reader.here;
        let join = if here.contains('?') { '&' } else { '?' };
        Redirect::to(&format!("{here}{join}did={}", done.code())).into_response()
    }

    /// The page that the form is on, with what is wrong beside the field.
    pub(crate) fn with_problem(mut self, form: String, field: &str, message: String) -> Reader {
        let typed = Typed::of(self.fields());
        self.reader.asked.problem = Some(Problem { form, field: field.to_owned(), message, typed });
        self.reader
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_decoded() {
        let fields = decoded(b"note=caf%C3%A9+%26+more&infant=1&infant=2").unwrap();
        assert_eq!(fields[0], ("note".into(), "café & more".into()));
        assert_eq!(fields.len(), 3);
        assert!(decoded(b"a=%zz").is_none());
        assert!(decoded(b"a=%FF").is_none());
    }
}
