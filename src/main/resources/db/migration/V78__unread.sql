-- What agencies sent and could not be read: kept for a person, each under a key of its own. content, around: the bytes as
-- received, and who sent them with which ids of its own, encrypted with that key; content is null when only the evidence is
-- kept, and all three are once the key is destroyed. mark: keyed hash of agency and bytes, so that what comes again is kept once.
create table unread (
    id          uuid primary key,
    mark        uuid not null,
    agency      text not null,
    door        text not null,
    type        text,
    received_at timestamptz not null,
    size        integer not null,
    sha256      bytea not null,
    refusal     text not null,
    reason      text,
    place       text,
    log_index   bigint,
    receipt_id  uuid,
    state       text not null check (state in ('OPEN', 'EVIDENCE', 'RESUBMITTED', 'DISMISSED', 'EXPIRED')),
    wrapped_key bytea,
    around      bytea,
    content     bytea,
    expires_at  timestamptz not null,
    entry       bigint,
    check ((wrapped_key is null) = (around is null) and (wrapped_key is not null or content is null)),
    check ((state in ('OPEN', 'EVIDENCE')) = (entry is null))
);
create unique index unread_mark on unread (mark) where entry is null;
create index unread_open on unread (received_at) where entry is null;
create index unread_kept on unread (agency) include (size) where content is not null;
create index unread_expires on unread (expires_at) where entry is null or wrapped_key is not null;
alter table unread alter column content set storage external;

-- One notice for each agency and day.
create unique index notice_unread on notice (case_ref) where code = 'UNREAD';
