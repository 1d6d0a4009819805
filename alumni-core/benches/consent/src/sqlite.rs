//! SQLite: what is folded already, in a table with a primary key, asked through a prepared statement; in memory, and from a file as
//! services have it, with the settings that SQLite comes with.

use rusqlite::{Connection, OptionalExtension as _};

use crate::events::{self, Events, GIVEN, RENEWED, SHOWN};
use crate::measure::{each, line, timed};
use crate::ours::{asked, name};

pub fn measure(people: u32, round: usize, folder: &str) -> rusqlite::Result<()> {
    let made = Events::make(people);
    let mut states = std::collections::HashMap::new();
    let now = events::now().timestamp_micros();
    for row in (0..made.len()).filter(|row| made.kind[*row] != SHOWN && made.occurred[*row] <= now) {
        let key = (made.person[row], made.purpose[row], made.channel[row]);
        let said = (made.occurred[row], made.kind[row], made.id[row]);
        states.entry(key).and_modify(|last| *last = said.max(*last)).or_insert(said);
    }
    let mut states: Vec<_> = states.into_iter().collect();
    states.sort_unstable();
    let questions: Vec<_> = asked(people).map(|(person, of, on)| (name(person), of, on)).collect();
    let file = format!("{folder}/states.sqlite");
    let _ = std::fs::remove_file(&file);
    for (mode, connection) in [
        ("prepared, in memory", Connection::open_in_memory()?),
        ("prepared, from a file", Connection::open(&file)?),
    ] {
        let connection = filled(connection, &states)?;
        let (time, yes) = timed(|| asked_of(&connection, &questions));
        each("question", "SQLite, folded before", mode, round, time, questions.len());
        line("yes", &format!("SQLite, {mode}"), "", round, "", f64::from(yes?));
    }
    Ok(())
}

type State = ((u32, u8, u8), (i64, u8, u32));

fn filled(mut connection: Connection, states: &[State]) -> rusqlite::Result<Connection> {
    connection.execute_batch(
        "CREATE TABLE state (person TEXT, purpose INTEGER, channel INTEGER, kind INTEGER, until INTEGER, event INTEGER,
         PRIMARY KEY (person, purpose, channel)) WITHOUT ROWID",
    )?;
    let work = connection.transaction()?;
    {
        let mut insert = work.prepare("INSERT INTO state VALUES (?, ?, ?, ?, ?, ?)")?;
        for ((person, purpose, channel), (occurred, kind, id)) in states {
            insert.execute((name(*person), purpose, channel, kind, Events::end(*occurred), id))?;
        }
    }
    work.commit()?;
    Ok(connection)
}

/// How many are permitted.
fn asked_of(connection: &Connection, questions: &[(String, u8, u8)]) -> rusqlite::Result<u32> {
    let now = events::now().timestamp_micros();
    let mut select = connection
        .prepare("SELECT kind, until, event FROM state WHERE person = ? AND purpose = ? AND channel = ?")?;
    let mut yes = 0;
    for (person, of, on) in questions {
        let said = select.query_row((person, of, on), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        // Somebody whose first act is yet to come has no state.
        let said: Option<(u8, i64, u32)> = said.optional()?;
        yes +=
            u32::from(said.is_some_and(|(kind, until, _)| (kind == GIVEN || kind == RENEWED) && until > now));
    }
    Ok(yes)
}
