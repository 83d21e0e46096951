//! A form with files in it, which comes in parts: the one way by which files enter.

use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use axum::response::Response;
use kith_app::Error;

use crate::page::Trouble;
use crate::reader::Reader;
use crate::typed::Typed;
use crate::{Web, guard};

/// A form that was sent from a page of ours, with its files, by who may send it.
pub(crate) struct Parts {
    /// Who sent it.
    pub(crate) reader: Reader,
    fields: Vec<(String, String)>,
    /// Its files: the name of each, without folders, and its bytes.
    pub(crate) files: Vec<(String, Vec<u8>)>,
}

/// Why a form was not taken.
pub(crate) enum Refused {
    /// The answer to it.
    Answer(Response),
    /// It is larger than its page says.
    TooLarge(Box<Reader>),
}

impl Parts {
    /// Reads a form of at most `most` bytes of files. Who may not is told so before they are read.
    pub(crate) async fn read(
        web: &Web,
        request: Request,
        most: usize,
        may: impl AsyncFnOnce(&Reader) -> Result<(), Error>,
    ) -> Result<Self, Refused> {
        let (mut parts, body) = request.into_parts();
        let reader = Reader::posting(&mut parts, web).await.map_err(Refused::Answer)?;
        if !guard::from_here(&parts.headers) {
            return Err(Refused::Answer(reader.trouble(&Trouble::Forged)));
        }
        may(&reader).await.map_err(|error| Refused::Answer(reader.fail(error)))?;
        match content(Request::from_parts(parts, body), web, most).await {
            Ok((fields, files)) => {
                let form = Self { reader, fields, files };
                if !guard::same(form.field("csrf"), &form.reader.visitor().csrf) {
                    return Err(Refused::Answer(form.reader.trouble(&Trouble::Forged)));
                }
                Ok(form)
            }
            Err(Unread::TooLarge) => Err(Refused::TooLarge(Box::new(reader))),
            Err(Unread::NoForm) => Err(Refused::Answer(reader.trouble(&Trouble::Forged))),
        }
    }

    /// What was typed into it, for the page that says what is wrong.
    pub(crate) fn typed(&self) -> Typed {
        Typed::of(self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }

    /// What a field says, without what surrounds it.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.trim())
    }
}

/// Why a form could not be read.
enum Unread {
    TooLarge,
    NoForm,
}

type Content = (Vec<(String, String)>, Vec<(String, Vec<u8>)>);

async fn content(request: Request, web: &Web, most: usize) -> Result<Content, Unread> {
    let unread = |error: axum::extract::multipart::MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Unread::TooLarge,
        _ => Unread::NoForm,
    };
    let mut parts = Multipart::from_request(request, web).await.map_err(|_| Unread::NoForm)?;
    let (mut fields, mut files) = (Vec::new(), Vec::new());
    let mut length = 0;
    while let Some(field) = parts.next_field().await.map_err(unread)? {
        let Some(name) = field.name().map(str::to_owned) else { continue };
        let Some(file) = field.file_name().map(bare) else {
            fields.push((name, field.text().await.map_err(unread)?));
            continue;
        };
        let bytes: Vec<u8> = field.bytes().await.map_err(unread)?.into();
        length += bytes.len();
        if length > most {
            return Err(Unread::TooLarge);
        }
        files.push((file, bytes));
    }
    Ok((fields, files))
}

/// The name of a file without its folders and without what no name has.
fn bare(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_no_folder_and_no_control_character() {
        for (sent, kept) in [
            ("roster.xlsx", "roster.xlsx"),
            ("C:\\fakepath\\roster.xlsx", "roster.xlsx"),
            ("../../etc/roster.csv", "roster.csv"),
            ("a\nb\".csv", "ab\".csv"),
            ("", ""),
        ] {
            assert_eq!(bare(sent), kept, "{sent:?}");
        }
    }
}
