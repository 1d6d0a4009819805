//! What a use was for, and what is told of it: to the officer, in an export, on a receipt.

use alumni_core::consent::{
    AccessExport, AccessOptions, Acknowledgement, AcknowledgementStatus, Activity, Channel, ContactRequest,
    ContactRules, ContactState, Contacts, EmploymentState, Event, EventKind, HouseDeadline, Ledger,
    LegalBasis, Notice, Pack, Pause, Propagation, PropagationRules, Purpose, PurposeClass, Question, Regimes,
    StandingPurpose, System, Use, UseFindingKind, Verdict,
};
use alumni_core::text::{Lang, Localized};
use alumni_core::{Error, ErrorKind};
use chrono::{DateTime, TimeDelta, Utc};

/// Midnight `days` after the first of April, when every rule of the packs for Europe is in force.
fn at(days: i64) -> DateTime<Utc> {
    "2026-04-01T00:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::days(days)
}

/// News on consent, a pension on contract and membership in everybody's interest, under the laws of Europe.
fn ledger(channels: &[Channel]) -> Ledger {
    let purpose = |id: &str, basis, class| {
        Purpose::new(id, Localized::same(id), basis).class(class).channels(channels.iter().copied())
    };
    let purposes = [
        purpose("news", LegalBasis::Consent, PurposeClass::Information),
        purpose("pension", LegalBasis::Contract, PurposeClass::Administration),
        purpose("membership", LegalBasis::LegitimateInterest, PurposeClass::Membership),
    ];
    let notice = Notice::new("n", 1, ["news", "membership"]).text("en", "We write monthly.");
    let ledger = Ledger::new(purposes, [notice]).unwrap();
    let ledger = ledger.with_packs([Pack::shipped("eu-gdpr-eprivacy").unwrap()]).unwrap();
    ledger.with_regimes(Regimes::everyone(["eu"])).unwrap()
}

fn given(id: &str) -> Event {
    Event::new("form", id, "w", "news", EventKind::Given, at(0).fixed_offset()).notice("n", 1)
}

fn register() -> Propagation {
    let mut mail = System::new("mail", Localized::new("Mail service", "配信サービス"));
    mail.channels = Some(vec![Channel::Email]);
    mail.senders = vec!["hr".to_owned()];
    Propagation::new(PropagationRules::new("d", 1, HouseDeadline::days(3), [mail])).unwrap()
}

fn kinds(ledger: &Ledger, register: &Propagation) -> Vec<UseFindingKind> {
    let report = ledger.propagation(register, at(20), None).unwrap();
    report.findings.iter().map(|finding| finding.kind).collect()
}

#[test]
fn a_message_that_the_gate_allowed_is_no_finding() -> Result<(), Error> {
    let mut ledger = ledger(&[Channel::Email]);
    let mut contacts = Contacts::new(ContactRules::parse(r#"{"id": "c", "version": 1}"#)?)?;
    let question = Question::new("w", "pension", Channel::Email, at(1)).activity(Activity::Procedure);
    let question = question.regimes(["eu-de"]);
    let permit = ledger.reserve(&mut contacts, &ContactRequest::new(question, "hr", "m-1"))?;
    let settled = ledger.commit(&mut contacts, &permit.token.unwrap(), at(1))?;
    let mut register = register();
    register.take_contacts(&contacts)?;
    let made = register.uses().next().unwrap();
    assert_eq!(
        (made.activity, made.regimes.as_slice()),
        (Some(Activity::Procedure), ["eu-de".to_owned()].as_slice())
    );
    assert_eq!(kinds(&ledger, &register), []);
    let options = AccessOptions::new(at(20).fixed_offset());
    let export = ledger.access_with_uses("w", &options, &register)?;
    assert_eq!((export.uses[0].activity, export.uses[0].finding), (Some(Activity::Procedure), None));
    // As whatever it may have been it is one: nobody said what it was for.
    let mut unsaid = Use::new("s", "u", "mail", "w", "pension", at(1));
    unsaid.channel = Some(Channel::Email);
    register.record_uses([unsaid])?;
    assert_eq!(kinds(&ledger, &register), [UseFindingKind::WithoutPermission]);
    ledger.extend(settled.used)?;
    Ok(())
}

#[test]
fn a_job_offer_is_not_covered_by_membership_after_it_was_made_either() -> Result<(), Error> {
    let ledger = ledger(&[Channel::Postal]);
    let question = Question::new("w", "membership", Channel::Postal, at(1));
    assert!(ledger.may(&question)?.is_allowed());
    let offered = ledger.may(&question.clone().activity(Activity::JobOffer))?;
    let mut register = register();
    let mut made = Use::new("s", "u", "mail", "w", "membership", at(1));
    made.channel = Some(Channel::Postal);
    register.record_uses([made.clone()])?;
    assert_eq!(kinds(&ledger, &register), []);
    (made.id, made.activity) = ("v".to_owned(), Some(Activity::JobOffer));
    register.record_uses([made, Use::of_answer(&offered, "s", "of", "mail")])?;
    assert_eq!(kinds(&ledger, &register), [UseFindingKind::WithoutPermission; 2]);
    Ok(())
}

#[test]
fn a_use_under_an_answer_that_was_no_permission_is_told_as_such() -> Result<(), Error> {
    let ledger = ledger(&[Channel::Postal]);
    // Somebody else's data: nothing of that is left in the use but what the answer was.
    let question = Question::new("w", "pension", Channel::Postal, at(1)).data_of("companion");
    let answer = ledger.may(&question)?;
    let mut register = register();
    register.record_uses([Use::of_answer(&answer, "s", "u", "mail")])?;
    let report = ledger.propagation(&register, at(20), None)?;
    let [finding] = report.findings.as_slice() else { panic!("{:?}", report.findings) };
    assert_eq!(finding.kind, UseFindingKind::WithoutPermission);
    assert_eq!(finding.reasons[0].code(), "propagation-answered-denied");
    assert!(finding.text(Lang::En).ends_with("without permission: the answer before the use was no"));
    assert!(finding.text(Lang::Ja).ends_with("利用前の判定は「不可」でした"));
    Ok(())
}

#[test]
fn a_regime_that_no_pack_knows_is_passed_over_in_a_use() -> Result<(), Error> {
    let ledger = ledger(&[Channel::Email]);
    let mut made = Use::new("s", "u", "mail", "w", "pension", at(1));
    (made.activity, made.regimes) = (Some(Activity::Advertising), vec!["zz".to_owned()]);
    let mut register = register();
    register.record_uses([made])?;
    assert_eq!(kinds(&ledger, &register), [UseFindingKind::WithoutPermission]);
    Ok(())
}

#[test]
fn a_use_that_a_person_had_to_look_at_first_is_a_finding() -> Result<(), Error> {
    let mut ledger = ledger(&[Channel::Email]);
    let mut yes = given("g");
    yes.employment_state = Some(EmploymentState::Active);
    ledger.extend([yes])?;
    let question = Question::new("w", "news", Channel::Email, at(1)).activity(Activity::Information);
    let answer = ledger.may(&question)?;
    assert_eq!(answer.verdict, Verdict::Review);
    let mut register = register();
    register.record_uses([Use::of_answer(&answer, "s", "u", "mail")])?;
    let mut plain = Use::new("s", "v", "mail", "w", "news", at(1));
    plain.channel = Some(Channel::Email);
    register.record_uses([plain])?;
    assert_eq!(kinds(&ledger, &register), [UseFindingKind::UnderReview; 2]);
    let export = ledger.access_with_uses("w", &AccessOptions::new(at(20).fixed_offset()), &register)?;
    for (lang, label) in
        [(Lang::En, "used without the review it needed"), (Lang::Ja, "担当者の確認を経ない利用")]
    {
        assert_eq!(export.page(lang).markdown().matches(label).count(), 2);
    }
    Ok(())
}

#[test]
fn what_a_commit_gave_is_completed_by_its_contact_and_never_changed() -> Result<(), Error> {
    let made = |activity| {
        let mut made = Use::new("hr", "t", "mail", "w", "pension", at(1));
        (made.permit, made.activity) = (Some("t".to_owned()), activity);
        made
    };
    let (none, procedure) = (made(None), made(Some(Activity::Procedure)));
    for order in [[none.clone(), procedure.clone()], [procedure.clone(), none]] {
        let mut register = register();
        for made in order {
            register.record_uses([made])?;
        }
        assert_eq!(register.uses().collect::<Vec<_>>(), [&procedure]);
    }
    let mut register = register();
    register.record_uses([procedure])?;
    let error = register.record_uses([made(Some(Activity::JobOffer))]).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Inconsistent, "uses[0]"));
    // Without a permit nothing says that it is the same.
    let plain = |activity| {
        let mut plain = made(activity);
        plain.permit = None;
        plain
    };
    register = self::register();
    register.record_uses([plain(None)])?;
    assert_eq!(
        register.record_uses([plain(Some(Activity::Procedure))]).unwrap_err().kind(),
        ErrorKind::Inconsistent
    );
    let mut nowhere = plain(None);
    nowhere.country = Some("Japan".to_owned());
    nowhere.regimes = vec!["zz".to_owned()];
    assert_eq!(self::register().record_uses([nowhere]).unwrap_err().path(), "uses[0].country");
    Ok(())
}

fn stays(ledger: &Ledger, register: &Propagation, purpose: &str) -> Vec<StandingPurpose> {
    let receipt = ledger.withdrawal_receipt(register, "w", "r", at(20)).unwrap();
    receipt.stays.into_iter().filter(|of| of.purpose == purpose).collect()
}

#[test]
fn a_receipt_tells_that_the_mail_of_a_procedure_goes_on() -> Result<(), Error> {
    let no = Event::new("form", "x", "w", "news", EventKind::Withdrawn, at(2).fixed_offset());
    let mut by_mail = ledger(&[Channel::Email]);
    by_mail.extend([given("g"), no.clone()])?;
    let [pension] = stays(&by_mail, &register(), "pension").try_into().unwrap();
    assert!(pension.activities.contains(&Activity::Procedure) && pension.channels.is_empty());
    assert!(!pension.activities.contains(&Activity::Advertising));
    let question = Question::new("w", "pension", Channel::Email, at(20));
    for activity in [Activity::Advertising, Activity::Information, Activity::Procedure] {
        let allowed = by_mail.may(&question.clone().activity(activity))?.is_allowed();
        assert_eq!(allowed, pension.activities.contains(&activity), "{activity}");
    }
    let receipt = by_mail.withdrawal_receipt(&register(), "w", "r", at(20))?;
    for (lang, what) in [(Lang::En, "procedures"), (Lang::Ja, "手続に必要な連絡")] {
        let page = receipt.page(lang).markdown();
        assert!(page.contains(what) && !page.contains("propagation-"), "{page}");
    }
    // By letter everything goes on, by e-mail that alone.
    let mut both = ledger(&[Channel::Email, Channel::Postal]);
    both.extend([given("g"), no])?;
    let told = stays(&both, &register(), "pension");
    let told: Vec<_> = told.iter().map(|of| (of.channels.as_slice(), of.activities.is_empty())).collect();
    assert_eq!(told, [([Channel::Email].as_slice(), false), ([Channel::Postal].as_slice(), true)]);
    Ok(())
}

#[test]
fn a_receipt_tells_of_disclosure_and_of_what_waits_for_a_person() -> Result<(), Error> {
    let plain = Ledger::new(
        [
            Purpose::new("news", Localized::same("News"), LegalBasis::Consent),
            Purpose::new("pension", Localized::same("Pension"), LegalBasis::Contract),
        ],
        [Notice::new("n", 1, ["news"]).text("en", "We write monthly.")],
    )?;
    let mut ledger = plain;
    let mut shared = given("g");
    shared.recipient = Some("group".to_owned());
    let mut friend = given("f");
    friend.recipient = Some("w-2".to_owned());
    let mut other = given("o");
    other.subject = "w-2".to_owned();
    let objected = Event::new("form", "x", "w", "pension", EventKind::Objected, at(2).fixed_offset());
    ledger.extend([shared, friend, other, objected])?;
    let news = stays(&ledger, &register(), "news");
    let recipients: Vec<_> = news.iter().map(|of| of.recipients.join(" ")).collect();
    assert_eq!(recipients, ["group", "redacted"]);
    let page = ledger.withdrawal_receipt(&register(), "w", "r", at(20))?.page(Lang::Ja).markdown();
    assert!(page.contains("News（非開示）") && !page.contains("redacted"), "{page}");
    let [pension] = stays(&ledger, &register(), "pension").try_into().unwrap();
    assert_eq!(pension.reason.code(), "propagation-stays-review");
    assert!(pension.reason.text(Lang::Ja).starts_with("担当者が確認し"));
    Ok(())
}

#[test]
fn an_export_has_what_came_back_what_was_said_and_when_nothing_was_to_be() -> Result<(), Error> {
    let ledger = ledger(&[Channel::Email]);
    let mut register = register();
    let came =
        |id: &str, n| Acknowledgement::new("m", id, "mail", "w", AcknowledgementStatus::Stopped, at(n));
    register.record_acknowledgements([came("k1", 3), came("k2", 30)])?;
    let mut contacts = Contacts::new(ContactRules::parse(r#"{"id": "c", "version": 1}"#)?)?;
    let mut pause = Pause::new("w", at(6), None);
    pause.ended_at = Some(at(25));
    contacts.pause(pause)?;
    contacts.pause(Pause::new("v", at(6), None))?;
    let question = |n| Question::new("w", "pension", Channel::Email, at(n)).activity(Activity::Procedure);
    for (n, message) in [(1, "m-1"), (2, "m-2"), (3, "m-3")] {
        let permit = ledger.reserve(&mut contacts, &ContactRequest::new(question(n), "hr", message))?;
        let token = permit.token.unwrap();
        match n {
            1 => drop(ledger.commit(&mut contacts, &token, at(n))?),
            2 => drop(contacts.cancel(&token, at(n))?),
            _ => {}
        }
    }
    let options = |n: i64| AccessOptions::new(at(n).fixed_offset());
    let export = ledger.access_with("w", &options(20), Some(&register), Some(&contacts))?;
    let ids: Vec<_> = export.acknowledgements.iter().map(|came| came.id.as_str()).collect();
    assert_eq!(ids, ["k1"], "what came later was not known");
    let states: Vec<_> = export.contacts.iter().map(|contact| contact.state).collect();
    assert_eq!(states, [ContactState::Sent, ContactState::Cancelled, ContactState::Reserved]);
    assert_eq!((export.pauses.len(), export.pauses[0].ended_at), (1, None), "ended later");
    let json = serde_json::to_string(&export).unwrap();
    assert_eq!(serde_json::from_str::<AccessExport>(&json).unwrap(), export);
    for (lang, words) in [
        (Lang::En, ["use stopped", "planned", "given up", "until you say so"]),
        (Lang::Ja, ["利用停止", "送信予定", "取りやめ", "解除のお申出まで"]),
    ] {
        let page = export.page(lang).markdown();
        assert!(words.iter().all(|word| page.contains(word)) && !page.contains("consent-access"), "{page}");
    }
    let later = ledger.access_with("w", &options(40), Some(&register), Some(&contacts))?;
    assert_eq!((later.acknowledgements.len(), later.pauses[0].ended_at), (2, Some(at(25))));
    // Either of them alone, or none.
    assert_eq!(ledger.access_with("w", &options(40), None, Some(&contacts))?.acknowledgements, []);
    assert_eq!(ledger.access_with("w", &options(40), Some(&register), None)?.pauses, []);
    assert_eq!(ledger.access_with("w", &options(40), None, None)?, ledger.access("w", &options(40))?);
    Ok(())
}

#[test]
fn others_are_redacted_in_what_was_received_and_in_full_width() -> Result<(), Error> {
    let mut ledger = ledger(&[Channel::Email]);
    let mut other = given("o");
    other.subject = "w-0632".to_owned();
    let mut yes = given("g");
    yes.evidence_ref = Some("紹介者：ｗ－０６３２（受付 ﾔﾏﾀﾞ）".to_owned());
    yes.valid_until_event = Some("山田太郎の退職".to_owned());
    ledger.extend([yes, other])?;
    let mut rules = register().rules().clone();
    rules.systems.push(System::new("w-0632", Localized::new("Page of Ｗ－０６３２", "山田　太郎のページ")));
    let mut register = Propagation::new(rules)?;
    let mut made = Use::new("crm", "u", "w-0632", "w", "news", at(1));
    made.channel = Some(Channel::Email);
    made.items = vec!["referred by w-0632".to_owned(), "photo with 佐藤花子".to_owned(), "name".to_owned()];
    register.record_uses([made])?;
    let mut options = AccessOptions::new(at(20).fixed_offset());
    options.redact = ["佐藤花子", "ヤマダ", "山田 太郎", "山田太郎"].map(str::to_owned).to_vec();
    let export = ledger.access_with_uses("w", &options, &register)?;
    let used = &export.uses[0];
    assert_eq!(used.items, ["referred by redacted", "photo with redacted", "name"]);
    assert_eq!(used.system, "redacted");
    assert_eq!((used.title.en.as_str(), used.title.ja.as_str()), ("Page of redacted", "redactedのページ"));
    assert_eq!(export.events[0].evidence_ref.as_deref(), Some("紹介者：redacted（受付 redacted）"));
    assert_eq!(export.redacted, 7);
    let json = serde_json::to_string(&export).unwrap();
    for text in ["w-0632", "０６３２", "佐藤", "ﾔﾏﾀﾞ", "山田"] {
        assert!(!json.contains(text), "{text} in {json}");
        assert!(Lang::ALL.iter().all(|lang| !export.page(*lang).markdown().contains(text)), "{text}");
    }
    assert!(!export.page(Lang::Ja).markdown().contains("redacted"));
    Ok(())
}
