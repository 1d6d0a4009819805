//! What the header promises about threads, asserted on the types of every handle it declares.

use std::collections::BTreeSet;

fn shared<T: Send + Sync>() {}

macro_rules! shared_handles {
    ($($handle:ident),* $(,)?) => {{ $( shared::<alumni::$handle>(); )* BTreeSet::from([$(stringify!($handle)),*]) }};
}

#[test]
fn every_handle_may_go_to_another_thread_and_a_const_one_be_shared() {
    let asserted = shared_handles!(
        alumni_access_export,
        alumni_adjusted_p,
        alumni_answer,
        alumni_answers,
        alumni_book,
        alumni_case_report,
        alumni_check,
        alumni_comparison,
        alumni_consent_document,
        alumni_consent_report,
        alumni_contacts,
        alumni_counterfactuals,
        alumni_data,
        alumni_decision,
        alumni_decisions,
        alumni_durations,
        alumni_error,
        alumni_extended,
        alumni_facts,
        alumni_fairness_report,
        alumni_graph,
        alumni_group_changes,
        alumni_import,
        alumni_imported,
        alumni_input_hash,
        alumni_interactions,
        alumni_judge,
        alumni_ladder,
        alumni_ladder_check,
        alumni_ladder_decision,
        alumni_ladder_decisions,
        alumni_ledger,
        alumni_library,
        alumni_local_law_144,
        alumni_mapping,
        alumni_migration,
        alumni_nearest,
        alumni_network_report,
        alumni_notice,
        alumni_notice_diff,
        alumni_offer_cohort,
        alumni_pack,
        alumni_packs,
        alumni_pay_report,
        alumni_permit,
        alumni_permitted,
        alumni_policy,
        alumni_policy_diff,
        alumni_policy_gap,
        alumni_programme,
        alumni_propagation,
        alumni_propagation_report,
        alumni_published_selection,
        alumni_pulse,
        alumni_reconsent_plan,
        alumni_record,
        alumni_recorded,
        alumni_replay,
        alumni_return_report,
        alumni_review,
        alumni_row,
        alumni_score_model,
        alumni_scores,
        alumni_selection_report,
        alumni_settled,
        alumni_simulation,
        alumni_snapshot,
        alumni_standard,
        alumni_stands,
        alumni_strata_report,
        alumni_summary,
        alumni_table_report,
        alumni_tables,
        alumni_threshold_report,
        alumni_traffic,
        alumni_unknown_facts,
        alumni_vocabulary,
        alumni_withdrawal_receipt,
        alumni_worker,
    );
    let header = include_str!("../include/alumni.h");
    let opaque = header.lines().filter_map(|line| line.strip_prefix("typedef struct ")?.strip_suffix(';'));
    let declared: BTreeSet<_> = opaque.filter_map(|names| names.split(' ').next()).collect();
    assert_eq!(asserted, declared);
}
