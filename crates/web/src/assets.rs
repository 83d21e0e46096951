//! The style sheet, the script and the mark: in the binary, under names that change with their content.

use std::sync::LazyLock;

/// One file served from the binary.
#[derive(Debug)]
pub struct Asset {
    /// Its name with a hash of its content.
    pub name: String,
    /// Its media type.
    pub kind: &'static str,
    /// Its content.
    pub body: &'static str,
}

static ALL: LazyLock<[Asset; 4]> = LazyLock::new(|| {
    [
        asset(
            "kith",
            "css",
            "text/css; charset=utf-8",
            concat!(
                include_str!("../assets/kith.css"),
                include_str!("../assets/records.css"),
                include_str!("../assets/front-door.css"),
                include_str!("../assets/services.css"),
                include_str!("../assets/goods.css"),
                include_str!("../assets/equity.css")
            ),
        ),
        asset(
            "kith",
            "js",
            "text/javascript; charset=utf-8",
            concat!(
                include_str!("../assets/kith.js"),
                include_str!("../assets/form.js"),
                include_str!("../assets/away.js"),
                include_str!("../assets/goods.js")
            ),
        ),
        asset("kith", "svg", "image/svg+xml", include_str!("../assets/kith.svg")),
        asset("away", "js", "text/javascript; charset=utf-8", include_str!("../assets/away.js")),
    ]
});

fn asset(stem: &str, extension: &str, kind: &'static str, body: &'static str) -> Asset {
    Asset { name: format!("{stem}-{:016x}.{extension}", hash(body)), kind, body }
}

/// FNV-1a: enough to tell one build's file from another's.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// A file by its name.
pub fn find(name: &str) -> Option<&'static Asset> {
    ALL.iter().find(|a| a.name == name)
}

/// The address of the style sheet.
pub fn css() -> String {
    format!("/assets/{}", ALL[0].name)
}

/// The address of the script.
pub fn js() -> String {
    format!("/assets/{}", ALL[1].name)
}

/// The address of the mark.
pub fn icon() -> String {
    format!("/assets/{}", ALL[2].name)
}

/// The address of the script of a page without an account: the way out of it, and nothing else.
pub fn away() -> String {
    format!("/assets/{}", ALL[3].name)
}
