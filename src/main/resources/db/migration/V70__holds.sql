-- What waits for a person. No content: the message stands in the record, and its view is made again when it is looked at.
create table hold (
    id          uuid primary key,
    message_ref text not null,
    case_ref    text not null,
    recipient   text not null,
    reason      text not null,
    clauses     text[] not null,
    emergency   boolean not null,
    entry       bigint not null,
    raised_at   timestamptz not null
);
create index hold_raised on hold (raised_at);
