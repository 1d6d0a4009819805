/// A name, within itself where it is short: comparing it needs no other memory.
#[derive(Clone, Debug)]
pub(crate) enum Name {
    Short { length: u8, bytes: [u8; Self::SHORT] },
    Long(Box<str>),
}

impl Name {
    const SHORT: usize = 30;

    pub(crate) fn new(name: &str) -> Self {
        let mut bytes = [0; Self::SHORT];
        match (bytes.get_mut(..name.len()), u8::try_from(name.len())) {
            (Some(place), Ok(length)) => {
                place.copy_from_slice(name.as_bytes());
                Self::Short { length, bytes }
            }
            _ => Self::Long(name.into()),
        }
    }

    pub(crate) fn length(&self) -> usize {
        match self {
            Self::Short { length, .. } => usize::from(*length),
            Self::Long(name) => name.len(),
        }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Short { length, bytes } => bytes.get(..usize::from(*length)).unwrap_or_default(),
            Self::Long(name) => name.as_bytes(),
        }
    }

    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Short { .. } => std::str::from_utf8(self.bytes()).unwrap_or_default(),
            Self::Long(name) => name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_any_length_comes_back() {
        for length in 0..70 {
            let name = "日a".repeat(length);
            assert_eq!(Name::new(&name).text(), name);
            assert_eq!(Name::new(&name).bytes(), name.as_bytes());
        }
    }
}
