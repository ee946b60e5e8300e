-- What the record remembers of people beyond one message.

-- What later messages of the case must know of this one (values to guard, people who are bound to agencies), encrypted
-- like all of it; so that not every message need be opened again. Null where there is nothing.
alter table message add column memory bytea;
alter table message alter column memory set storage external;

-- Of a pair of people whichever of them is the victim: two cases with the same bond are accusations both ways.
alter table case_key add column bond uuid;
create index case_key_bond on case_key (bond) where bond is not null;

-- Full name with date of birth: twins share the surname and the day.
alter table person add column name uuid;
create index person_name on person (name) where name is not null;

-- What the coordinator should look at. about: the other case, or the message that gave cause. entry: where the audit log
-- says who has looked.
create table notice (
    id       uuid not null unique default gen_random_uuid(),
    case_ref uuid not null,
    code     text not null,
    about    uuid not null,
    at       timestamptz not null,
    seen_at  timestamptz,
    entry    bigint,
    primary key (case_ref, code, about),
    check ((seen_at is null) = (entry is null))
);
create index notice_unseen on notice (at) where entry is null;
