-- What an agency's patient system did to its own records of someone whom a case knows (merged, renumbered, unlinked): the
-- bytes as received, encrypted with the case's key. No case is moved by it; the coordinator looks.
create table identity_change (
    case_ref    uuid not null references marac_case,
    message_ref uuid not null,
    sender      text not null,
    received_at timestamptz not null,
    evidence    bytea not null,
    primary key (case_ref, message_ref)
);
