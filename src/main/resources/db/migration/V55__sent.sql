-- Who was sent what: pseudonym of the message, and where the audit log says so. Whoever was sent a message must be told when
-- it is corrected; the outbox itself forgets what it has handed over.
create table sent (
    message_ref text   not null,
    disclosure  bigint not null,
    recipient   text   not null,
    door        text   not null,
    primary key (message_ref, disclosure)
);

-- superseded: not to be handed over any more; kept only where it may be on its way at this moment.
alter table outbox drop constraint outbox_state_check;
alter table outbox add constraint outbox_state_check check (state in ('waiting', 'undeliverable', 'superseded'));
create index outbox_disclosure on outbox (disclosure);
