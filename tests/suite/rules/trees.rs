//! Rules whose results lead back to themselves: up a tree, down a tree; and circles, which are refused.

use formwork_runtime::rules::Logic;
use formwork_runtime::rules::notation::val;
use formwork_runtime::session::New;
use formwork_runtime::{Error, Result};

use super::declared::{over, row};
use crate::support::{Database, TestApp, TestDatabase, each_database};

each_database!(
    totals_go_up_a_tree_of_any_depth,
    a_subtree_moves_with_its_total,
    levels_go_down_a_tree,
    a_row_cannot_be_its_own_ancestor,
    rules_in_a_circle_do_not_start,
    what_a_parent_gets_from_its_children_and_gives_them_goes_on_to_its_own_parent,
);

row! {
    Part "Part" ["part", "PartList"]
    {
        0 ID id: i64 = i64 => "Id",
        1 PART_ID part_id: Option<i64> = i64 => "part_id",
        2 OWN own: i64 = i64 => "own",
        3 TOTAL total: Option<i64> = i64 => "total",
        4 BELOW below: Option<i64> = i64 => "below",
        5 LEVEL level: Option<i64> = i64 => "level",
    }
    { 0 PART part: Part, }
}

pub(super) fn declare(logic: &mut Logic) {
    logic.sum(Part::BELOW, over!(["total"] |p: &Part| val(&p.total)));
    logic.formula(
        Part::TOTAL,
        over!(["own"] ["below"] |p: &Part| val(&p.own) + val(&p.below).or(0)),
    );
    logic.formula(
        Part::LEVEL,
        over!(["part", "level"] |p: &Part| p.part.get().map_or(0, |above| above.level.unwrap_or(0) + 1)),
    );
}

/// 1 over 2 over 3; 4 beside 1. Each has 10, 20, 30, 40 of its own.
pub(super) const SQL: &str = "
    CREATE TABLE parts (id INTEGER NOT NULL PRIMARY KEY, part_id INTEGER, own INTEGER NOT NULL, total INTEGER, below INTEGER, level INTEGER,
        FOREIGN KEY (part_id) REFERENCES parts (id));
    INSERT INTO parts VALUES (1, NULL, 10, 60, 50, 0);
    INSERT INTO parts VALUES (2, 1, 20, 50, 30, 1);
    INSERT INTO parts VALUES (3, 2, 30, 30, 0, 2);
    INSERT INTO parts VALUES (4, NULL, 40, 40, 0, 0);
";

fn app(database: Database) -> TestApp {
    TestApp::with_rules(SQL, database, declare)
}

async fn change(app: &TestApp, id: i64, change: impl FnOnce(&mut Part)) -> Result<()> {
    let mut session = app.state().session();
    let mut part = session.get::<Part>(id).await?.expect("it is there");
    change(&mut part);
    session.update(&part)?;
    session.commit().await.map(drop)
}

/// The totals and levels of all parts, by key.
fn all(app: &TestApp) -> Vec<(i64, Option<i64>, Option<i64>)> {
    let parts = app.block_on(async {
        app.state()
            .session()
            .query::<Part>()
            .sort(Part::ID)
            .all()
            .await
    });
    parts
        .unwrap()
        .into_iter()
        .map(|part| (part.id, part.total, part.level))
        .collect()
}

fn totals_go_up_a_tree_of_any_depth(database: Database) {
    let app = app(database);
    app.block_on(change(&app, 3, |part| part.own = 35)).unwrap();
    assert_eq!(
        all(&app),
        [
            (1, Some(65), Some(0)),
            (2, Some(55), Some(1)),
            (3, Some(35), Some(2)),
            (4, Some(40), Some(0))
        ]
    );
    app.block_on(async {
        let mut session = app.state().session();
        let mut above = session.insert(
            New::<Part>::default()
                .set(Part::ID, 10)
                .set(Part::PART_ID, 3)
                .set(Part::OWN, 1),
        );
        for id in 11..20 {
            above = session.insert(
                New::<Part>::default()
                    .set(Part::ID, id)
                    .set_from(Part::PART_ID, above, Part::ID)
                    .set(Part::OWN, 1),
            );
        }
        session.commit().await
    })
    .unwrap();
    let parts = all(&app);
    assert_eq!(
        (parts[0].1, parts[1].1, parts[2].1),
        (Some(75), Some(65), Some(45))
    );
    assert_eq!(parts.last().unwrap(), &(19, Some(1), Some(12)));
}

fn a_subtree_moves_with_its_total(database: Database) {
    let app = app(database);
    app.block_on(change(&app, 2, |part| part.part_id = Some(4)))
        .unwrap();
    assert_eq!(
        all(&app),
        [
            (1, Some(10), Some(0)),
            (2, Some(50), Some(1)),
            (3, Some(30), Some(2)),
            (4, Some(90), Some(0))
        ]
    );
    app.block_on(change(&app, 2, |part| part.part_id = None))
        .unwrap();
    assert_eq!(
        all(&app),
        [
            (1, Some(10), Some(0)),
            (2, Some(50), Some(0)),
            (3, Some(30), Some(1)),
            (4, Some(40), Some(0))
        ]
    );
}

fn levels_go_down_a_tree(database: Database) {
    let app = app(database);
    app.block_on(change(&app, 1, |part| part.part_id = Some(4)))
        .unwrap();
    assert_eq!(
        all(&app),
        [
            (1, Some(60), Some(1)),
            (2, Some(50), Some(2)),
            (3, Some(30), Some(3)),
            (4, Some(100), Some(0))
        ]
    );
}

fn a_row_cannot_be_its_own_ancestor(database: Database) {
    let app = app(database);
    let before = all(&app);
    for (id, above) in [(1, 3), (1, 1), (2, 3)] {
        let refused = app.block_on(change(&app, id, |part| part.part_id = Some(above)));
        let Err(Error::Refused(problems)) = refused else {
            panic!("{above} is below {id}: {refused:?}")
        };
        assert_eq!(
            problems[0].title,
            "a `Part` cannot be its own `part`, directly or through others"
        );
    }
    assert_eq!(all(&app), before);
}

fn rules_in_a_circle_do_not_start(database: Database) {
    fn circle(logic: &mut Logic) {
        logic.formula(Part::TOTAL, over!(["level"] |p: &Part| val(&p.level)));
        logic.formula(
            Part::LEVEL,
            over!(["own"] ["total"] |p: &Part| val(&p.total) + val(&p.own)),
        );
    }
    let Err(error) = TestApp::try_with_rules(TestDatabase::with(SQL, database), circle) else {
        panic!("the rules are circular")
    };
    let message = error.to_string();
    assert!(
        message.contains("rules depend on each other in a circle: `Part.total` ("),
        "{message}"
    );
    assert!(message.contains("trees.rs:"), "{message}");
}

row! {
    Group "Group" ["region", "MemberList"]
    {
        0 ID id: i64 = i64 => "Id",
        1 REGION_ID region_id: i64 = i64 => "region_id",
        2 RATE rate: i64 = i64 => "rate",
        3 SHARE share: Option<i64> = i64 => "share",
    }
    { 0 REGION region: Region, }
}

row! {
    Member "Member" ["group"]
    {
        0 ID id: i64 = i64 => "Id",
        1 GROUP_ID group_id: i64 = i64 => "group_id",
        2 POINTS points: i64 = i64 => "points",
        3 SCORE score: Option<i64> = i64 => "score",
    }
    { 0 GROUP group: Group, }
}

row! {
    Region "Region" ["GroupList"]
    {
        0 ID id: i64 = i64 => "Id",
        1 TOTAL total: Option<i64> = i64 => "total",
    }
    {}
}

fn what_a_parent_gets_from_its_children_and_gives_them_goes_on_to_its_own_parent(
    database: Database,
) {
    use formwork_runtime::rules::notation::le;
    fn declare(logic: &mut Logic) {
        // The group's rate goes down to its members, their scores up to the group, and on to the region.
        logic.formula(
            Member::SCORE,
            over!(["points"] ["group", "rate"] |m: &Member| m.group.get().map(|group| group.rate * m.points)),
        );
        logic.sum(Group::SHARE, over!(["score"] |m: &Member| val(&m.score)));
        logic.sum(Region::TOTAL, over!(["share"] |g: &Group| val(&g.share)));
        logic
            .constraint(over!(["total"] |r: &Region| le(&val(&r.total), &100)))
            .message("a region has at most 100");
    }
    let sql = "
        CREATE TABLE regions (id INTEGER NOT NULL PRIMARY KEY, total INTEGER);
        CREATE TABLE groups_ (id INTEGER NOT NULL PRIMARY KEY, region_id INTEGER NOT NULL, rate INTEGER NOT NULL, share INTEGER,
            FOREIGN KEY (region_id) REFERENCES regions (id));
        CREATE TABLE members (id INTEGER NOT NULL PRIMARY KEY, group_id INTEGER NOT NULL, points INTEGER NOT NULL, score INTEGER,
            FOREIGN KEY (group_id) REFERENCES groups_ (id));
        INSERT INTO regions VALUES (1, 14);
        INSERT INTO groups_ VALUES (1, 1, 2, 14);
        INSERT INTO members VALUES (1, 1, 3, 6);
        INSERT INTO members VALUES (2, 1, 4, 8);
    ";
    let app = TestApp::with_rules(sql, database, declare);
    let rate = |rate: i64| {
        app.block_on(async {
            let mut session = app.state().session();
            let mut group = session.get::<Group>(1).await?.expect("it is there");
            group.rate = rate;
            session.update(&group)?;
            session.commit().await
        })
    };
    let state = || {
        app.block_on(async {
            let mut session = app.state().session();
            let region = session.get::<Region>(1).await?.expect("it is there");
            let group = session.get::<Group>(1).await?.expect("it is there");
            Ok::<_, Error>((region.total, group.share, group.rate))
        })
        .unwrap()
    };
    rate(10).unwrap();
    assert_eq!(state(), (Some(70), Some(70), 10));
    let Err(Error::Refused(problems)) = rate(15) else {
        panic!("7 × 15 is 105")
    };
    assert_eq!(problems[0].title, "a region has at most 100");
    assert_eq!(state(), (Some(70), Some(70), 10));
}
