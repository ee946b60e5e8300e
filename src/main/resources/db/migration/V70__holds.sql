-- What waits for a person. No content: the message stands in the record, and its view is made again when it is looked at.
create table hold (
    id          uuid primary key,
    message_ref text not null,
    case_ref    text not null,
    sender      text not null,
    recipient   text not null,
    assurance   text not null,
    reason      text not null,
    clauses     text[] not null,
    emergency   boolean not null,
    entry       bigint not null,
    raised_at   timestamptz not null,
    due_at      timestamptz not null,
    escalations integer not null default 0,
    state       text not null default 'waiting' check (state in ('waiting', 'released', 'refused')),
    settled_at  timestamptz,
    check ((state = 'waiting') = (settled_at is null))
);
create index hold_due on hold (due_at) where state = 'waiting';
create index hold_message on hold (message_ref) where state = 'waiting';
