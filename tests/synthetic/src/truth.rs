//! What only the maker knows, so that tests can score the library: `truth/truth.json`.

use serde::Serialize;

use crate::data::Data;
use crate::dirt::Injected;

#[derive(Serialize)]
struct Truth<'a> {
    synthetic: &'static str,
    scenario: &'static str,
    seed: u64,
    parameters: Parameters,
    /// Everybody who was ever a member.
    members: Vec<Member>,
    faults: &'a [Injected],
}

#[derive(Serialize)]
struct Parameters {
    members: u32,
    posts_per_member_year: f64,
    shape: f64,
    relay_answer: Option<f64>,
    request_answers: Vec<f64>,
    selected_women: f64,
    selected_men: f64,
    job_share_of_mailings: f64,
}

#[derive(Serialize)]
struct Member {
    id: String,
    /// Posts a year, in millionths.
    rate_millionths: i64,
    founder: bool,
    from: String,
    until: Option<String>,
}

pub(crate) fn truth(data: &Data, faults: &[Injected]) -> String {
    let scenario = &data.scenario;
    let members = data.people.iter().filter_map(|person| {
        let membership = person.membership?;
        #[expect(clippy::cast_possible_truncation, reason = "a few posts a year")]
        let rate_millionths = libm::round(person.rate * 1e6) as i64;
        Some(Member {
            id: person.id(),
            rate_millionths,
            founder: person.founder,
            from: membership.from.to_string(),
            until: membership.until.map(|until| until.to_string()),
        })
    });
    let truth = Truth {
        synthetic: "made up; no person, company or event in this folder is real",
        scenario: scenario.name,
        seed: data.seed,
        parameters: Parameters {
            members: scenario.members,
            posts_per_member_year: scenario.posts_per_year,
            shape: scenario.shape,
            relay_answer: scenario.relay.map(|relay| relay.answer),
            request_answers: scenario.requests.iter().map(|request| request.answer).collect(),
            selected_women: scenario.selected.0,
            selected_men: scenario.selected.1,
            job_share_of_mailings: scenario.job_share,
        },
        members: members.collect(),
        faults,
    };
    let mut text = serde_json::to_string(&truth).unwrap_or_default();
    // One member and one fault to a line.
    text = text.replace("},{\"id\"", "},\n{\"id\"").replace("},{\"fault\"", "},\n{\"fault\"");
    text.push('\n');
    text
}
