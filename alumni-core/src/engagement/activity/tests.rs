mod columns;

use proptest::prelude::*;

use super::*;

fn event(id: usize, actor: usize, target: usize, minutes: i64) -> Interaction {
    let at = "2026-01-01T00:00:00Z".parse::<DateTime<Utc>>().unwrap()
        + chrono::Duration::milliseconds(minutes * 7919);
    let of = if actor == 4 { ActorType::Office } else { ActorType::Alumnus };
    let kind = ["reply", "post_update", "karaoke"][id % 3];
    let event = Interaction::new(format!("e-{id}"), at, kind, format!("p-{actor}"), of).unwrap();
    let event = match target {
        0..5 => event.with_target(format!("p-{target}"), TargetType::Person).unwrap(),
        5 => event.to_network(),
        6 => event.with_target("p-1", TargetType::Content).unwrap().with_value(0.5).unwrap(),
        _ => event.with_thread(format!("e-{}", id / 2)).unwrap(),
    };
    if id.is_multiple_of(4) { event.with_prompt(format!("e-{}", id / 3)).unwrap() } else { event }
}

fn events() -> impl Strategy<Value = Vec<Interaction>> {
    let rows = prop::collection::btree_map(0_usize..60, (0_usize..5, 0_usize..9, -9_000_i64..9_000), 0..40);
    rows.prop_map(|rows| {
        rows.into_iter().map(|(id, (actor, target, at))| event(id, actor, target, at)).collect()
    })
}

fn of(events: &[Interaction]) -> ActivityLog {
    let mut state = ActivityLog::new();
    state.add(events).unwrap();
    state
}

proptest! {
    #[test]
    fn order_repetition_and_shards_leave_the_same_bytes(
        (events, mixed) in events().prop_flat_map(|events| {
            let twice = [events.clone(), events.clone()].concat();
            (Just(events), Just(twice).prop_shuffle())
        }),
        cuts in prop::collection::vec(0_usize..80, 2),
    ) {
        let whole = of(&events).to_bytes();
        prop_assert_eq!(&of(&mixed).to_bytes(), &whole);
        let mut cuts: Vec<_> = cuts.into_iter().map(|cut| cut.min(mixed.len())).collect();
        cuts.sort_unstable();
        let shards = [of(&mixed[..cuts[0]]), of(&mixed[cuts[0]..cuts[1]]), of(&mixed[cuts[1]..])];
        for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
            let mut state = ActivityLog::new();
            for place in order {
                state.merge(&shards[place]).unwrap();
            }
            prop_assert_eq!(&state.to_bytes(), &whole);
            prop_assert_eq!(state.merge(&shards[1]).unwrap().added, 0);
        }
        let mut nested = shards[1].clone();
        nested.merge(&shards[2]).unwrap();
        let mut state = shards[0].clone();
        state.merge(&nested).unwrap();
        prop_assert_eq!(state.to_bytes(), whole);
    }

    #[test]
    fn bytes_are_read_back_and_scores_are_those_of_the_events(events in events()) {
        let state = of(&events);
        let again = ActivityLog::from_bytes(&state.to_bytes()).unwrap();
        prop_assert_eq!(&again, &state);
        let model = ScoreModel::preset("alumni").unwrap();
        let day = "2026-01-01".parse().unwrap();
        let from_events = model.score(&events, day, Permitted::Everyone).unwrap();
        prop_assert_eq!(again.score(&model, day, Permitted::Everyone).unwrap(), from_events);
    }

    #[test]
    fn erasing_somebody_is_never_having_had_them(events in events(), who in 0_usize..5) {
        let person = format!("p-{who}");
        let about = |event: &Interaction| {
            event.actor() == person
                || (event.target() == Some(person.as_str()) && event.target_type() == Some(TargetType::Person))
        };
        let others: Vec<_> = events.iter().filter(|event| !about(event)).cloned().collect();
        let mut state = of(&events);
        state.same_person("old account", &person).unwrap();
        prop_assert_eq!(usize::try_from(state.erase(&person)).unwrap(), events.len() - others.len());
        prop_assert_eq!(state.to_bytes(), of(&others).to_bytes());
        prop_assert_eq!(state.rows.names().find(&person).is_some(), others.iter().any(|event| event.target() == Some(person.as_str())));
    }

    #[test]
    fn two_accounts_are_one_person_whenever_that_is_said(events in events(), at in 0_usize..40, merged in any::<bool>()) {
        let renamed: Vec<_> = events
            .iter()
            .map(|event| {
                let text = serde_json::to_string(event).unwrap();
                // Content may have the id of a person; it is not one.
                let content = event.target_type() == Some(TargetType::Content);
                let text = text.replace(r#""actor":"p-1""#, r#""actor":"p-0""#);
                let text = if content { text } else { text.replace(r#""target":"p-1""#, r#""target":"p-0""#) };
                Interaction::from_json(&text).unwrap()
            })
            .collect();
        let mut expected = of(&renamed);
        expected.same_person("p-1", "p-0").unwrap();
        let at = at.min(events.len());
        let mut state = of(&events[..at]);
        if merged {
            state.same_person("p-1", "p-0").unwrap();
            state.merge(&of(&events[at..])).unwrap();
        } else {
            state.add(&events[at..]).unwrap();
            state.same_person("p-1", "p-0").unwrap();
        }
        prop_assert_eq!(state.to_bytes(), expected.to_bytes());
    }

    #[test]
    fn statements_of_who_is_who_hold_together_in_any_order_or_in_none(
        events in events(),
        said in prop::collection::vec((0_u8..5, 0_u8..5), 1..5),
        order in any::<u64>(),
        cut in 0_usize..5,
    ) {
        let tell = |state: &mut ActivityLog, pairs: &[(u8, u8)]| {
            pairs.iter().try_for_each(|(one, of)| state.same_person(&format!("p-{one}"), &format!("p-{of}")))
        };
        let mut first = of(&events);
        let told = tell(&mut first, &said);
        // Whether they hold together, found by hand: one owner each, and whoever follows the owners comes to an end.
        let mut owners: BTreeMap<u8, BTreeSet<u8>> = BTreeMap::new();
        for (one, of) in said.iter().filter(|(one, of)| one != of) {
            owners.entry(*one).or_default().insert(*of);
        }
        let ends = |one: &u8| {
            (0..6).try_fold(*one, |at, _| owners.get(&at).and_then(|of| of.first().copied())).is_none()
        };
        prop_assert_eq!(told.is_ok(), owners.values().all(|of| of.len() == 1) && owners.keys().all(ends));
        let mut mixed = said.clone();
        let turn = usize::try_from(order % 5).unwrap() % said.len();
        mixed.rotate_left(turn);
        if order & 8 == 0 {
            mixed.reverse();
        }
        let cut = cut.min(mixed.len());
        let (mut one, mut next) = (ActivityLog::new(), of(&events));
        let both = tell(&mut one, &mixed[..cut]).and_then(|()| tell(&mut next, &mixed[cut..])).and_then(|()| one.merge(&next));
        prop_assert_eq!(told.is_ok(), both.is_ok());
        if told.is_ok() {
            prop_assert_eq!(one.to_bytes(), first.to_bytes());
            prop_assert_eq!(ActivityLog::from_bytes(&one.to_bytes()).unwrap(), first.clone());
            prop_assert_eq!(ActivityLog::from_json(&serde_json::to_string(&one).unwrap()).unwrap().to_bytes(), first.to_bytes());
        }
    }

    #[test]
    fn a_correction_is_taking_out_and_putting_in(events in events(), which in any::<prop::sample::Index>()) {
        prop_assume!(!events.is_empty());
        let place = which.index(events.len());
        let corrected = events[place].clone().with_value(7.0).unwrap();
        let mut state = of(&events);
        prop_assume!(events[place] != corrected);
        let error = state.add(std::slice::from_ref(&corrected)).unwrap_err();
        prop_assert_eq!(error.path(), "events[0].id");
        prop_assert_eq!(&state.to_bytes(), &of(&events).to_bytes());
        prop_assert!(state.remove(corrected.id()));
        prop_assert!(!state.remove(corrected.id()));
        state.add(std::slice::from_ref(&corrected)).unwrap();
        let mut right = events.clone();
        right[place] = corrected;
        prop_assert_eq!(state.to_bytes(), of(&right).to_bytes());
    }

    #[test]
    fn no_bytes_do_harm(bytes in prop::collection::vec(any::<u8>(), 0..200), events in events(), at in any::<prop::sample::Index>(), with in any::<u8>()) {
        let _ = ActivityLog::from_bytes(&bytes);
        let mut written = of(&events).to_bytes();
        let place = at.index(written.len());
        let old = std::mem::replace(&mut written[place], with);
        // Whatever is read is what was written.
        match ActivityLog::from_bytes(&written) {
            Ok(state) => prop_assert_eq!(&state.to_bytes(), &written),
            Err(error) => prop_assert!(old != with && error.path().starts_with("byte "), "{}", error),
        }
        prop_assert!(ActivityLog::from_bytes(&written[..place]).is_err());
    }
}

#[test]
fn what_contradicts_itself_is_refused_and_changes_nothing() {
    let mut state = of(&[event(1, 0, 8, 0)]);
    let before = state.to_bytes();
    let other = event(1, 2, 8, 0);
    assert_eq!(state.add(&[event(2, 0, 8, 0), other.clone()]).unwrap_err().path(), "events[1].id");
    assert_eq!(state.merge(&of(&[event(2, 0, 8, 0), other])).unwrap_err().path(), "other");
    assert_eq!(state.to_bytes(), before);
    state.same_person("a", "b").unwrap();
    state.same_person("b", "c").unwrap();
    assert_eq!(state.accounts().collect::<Vec<_>>(), [("a", "c"), ("b", "c")]);
    // Once said is enough; of a person an account is none.
    state.same_person("a", "b").unwrap();
    state.same_person("a", "a").unwrap();
    assert_eq!(state.same_person("a", "c").unwrap_err().path(), "account");
    assert_eq!(state.same_person("a", "d").unwrap_err().path(), "account");
    // Each of two ids cannot be an account of the other, whichever is said first.
    assert_eq!(state.same_person("c", "a").unwrap_err().path(), "person");
    assert_eq!(state.same_person("c", "b").unwrap_err().path(), "person");
    let mut reverse = ActivityLog::new();
    reverse.same_person("c", "a").unwrap();
    assert_eq!(state.clone().merge(&reverse).unwrap_err().path(), "other.person");
    assert_eq!(reverse.merge(&state).unwrap_err().kind(), crate::ErrorKind::Inconsistent);
    assert_eq!(state.same_person("", "d").unwrap_err().path(), "account");
    let mut contrary = ActivityLog::new();
    contrary.same_person("a", "z").unwrap();
    assert_eq!(state.merge(&contrary).unwrap_err().path(), "other.account");
}
