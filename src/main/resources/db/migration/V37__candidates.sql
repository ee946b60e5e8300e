-- People who may be the same and are not taken for it.

alter table person add column given uuid;

-- By what someone of a case may be found who is written otherwise: sound of the surname with the day of birth, and the
-- like, as keyed hashes. Several rows of a person; a few thousand people share none of them.
create table alike (
    case_ref uuid not null,
    role     text not null,
    mark     uuid not null
);
create index alike_mark on alike (mark, role, case_ref);
create index alike_case on alike (case_ref);

-- Two cases that may be of the same people. A person decides; nothing of one is known to the other until then. entry: where
-- the audit log has the decision that stands.
create table candidate (
    id         uuid not null unique default gen_random_uuid(),
    one        uuid not null,
    other      uuid not null,
    found_at   timestamptz not null,
    state      text not null default 'open' check (state in ('open', 'same', 'different')),
    decided_at timestamptz,
    entry      bigint,
    primary key (one, other),
    check (one < other),
    check ((state = 'open') = (decided_at is null) and (state = 'open') = (entry is null))
);
create index candidate_other on candidate (other);
