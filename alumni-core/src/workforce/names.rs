/// Gives a closed set its stable snake-case names, in both directions.
macro_rules! names {
    ($type:ident { $($variant:ident => $name:literal),* $(,)? }) => {
        impl $type {
            /// Every value, in the order of their numbers in C (0, 1, …).
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable name, as in JSON, in policies and in Python.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::Error;

            fn from_str(text: &str) -> Result<Self, $crate::Error> {
                Self::ALL.iter().copied().find(|value| value.as_str() == text).ok_or_else(|| {
                    let names: Vec<_> = Self::ALL.iter().map(|value| value.as_str()).collect();
                    $crate::Error::unknown_name(format!("expected one of {}, got `{text}`", names.join(", ")))
                })
            }
        }
    };
}
