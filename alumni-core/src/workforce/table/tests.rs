//! The form of tables: RFC 4180, strictly. Where the text is well formed, the `csv` crate reads the same.

use proptest::prelude::*;

use super::super::RehireFlag;
use super::{Row, Table};
use crate::{Error, ErrorKind};

fn read(text: &str) -> Table {
    Table::from_csv("people.csv", text).unwrap()
}

fn refused(text: &str) -> Error {
    Table::from_csv("people.csv", text).unwrap_err()
}

fn cells(table: &Table) -> Vec<Vec<String>> {
    let row = |row: usize| {
        table.columns().iter().map(|column| table.cell(row, column).unwrap().to_owned()).collect()
    };
    (0..table.len()).map(row).collect()
}

#[test]
fn quotes_commas_line_breaks_and_marks_are_read_as_rfc_4180_says() {
    let table =
        read("\u{feff}a, b ,\"c\"\r\n\"x,1\",\"say \"\"hi\"\"\",\"two\r\nlines\"\r\n\r\n　山田　,,\" \"");
    assert_eq!(table.columns(), ["a", "b", "c"]);
    assert_eq!(cells(&table), [["x,1", "say \"hi\"", "two\r\nlines"], ["　山田　", "", " "]]);
    assert_eq!(table.rows().map(|row| row.line()).collect::<Vec<_>>(), [2, 5]);
    let last = table.row(1).unwrap();
    assert_eq!(
        (last.text("a"), last.text("b"), last.text("c"), last.text("d")),
        (Some("山田"), None, None, None)
    );
    assert!(table.row(2).is_none());
    assert!(read("a\n").is_empty());
}

#[test]
fn what_is_not_a_table_is_refused_where_it_stands() {
    for (text, kind, path, message) in [
        ("", ErrorKind::Missing, "people.csv", "expected a line that names the columns"),
        ("a,b\n1\n", ErrorKind::Syntax, "people.csv: line 2", "expected 2 fields, got 1"),
        ("a,b\n1,2\n\n1,2,3\n", ErrorKind::Syntax, "people.csv: line 4", "expected 2 fields, got 3"),
        ("a,b,a\n", ErrorKind::Duplicate, "people.csv: line 1, column 3", "expected one column `a`"),
        ("a,,b\n", ErrorKind::Missing, "people.csv: line 1, column 2", "expected a name for the column"),
        (
            "a,b\n1,x\"y\n",
            ErrorKind::Syntax,
            "people.csv: line 2, column 2 (b)",
            "expected quotes only around a whole field, doubled within it",
        ),
        (
            "a,b\n\"1\"x,2\n",
            ErrorKind::Syntax,
            "people.csv: line 2, column 1 (a)",
            "expected a comma or the end of the line after a closing quote",
        ),
        (
            "a,b\n1,\"2\n3,4\n",
            ErrorKind::Syntax,
            "people.csv: line 2, column 2 (b)",
            "expected a closing quote before the end of the file",
        ),
        (
            "a,b\r1,2\r",
            ErrorKind::Syntax,
            "people.csv: line 1, column 2",
            "expected lines that end in LF or CRLF, got CR alone",
        ),
        (
            "a;b\n",
            ErrorKind::Syntax,
            "people.csv: line 1",
            "expected commas between the fields, got semicolons",
        ),
        ("a\tb\n", ErrorKind::Syntax, "people.csv: line 1", "expected commas between the fields, got tabs"),
    ] {
        let error = refused(text);
        assert_eq!((error.kind(), error.path(), error.message()), (kind, path, message), "{text:?}");
    }
    assert_eq!(refused(&",".repeat(Table::MOST_COLUMNS)).kind(), ErrorKind::TooLarge);
}

#[test]
fn bytes_that_are_not_utf_8_are_found_and_their_encoding_named() {
    // 山田 in Shift_JIS, もり in EUC-JP; é in Windows-1252; half-width ﾔﾏﾀﾞ in Shift_JIS; a cut 山 in UTF-8.
    for (bytes, place, cause) in [
        (b"id,name\nw,\x8e\x52\x93\x63\n".as_slice(), "line 2, character 3", "Shift_JIS (CP932)"),
        (b"id,name\nw,\xd4\xcf\xc0\xde\n", "line 2, character 3", "Shift_JIS"),
        (b"id,name\nw,\xa4\xe2\xa4\xea\n", "line 2, character 3", "EUC-JP"),
        (b"id,name\nw,Ren\xe9 X\n", "line 2, character 6", "Windows-1252"),
        (b"\xff\xfei\0d\0", "line 1, character 1", "UTF-16"),
        (b"\xef\xbb\xbfid\n\xe5\xb1", "line 2, character 1", "cut off"),
    ] {
        let error = Table::from_csv_bytes("people.csv", bytes).unwrap_err();
        assert_eq!(error.path(), format!("people.csv: {place}"));
        assert!(error.message().contains(cause), "{error}");
    }
    assert!(Table::from_csv_bytes("people.csv", "氏名\n山田\n".as_bytes()).is_ok());
}

#[test]
fn cells_have_types_and_errors_never_quote_them() {
    let table = read(
        "date,instant,integer,number,boolean,flag\n\
         平成27年4月1日,2024-04-01T09:00:00+09:00,-12,0.75,TRUE,upon_review\n\
         Yamada,2024-04-01T09:00:00,1.5,1e3,perhaps,maybe\n\
         2015-02-29,2024-04-01,99999999999999999999,nan,,\n",
    );
    let flag = |row: &Row<'_>, column: &str| row.one_of(column, RehireFlag::ALL, RehireFlag::as_str);
    let good = table.row(0).unwrap();
    assert_eq!(good.date("date").unwrap(), Some("2015-04-01".parse().unwrap()));
    assert_eq!(good.instant("instant").unwrap().unwrap().to_rfc3339(), "2024-04-01T00:00:00+00:00");
    assert_eq!(good.integer("integer").unwrap(), Some(-12));
    assert_eq!(good.number("number").unwrap(), Some(0.75));
    assert_eq!(good.boolean("boolean").unwrap(), Some(true));
    assert_eq!(good.required("flag", flag).unwrap(), RehireFlag::UponReview);
    let bad = table.row(1).unwrap();
    for (error, kind, column) in [
        (bad.date("date").unwrap_err(), ErrorKind::Syntax, 1),
        (bad.instant("instant").unwrap_err(), ErrorKind::Syntax, 2),
        (bad.integer("integer").unwrap_err(), ErrorKind::Syntax, 3),
        (bad.number("number").unwrap_err(), ErrorKind::Syntax, 4),
        (bad.boolean("boolean").unwrap_err(), ErrorKind::Syntax, 5),
        (flag(&bad, "flag").unwrap_err(), ErrorKind::UnknownName, 6),
    ] {
        assert_eq!(error.kind(), kind);
        assert!(error.path().starts_with(&format!("people.csv: line 3, column {column} (")), "{error}");
        for cell in ["Yamada", "2024-04-01T09:00:00`", "1.5", "1e3", "perhaps", "maybe"] {
            assert!(!error.message().contains(cell), "{error}");
        }
    }
    let worse = table.row(2).unwrap();
    assert_eq!(worse.date("date").unwrap_err().kind(), ErrorKind::OutOfRange);
    assert!(worse.instant("instant").is_err());
    assert_eq!(worse.integer("integer").unwrap_err().kind(), ErrorKind::OutOfRange);
    assert!(worse.number("number").is_err());
    assert_eq!(worse.boolean("boolean"), Ok(None));
    assert_eq!(worse.required("flag", flag).unwrap_err().kind(), ErrorKind::Missing);
    assert_eq!(worse.need("colour").unwrap_err().path(), "people.csv: line 4 (colour)");
}

#[test]
fn columns_are_asked_for_by_name() {
    let table = read("worker_id,start_on\n");
    assert!(table.require(&["worker_id", "start_on"]).is_ok());
    let error = table.require(&["worker_id", "start_no"]).unwrap_err();
    assert_eq!(error.to_string(), "people.csv: line 1: expected a column `start_no`, got `start_on`");
    assert_eq!(table.unknown_columns(&["start_on"]), ["worker_id"]);
    assert_eq!(read("a\n1\n").error(0, "a", "no").path(), "people.csv: line 2, column 1 (a)");
}

proptest! {
    #[test]
    fn whatever_is_written_is_read_back_and_the_csv_crate_agrees(
        rows in prop::collection::vec(prop::collection::vec("[a\",\r\n 山é;]{0,6}", 3), 0..8), crlf: bool,
    ) {
        let quoted = |row: &Vec<String>| {
            row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect::<Vec<_>>().join(",")
        };
        let end = if crlf { "\r\n" } else { "\n" };
        let lines = std::iter::once("x,y,z".to_owned()).chain(rows.iter().map(quoted));
        let text: String = lines.map(|line| line + end).collect();
        let table = read(&text);
        prop_assert_eq!(&cells(&table), &rows);
        let peer: Vec<Vec<String>> = csv::Reader::from_reader(text.as_bytes())
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect())
            .collect();
        prop_assert_eq!(cells(&table), peer);
        for (index, row) in table.rows().enumerate() {
            let before: usize = rows[..index].iter().flatten().map(|cell| cell.matches('\n').count()).sum();
            prop_assert_eq!(usize::try_from(row.line()).unwrap(), index + 2 + before);
        }
    }

    #[test]
    fn no_text_and_no_bytes_make_the_reader_panic(text in "[a\",\r\n;\t]{0,40}", bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        if let Ok(table) = Table::from_csv("x", &text) {
            prop_assert!(table.rows().all(|row| table.columns().iter().all(|column| table.cell(row.index, column).is_some())));
        }
        let _ = Table::from_csv_bytes("x", &bytes);
    }
}
