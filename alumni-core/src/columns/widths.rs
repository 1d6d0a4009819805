/// Runs `$body` with `$slice` as the numbers in their own width.
macro_rules! each_width {
    ($integers:expr, $slice:ident => $body:expr) => {
        match $integers {
            $crate::columns::Integers::I8($slice) => $body,
            $crate::columns::Integers::I16($slice) => $body,
            $crate::columns::Integers::I32($slice) => $body,
            $crate::columns::Integers::I64($slice) => $body,
            $crate::columns::Integers::U8($slice) => $body,
            $crate::columns::Integers::U16($slice) => $body,
            $crate::columns::Integers::U32($slice) => $body,
            $crate::columns::Integers::U64($slice) => $body,
        }
    };
}

pub(crate) use each_width;
