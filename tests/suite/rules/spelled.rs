//! Rules and typed sessions over keys that SQLite keeps as its programs spell them.

use formwork_runtime::Result;
use formwork_runtime::rules::Logic;
use formwork_runtime::rules::notation::val;
use formwork_runtime::session::{New, Session};
use formwork_runtime::value::{Date, Time, Timestamp};

use super::declared::{over, row};
use crate::support::{Database, TestApp, each_database};

each_database!(on [Sqlite] rules_follow_a_key_however_it_is_spelled);

row! {
    Slot "Slot" ["LogList"]
    {
        0 AT at: Timestamp = Timestamp => "at",
        1 RATE rate: i64 = i64 => "rate",
        2 TOTAL total: Option<i64> = i64 => "total",
    }
    {}
}

row! {
    Log "Log" ["slot"]
    {
        0 ID id: i64 = i64 => "Id",
        1 SLOT_ID slot_id: Option<Timestamp> = Timestamp => "slot_id",
        2 POINTS points: i64 = i64 => "points",
        3 SCORE score: Option<i64> = i64 => "score",
    }
    { 0 SLOT slot: Slot, }
}

const SQL: &str = "
    CREATE TABLE slots (at DATETIME NOT NULL PRIMARY KEY, rate INTEGER NOT NULL, total INTEGER);
    INSERT INTO slots VALUES ('2020-01-01T10:00:00', 2, 6), ('2020-01-02 10:00:00.000', 3, 0), ('2020-01-03', 5, 0);
    CREATE TABLE logs (id INTEGER NOT NULL PRIMARY KEY, slot_id DATETIME REFERENCES slots ON DELETE SET NULL,
        points INTEGER NOT NULL, score INTEGER);
    INSERT INTO logs VALUES (1, '2020-01-01T10:00:00', 3, 6);
";

fn declare(logic: &mut Logic) {
    logic.formula(
        Log::SCORE,
        over!(["points"] ["slot", "rate"] |log: &Log| log.slot.get().map(|slot| slot.rate * log.points)),
    );
    logic.sum(Slot::TOTAL, over!(["score"] |log: &Log| val(&log.score)));
}

/// On a day of January.
fn at(day: u16, hour: u8) -> Timestamp {
    let date = Date::from_ordinal_date(2020, day).unwrap();
    Timestamp::new(date, Time::from_hms(hour, 0, 0).unwrap())
}

async fn log(session: &mut Session, id: i64) -> Result<Log> {
    Ok(session.get::<Log>(id).await?.expect("it is there"))
}

fn rules_follow_a_key_however_it_is_spelled(database: Database) {
    let app = TestApp::with_rules(SQL, database, declare);
    let totals = |expected: [i64; 3]| {
        let sql = |slot: usize| {
            format!(
                "SELECT total * 1000 + coalesce((SELECT sum(score) FROM logs WHERE slot_id = at), 0) FROM slots
                 WHERE date(at) = '2020-01-0{slot}'"
            )
        };
        let found = [1, 2, 3].map(|slot| app.database().number(&sql(slot)));
        // As the rule has it, and as SQL adds it up.
        assert_eq!(found, expected.map(|total| total * 1001));
    };
    let change = |id: i64, change: fn(&mut Log)| {
        let changed = app.block_on(async {
            let mut session = app.state().session();
            let mut log = log(&mut session, id).await?;
            change(&mut log);
            session.update(&log)?;
            session.commit().await
        });
        changed.unwrap();
    };
    totals([6, 0, 0]);
    change(1, |log| log.points = 4);
    totals([8, 0, 0]);
    change(1, |log| log.slot_id = Some(at(2, 10)));
    totals([0, 12, 0]);
    let inserted = app.block_on(async {
        let mut session = app.state().session();
        for (id, slot) in [(2, at(3, 0)), (3, at(1, 10)), (4, at(2, 10))] {
            session.insert(
                New::<Log>::default()
                    .set(Log::ID, id)
                    .set(Log::SLOT_ID, slot)
                    .set(Log::POINTS, 10),
            );
        }
        session.commit().await
    });
    inserted.unwrap();
    totals([20, 42, 50]);
    change(4, |log| log.slot_id = None);
    totals([20, 12, 50]);
    // The log that is left alone has no score.
    app.delete("/api/Slot/2020-01-03T00:00:00").expect(204);
    let alone = "SELECT count(*) FROM logs WHERE slot_id IS NULL AND score IS NULL";
    assert_eq!(app.database().number(alone), 2);
}
