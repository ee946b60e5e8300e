-- set_aside_at, reason: since when a recipient's system will not have it, and its code for that. retried_at: since when a person
-- has it tried once more; the time in which it should arrive begins then.
alter table outbox add column set_aside_at timestamptz;
alter table outbox add column reason text;
alter table outbox add column retried_at timestamptz;
create index outbox_for_people on outbox (id) where state = 'undeliverable' or state = 'waiting' and told_at is not null;
