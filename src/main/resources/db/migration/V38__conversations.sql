-- What a sender said in one conversation, in the order in which it came; the sender's own times say in which it was said.

-- conversation: keyed hash of the sender and its id of the conversation. said_at: when its sender says that it said it, never
-- after it came. follows: whether it says of itself that something was said before.
create table spoken (
    conversation uuid not null,
    ordinal      integer not null,
    message_ref  uuid not null,
    said_at      timestamptz not null,
    follows      boolean not null,
    primary key (conversation, ordinal)
);

-- By which ids an agency may answer what it was sent: our conversation with it, our message, our transmission.
create table asked (
    id       uuid not null,
    agency   text not null,
    case_ref uuid not null,
    primary key (agency, id)
);
create index asked_case on asked (case_ref);

-- What agencies' systems answered, encrypted with the case's key. parked: under which conversation it waits for what it answers;
-- null where that is known.
create table partner_answer (
    message_ref uuid primary key,
    case_ref    uuid not null,
    sender      text not null,
    parked      uuid,
    received_at timestamptz not null,
    evidence    bytea not null
);
create index partner_answer_case on partner_answer (case_ref);
create index partner_answer_parked on partner_answer (parked) where parked is not null;
