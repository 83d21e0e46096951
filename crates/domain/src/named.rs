//! Names of values, as the database, forms and programme files write them.

/// Gives each variant of an enumeration its name, a list of all, and the way back from the name.
#[macro_export]
macro_rules! named {
    ($($type:ident { $($variant:ident = $name:literal),* $(,)? })*) => {$(
        impl $type {
            /// All of them, in the order that forms show.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name, as stored and in forms.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The value of a name.
            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }
    )*};
}
