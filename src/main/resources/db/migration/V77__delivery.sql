-- covered: the whole as its recipient's door carries it, with the sealed bytes inside, under the gateway's own key until it
-- leaves; null where the sealed bytes leave as they are.
alter table outbox add column covered bytea;
alter table outbox alter column covered set storage external;
-- case_ref: pseudonym of the case. What is of one case leaves to one recipient in order.
alter table outbox add column case_ref text not null default '';
alter table outbox alter column case_ref drop default;
create index outbox_of_case on outbox (recipient, door, case_ref, id) where state = 'waiting';
-- urgent: its sender marked it as an emergency. said: its sender's receipt says that it goes there; where it has not arrived in
-- time the sender is told so.
alter table outbox add column urgent boolean not null default false;
alter table outbox add column said boolean not null default false;
