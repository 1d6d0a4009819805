package alumni

service if input.separation_day + 1 - input.start_day >= 1096

service if input.grade >= 3

cooling_off if 20634 - (input.separation_day + 1) >= 180

kind if not input.separation_kind

kind if input.separation_kind in {"voluntary", "mutual", "involuntary_no_cause", "end_of_term", "transfer_out"}

flag if input.rehire_flag != "no"

entity if input.legal_entity in {"jp-head", "jp-sales", "jp-works", "us-west", "us-east", "de", "fr", "sg"}

family if input.job_family in {
	"sales", "engineering", "research", "production", "logistics", "quality",
	"finance", "marketing", "support", "design", "data",
}

non_compete if input.non_compete_day < 20634

contact if input.no_contact_agreed == false

property if input.property_returned

papers if {
	input.nda_signed
	not input.legal_hold
}

default unknown := false

unknown if not input.separation_kind

all_met if {
	service
	cooling_off
	kind
	flag
	entity
	family
	non_compete
	contact
	property
	papers
}

# 0 ineligible, 1 eligible, 2 undetermined.
default decide := 0

decide := 1 if {
	input.separation_kind
	all_met
}

decide := 2 if {
	not input.separation_kind
	all_met
}

failed contains 0 if not service

failed contains 1 if not cooling_off

failed contains 2 if not kind

failed contains 3 if not flag

failed contains 4 if not entity

failed contains 5 if not family

failed contains 6 if not non_compete

failed contains 7 if not contact

failed contains 8 if not property

failed contains 9 if not papers

explain := {"failed": failed, "unknown": unknown}
