-- What waits to leave: sealed bytes, readable by the recipient alone. A row goes when it is delivered; its entry in the
-- audit log stays.
create table outbox (
    id           bigint generated always as identity primary key,
    recipient    text not null,
    door         text not null,
    disclosure   bigint not null,
    sealed       bytea not null,
    sha256       bytea not null,
    created_at   timestamptz not null,
    attempts     integer not null default 0,
    next_attempt timestamptz not null,
    state        text not null default 'waiting' check (state in ('waiting', 'undeliverable'))
);
create index outbox_waiting on outbox (id) where state = 'waiting';
alter table outbox alter column sealed set storage external;
-- Rows come and go quickly: clean up early, or the head of the queue fills with dead rows.
alter table outbox set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);
