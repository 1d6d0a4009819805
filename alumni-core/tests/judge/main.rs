//! Reading and deciding again and again takes no memory: every allocation of this thread is counted.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use alumni_core::eligibility::{Outcome, Policy, Status};

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: everything is passed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's promise is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise is passed on.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        COUNT.with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's promise is passed on.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const POLICY: &str = r#"
    id = "return"
    version = 1
    facts = [
        { name = "score", type = "decimal", title = { en = "score", ja = "評価" }, minimum = 0, maximum = 9 },
        { name = "skills", type = "categories", title = { en = "skills", ja = "技能" } },
    ]
    [[criteria]]
    id = "service"
    require = "tenure >= 3 years or grade >= 3"
    [[criteria]]
    id = "cooling-off"
    require = "since_separation >= 6 months"
    [[criteria]]
    id = "conduct"
    bar = "separation_kind in [involuntary_cause, death]"
    [[criteria]]
    id = "place"
    require = 'legal_entity != department and job_title != "顧問"'
    [[criteria]]
    id = "pay"
    require = "pay < 9000000 JPY and score >= 0.5 and start_date + 1 month <= as_of"
    [[criteria]]
    id = "skills"
    review = "skills has any [law, sql] or total_tenure < 2 years"
"#;

const ROWS: [&str; 4] = [
    r#"{"start_date": "2015-04-01", "separation_date": "2021-09-30", "grade": 2, "separation_kind": "voluntary",
        "legal_entity": "JP01", "department": "研究", "job_title": "\u9867\u554f\u88dc", "pay": "5200000 JPY", "score": 0.75,
        "skills": ["law", "rust", "書道"], "total_tenure": 900}"#,
    r#"{"start_date": "2015-4-1", "employed": {"cell": "true"}, "grade": {"cell": "4"}, "legal_entity": "JP02", "department": "JP02",
        "job_title": "顧問", "pay": "5200000.0 JPY", "score": "1.25", "skills": {"cell": "sql; law"}, "total_tenure": {"cell": "900"}}"#,
    r#"{"id": "w-3", "facts": {"tenure": {"from": "2016-04-01", "until": "2021-10-01"}, "grade": null, "score": 1,
        "total_tenure": {"until": "2021-10-01", "from": "2016-04-01"}, "return_count": 2}}"#,
    "{}",
];

#[test]
fn reading_and_deciding_take_no_memory() {
    let judge = Policy::parse(POLICY)
        .expect("a policy")
        .judge("2026-04-01".parse().expect("a day"))
        .expect("a judge");
    let mut row = judge.row();
    let mut round = || {
        ROWS.map(|json| {
            row.read_json(json).expect("a row");
            let ruling = judge.decide(&row).expect("a ruling");
            (ruling.outcome(), ruling.mask(Status::Unmet, 0), ruling.mask(Status::Unknown, 0))
        })
    };
    // Rooms for texts grow to their size the first time.
    let first = round();
    assert_eq!(
        first.map(|(outcome, ..)| outcome),
        [Outcome::Conditional, Outcome::Ineligible, Outcome::Undetermined, Outcome::Undetermined,]
    );
    let before = COUNT.with(Cell::get);
    assert!(before > 0, "allocations are not counted");
    for _ in 0..100 {
        assert_eq!(round(), first);
    }
    assert_eq!(COUNT.with(Cell::get), before);
}

#[test]
fn setting_values_takes_no_memory() {
    let judge = Policy::parse(POLICY)
        .expect("a policy")
        .judge("2026-04-01".parse().expect("a day"))
        .expect("a judge");
    let slot = |name: &str| judge.slot(name).expect("a slot");
    let slots = ["grade", "separation_kind", "legal_entity", "skills", "score", "start_date"].map(slot);
    let mut row = judge.row();
    let mut round = |grade: i64| {
        let [number, kind, entity, skills, score, start] = slots;
        row.clear();
        row.set(number, grade).expect("a grade");
        row.set(kind, "voluntary").expect("a kind");
        row.set(entity, "株式会社").expect("an entity");
        row.set(skills, ["rust", "俳句"].as_slice()).expect("skills");
        row.set(score, 0.5).expect("a score");
        row.set(start, "2016-04-01").expect("a day");
        judge.decide(&row).expect("a ruling").status(0)
    };
    assert_eq!(round(4), Some(Status::Met));
    let before = COUNT.with(Cell::get);
    assert_eq!((round(3), round(2)), (Some(Status::Met), Some(Status::Unknown)));
    assert_eq!(COUNT.with(Cell::get), before);
}
