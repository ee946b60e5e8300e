-- told_at: since when the coordinator knows that it was not delivered in its time. It is tried on all the same.
alter table outbox add column told_at timestamptz;
create index outbox_untold on outbox (created_at) where told_at is null and state <> 'superseded';
