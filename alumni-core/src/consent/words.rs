/// An enum whose variants are words of a document: `ALL`, `as_str`, `Display`, `FromStr`, and the same words in JSON.
macro_rules! words {
    (
        $(#[$meta:meta])*
        $name:ident, $what:literal {
            $( $(#[$doc:meta])* $variant:ident = $word:literal ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[non_exhaustive]
        pub enum $name {
            $( $(#[$doc])* #[serde(rename = $word)] $variant ),*
        }

        impl $name {
            /// Every value, in the order of their numbers in C (0, 1, …).
            pub const ALL: &'static [Self] = &[ $( Self::$variant ),* ];

            /// The word used in documents, JSON and CSV.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $word ),* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::Error;

            fn from_str(text: &str) -> Result<Self, crate::Error> {
                Self::ALL.iter().copied().find(|word| word.as_str() == text).ok_or_else(|| {
                    crate::consent::unknown::unknown($what, text, Self::ALL.iter().map(|word| word.as_str()))
                })
            }
        }
    };
}

pub(super) use words;
