-- Break-glass: who agreed, for which case, until when, and who looked at it afterwards. Accounts are pseudonyms; the three
-- arrays are one list, in the order in which people agreed.
create table break_glass (
    id        uuid primary key,
    case_ref  text not null,
    clause    text not null,
    reason    text not null,
    accounts  text[] not null,
    offices   text[] not null,
    agencies  text[] not null,
    needed    integer not null,
    asked_at  timestamptz not null,
    until     timestamptz,
    closed_at timestamptz,
    review_by timestamptz,
    reminders integer not null default 0,
    reviewer  text,
    reviewer_office text,
    reviewer_agency text,
    reviewed_at timestamptz,
    finding   text,
    check (cardinality(accounts) = cardinality(offices) and cardinality(accounts) = cardinality(agencies)),
    check ((until is null) = (review_by is null)),
    check ((reviewed_at is null) = (reviewer is null)),
    check (reviewer is null or not (reviewer = any (accounts)))
);
create index break_glass_unreviewed on break_glass (asked_at) where until is not null and reviewed_at is null;
