-- The MARAC record. Every column that holds what a message says is encrypted under the data key of its case; every
-- column that is searched is a keyed hash in the 16 bytes of a uuid. Rows of a case are written by one statement in one
-- transaction, which is what keeps them consistent; foreign keys would look up each row again.

-- Secrets of the gateway itself, wrapped by the key-encryption key.
create table key_ring (
    name    text primary key,
    wrapped bytea not null
);

-- wrapped_key: the case's data key; null once the case is disposed of, and with it everything it protects.
create table marac_case (
    case_ref    uuid primary key,
    wrapped_key bytea,
    opened_at   timestamptz not null,
    disposed_at timestamptz
);

-- What leads to a case: pairs of victim and alleged perpetrator, and senders' conversations. Unique, so that two
-- referrals of one pair at the same moment cannot open two cases.
create table case_key (
    mark     uuid primary key,
    case_ref uuid not null
);

-- whole: all of the message in canonical form, only where some of it waits for a person.
create table message (
    message_ref uuid primary key,
    case_ref    uuid not null,
    sender      text not null,
    kind        text not null,
    received_at timestamptz not null,
    view        bytea,
    evidence    bytea,
    whole       bytea
);
create index message_case on message (case_ref);

create table person (
    case_ref uuid not null,
    ordinal  integer not null,
    role     text not null,
    nhs      uuid,
    surname  uuid,
    content  bytea not null,
    primary key (case_ref, ordinal)
);
create index person_nhs on person (nhs) where nhs is not null;
create index person_surname on person (surname) where surname is not null;

-- Ciphertext does not compress; do not try.
alter table message alter column view set storage external, alter column evidence set storage external,
    alter column whole set storage external;
alter table person alter column content set storage external;
