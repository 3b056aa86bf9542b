//! The kinds of rules that check credit does not have, each with inserts, updates, deletes, moves and flips of its condition.

use formwork_runtime::generated::Decimal;
use formwork_runtime::rules::Logic;
use formwork_runtime::rules::notation::{gt, val};
use formwork_runtime::session::New;
use formwork_runtime::{Error, Result};

use super::declared::{over, row};
use crate::support::{Database, TestApp, each_database};

each_database!(
    extremes_and_averages_follow_their_rows,
    a_missing_parent_is_inserted,
    defaults_are_for_rows_without_a_value,
    children_of_a_deleted_row_are_taken_off_elsewhere,
    children_set_free_are_taken_off_elsewhere,
    a_swap_with_a_legal_end_is_accepted,
    a_commit_constraint_judges_every_changed_row,
    a_key_of_two_parts_leads_to_its_parent,
);

row! {
    Team "Team" ["PlayerList"]
    {
        0 ID id: i64 = i64 => "Id",
        1 BEST best: Option<i64> = i64 => "best",
        2 WORST worst: Option<i64> = i64 => "worst",
        3 MEAN mean: Option<Decimal> = Decimal => "mean",
        4 SIZE size: Option<i64> = i64 => "size",
    }
    {}
}

row! {
    Player "Player" ["club", "team"]
    {
        0 ID id: i64 = i64 => "Id",
        1 TEAM_ID team_id: Option<i64> = i64 => "team_id",
        2 CLUB_ID club_id: Option<i64> = i64 => "club_id",
        3 POINTS points: Option<i64> = i64 => "points",
        4 RETIRED retired: bool = bool => "retired",
    }
    { 0 CLUB club: Club, 1 TEAM team: Team, }
}

row! {
    Club "Club" ["PlayerList"]
    {
        0 ID id: i64 = i64 => "Id",
        1 POINTS points: Option<i64> = i64 => "points",
    }
    {}
}

/// Team 1 has players of 3 and 8 points, of clubs 1 and 2; team 2 has none. Clubs are deleted with their players, teams without.
const SQL: &str = "
    CREATE TABLE clubs (id INTEGER NOT NULL PRIMARY KEY, points INTEGER);
    CREATE TABLE teams (id INTEGER NOT NULL PRIMARY KEY, best INTEGER, worst INTEGER, mean DECIMAL(8,2), size INTEGER);
    CREATE TABLE players (id INTEGER NOT NULL PRIMARY KEY, team_id INTEGER, club_id INTEGER, points INTEGER, retired BOOLEAN NOT NULL DEFAULT FALSE,
        FOREIGN KEY (club_id) REFERENCES clubs (id) ON DELETE CASCADE, FOREIGN KEY (team_id) REFERENCES teams (id) ON DELETE SET NULL);
    INSERT INTO clubs VALUES (1, 3), (2, 8);
    INSERT INTO teams VALUES (1, 8, 3, 5.5, 2), (2, NULL, NULL, NULL, 0);
    INSERT INTO players VALUES (1, 1, 1, 3, FALSE), (2, 1, 2, 8, FALSE);
";

fn declare(logic: &mut Logic) {
    logic
        .max(Team::BEST, over!(["points"] |p: &Player| val(&p.points)))
        .when(over!(["retired"] |p: &Player| !p.retired));
    logic
        .min(Team::WORST, over!(["points"] |p: &Player| val(&p.points)))
        .when(over!(["retired"] |p: &Player| !p.retired));
    logic
        .average(Team::MEAN, over!(["points"] |p: &Player| val(&p.points)))
        .when(over!(["retired"] |p: &Player| !p.retired));
    logic.count::<Player>(Team::SIZE);
    logic.sum(Club::POINTS, over!(["points"] |p: &Player| val(&p.points)));
}

fn app(database: Database) -> TestApp {
    TestApp::with_rules(SQL, database, declare)
}

async fn change(app: &TestApp, id: i64, change: impl FnOnce(&mut Player)) -> Result<()> {
    let mut session = app.state().session();
    let mut player = session.get::<Player>(id).await?.expect("it is there");
    change(&mut player);
    session.update(&player)?;
    session.commit().await.map(drop)
}

type TeamFacts = (Option<i64>, Option<i64>, Option<Decimal>, Option<i64>);

fn team(app: &TestApp, id: i64) -> TeamFacts {
    let team = app.block_on(async { app.state().session().get::<Team>(id).await });
    let team = team.unwrap().expect("it is there");
    (team.best, team.worst, team.mean, team.size)
}

fn facts(best: i64, worst: i64, mean: i64, size: i64) -> TeamFacts {
    (
        Some(best),
        Some(worst),
        Some(Decimal::new(mean, 2)),
        Some(size),
    )
}

fn extremes_and_averages_follow_their_rows(database: Database) {
    let app = app(database);
    let new = |id: i64, points: i64| async move {
        New::<Player>::default()
            .set(Player::ID, id)
            .set(Player::TEAM_ID, 1)
            .set(Player::POINTS, points)
    };
    app.block_on(async {
        let mut session = app.state().session();
        session.insert(new(3, 10).await);
        session.commit().await
    })
    .unwrap();
    assert_eq!(team(&app, 1), facts(10, 3, 700, 3));
    // The best falls below another.
    app.block_on(change(&app, 3, |player| player.points = Some(4)))
        .unwrap();
    assert_eq!(team(&app, 1), facts(8, 3, 500, 3));
    // The worst retires, and comes back.
    app.block_on(change(&app, 1, |player| player.retired = true))
        .unwrap();
    assert_eq!(team(&app, 1), facts(8, 4, 600, 3));
    app.block_on(change(&app, 1, |player| player.retired = false))
        .unwrap();
    assert_eq!(team(&app, 1), facts(8, 3, 500, 3));
    // Null does not count.
    app.block_on(change(&app, 2, |player| player.points = None))
        .unwrap();
    assert_eq!(team(&app, 1), facts(4, 3, 350, 3));
    // One goes to the other team, which had none.
    app.block_on(change(&app, 1, |player| player.team_id = Some(2)))
        .unwrap();
    assert_eq!(team(&app, 1), facts(4, 4, 400, 2));
    assert_eq!(team(&app, 2), facts(3, 3, 300, 1));
    app.block_on(change(&app, 1, |player| player.team_id = None))
        .unwrap();
    assert_eq!(team(&app, 2), (None, None, None, Some(0)));
}

row! {
    Total "Total" []
    {
        0 ID id: String = String => "Id",
        1 SPENT spent: Option<i64> = i64 => "spent",
    }
    {}
}

row! {
    Spending "Spending" ["total"]
    {
        0 ID id: i64 = i64 => "Id",
        1 TOTAL_ID total_id: Option<String> = String => "total_id",
        2 AMOUNT amount: i64 = i64 => "amount",
    }
    { 0 TOTAL total: Total, }
}

fn a_missing_parent_is_inserted(database: Database) {
    fn declare(logic: &mut Logic) {
        logic
            .sum(
                Total::SPENT,
                over!(["amount"] |s: &Spending| val(&s.amount)),
            )
            .insert_parent();
    }
    let sql = "
        CREATE TABLE totals (id VARCHAR(20) NOT NULL PRIMARY KEY, spent INTEGER);
        CREATE TABLE spendings (id INTEGER NOT NULL PRIMARY KEY, total_id VARCHAR(20), amount INTEGER NOT NULL,
            FOREIGN KEY (total_id) REFERENCES totals (id));
    ";
    let app = TestApp::with_rules(sql, database, declare);
    app.block_on(async {
        let mut session = app.state().session();
        for (id, of, amount) in [(1, "May", 5), (2, "June", 6), (3, "May", 7)] {
            session.insert(
                New::<Spending>::default()
                    .set(Spending::ID, id)
                    .set(Spending::TOTAL_ID, of)
                    .set(Spending::AMOUNT, amount),
            );
        }
        session.commit().await?;
        let totals = app
            .state()
            .session()
            .query::<Total>()
            .sort(Total::SPENT)
            .all()
            .await?;
        let totals: Vec<_> = totals
            .iter()
            .map(|total| (total.id.as_str(), total.spent))
            .collect();
        assert_eq!(totals, [("June", Some(6)), ("May", Some(12))]);
        Ok::<_, Error>(())
    })
    .unwrap();
}

fn defaults_are_for_rows_without_a_value(database: Database) {
    fn declare(logic: &mut Logic) {
        logic.default(Player::POINTS, over!(["id"] |p: &Player| p.id * 10));
        logic.sum(Club::POINTS, over!(["points"] |p: &Player| val(&p.points)));
    }
    let app = TestApp::with_rules(SQL, database, declare);
    app.block_on(async {
        let mut session = app.state().session();
        for id in [5, 6] {
            let new = New::<Player>::default()
                .set(Player::ID, id)
                .set(Player::CLUB_ID, 1);
            session.insert(if id == 5 {
                new
            } else {
                new.set(Player::POINTS, 1)
            });
        }
        session.commit().await?;
        let club = app
            .state()
            .session()
            .get::<Club>(1)
            .await?
            .expect("it is there");
        assert_eq!(club.points, Some(3 + 50 + 1));
        Ok::<_, Error>(())
    })
    .unwrap();
}

fn children_of_a_deleted_row_are_taken_off_elsewhere(database: Database) {
    let app = app(database);
    app.block_on(async {
        let mut session = app.state().session();
        let club = session.get::<Club>(2).await?.expect("it is there");
        session.delete(&club)?;
        session.commit().await?;
        assert_eq!(app.state().session().get::<Player>(2).await?, None);
        Ok::<_, Error>(())
    })
    .unwrap();
    assert_eq!(team(&app, 1), facts(3, 3, 300, 1));
}

fn children_set_free_are_taken_off_elsewhere(database: Database) {
    let app = app(database);
    app.block_on(async {
        let mut session = app.state().session();
        let team = session.get::<Team>(1).await?.expect("it is there");
        session.delete(&team)?;
        session.commit().await?;
        let player = app
            .state()
            .session()
            .get::<Player>(2)
            .await?
            .expect("it is there");
        assert_eq!(player.team_id, None);
        Ok::<_, Error>(())
    })
    .unwrap();
}

fn a_swap_with_a_legal_end_is_accepted(database: Database) {
    use formwork_runtime::rules::notation::le;
    fn limited(logic: &mut Logic) {
        declare(logic);
        logic
            .constraint(over!(["size"] |t: &Team| le(&val(&t.size), &2)))
            .message("a team has at most 2");
    }
    let sql = format!(
        "{SQL} INSERT INTO players VALUES (3, 2, NULL, 1, FALSE), (4, 2, NULL, 2, FALSE); UPDATE teams SET best = 2, worst = 1, mean = 1.5, size = 2 WHERE id = 2;"
    );
    for order in [[(1, 2), (3, 1)], [(3, 1), (1, 2)]] {
        let app = TestApp::with_rules(&sql, database, limited);
        app.block_on(async {
            let mut session = app.state().session();
            for (player, team) in order {
                let mut player = session.get::<Player>(player).await?.expect("it is there");
                player.team_id = Some(team);
                session.update(&player)?;
            }
            session.commit().await
        })
        .unwrap();
        assert_eq!(team(&app, 1), facts(8, 1, 450, 2));
        let refused = app.block_on(change(&app, 3, |player| player.team_id = Some(2)));
        let Err(Error::Refused(problems)) = refused else {
            panic!("the team would have three: {refused:?}")
        };
        assert_eq!(problems[0].title, "a team has at most 2");
    }
}

fn a_commit_constraint_judges_every_changed_row(database: Database) {
    fn manned(logic: &mut Logic) {
        declare(logic);
        logic
            .commit_constraint(over!(["size"] |t: &Team| gt(&val(&t.size), &0)))
            .message("a team has players");
    }
    let app = TestApp::with_rules(SQL, database, manned);
    let insert = |with_player: bool| {
        app.block_on(async {
            let mut session = app.state().session();
            session.insert(New::<Team>::default().set(Team::ID, 7));
            if with_player {
                session.insert(
                    New::<Player>::default()
                        .set(Player::ID, 7)
                        .set(Player::TEAM_ID, 7),
                );
            }
            session.commit().await
        })
    };
    assert!(matches!(insert(false), Err(Error::Refused(_))));
    insert(true).unwrap();
}

row! {
    Place "Place" ["VisitList"]
    {
        0 COUNTRY country: String = String => "country",
        1 CITY city: String = String => "city",
        2 VISITS visits: Option<i64> = i64 => "visits",
    }
    {}
}

row! {
    Visit "Visit" ["place"]
    {
        0 ID id: i64 = i64 => "Id",
        1 CITY city: Option<String> = String => "city",
        2 COUNTRY country: Option<String> = String => "country",
    }
    { 0 PLACE place: Place, }
}

fn a_key_of_two_parts_leads_to_its_parent(database: Database) {
    fn declare(logic: &mut Logic) {
        logic.count::<Visit>(Place::VISITS);
    }
    let sql = "
        CREATE TABLE places (country VARCHAR(20) NOT NULL, city VARCHAR(20) NOT NULL, visits INTEGER, PRIMARY KEY (country, city));
        CREATE TABLE visits (id INTEGER NOT NULL PRIMARY KEY, city VARCHAR(20), country VARCHAR(20),
            FOREIGN KEY (country, city) REFERENCES places (country, city));
        INSERT INTO places VALUES ('D', 'Bonn', 0), ('D', 'Celle', 0);
    ";
    let app = TestApp::with_rules(sql, database, declare);
    let counts = || {
        let places = app.block_on(async {
            app.state()
                .session()
                .query::<Place>()
                .sort(Place::CITY)
                .all()
                .await
        });
        places
            .unwrap()
            .iter()
            .map(|place| place.visits)
            .collect::<Vec<_>>()
    };
    app.block_on(async {
        let mut session = app.state().session();
        for (id, city) in [
            (1, Some("Bonn")),
            (2, Some("Bonn")),
            (3, Some("Celle")),
            (4, None),
        ] {
            let new = New::<Visit>::default()
                .set(Visit::ID, id)
                .set(Visit::COUNTRY, "D");
            session.insert(match city {
                Some(city) => new.set(Visit::CITY, city),
                None => new,
            });
        }
        session.commit().await
    })
    .unwrap();
    assert_eq!(counts(), [Some(2), Some(1)]);
    app.block_on(async {
        let mut session = app.state().session();
        let mut visit = session.get::<Visit>(1).await?.expect("it is there");
        visit.city = Some("Celle".to_owned());
        session.update(&visit)?;
        session.commit().await
    })
    .unwrap();
    assert_eq!(counts(), [Some(1), Some(2)]);
}
