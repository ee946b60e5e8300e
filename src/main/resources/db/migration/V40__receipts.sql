-- What the sender was told, byte for byte, under the claim it answers. Holds ids, codes and digests; no content.
create table receipt (
    claim      bigint primary key,
    receipt_id uuid not null,
    outcome    text not null,
    refusal    text,
    reason     text,
    clauses    text[] not null,
    place      text,
    log_index  bigint not null,
    signed     bytea not null
);
-- Grows at its right edge only.
create index receipt_log_index on receipt (log_index);
alter table receipt alter column signed set storage external;
