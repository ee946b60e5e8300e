-- Have we met this message? One row per message that was answered. The three marks are keyed hashes of (sender, content
-- digest), (sender, message id) and (sender, transmission id): an agency may have put a name into an id of its own.
-- A keyed hash is kept in the 16 bytes of a uuid, the smallest fixed-size type an index compares quickly.
create table claim (
    id           bigint generated always as identity primary key,
    content      uuid not null unique,
    message      uuid unique,
    transmission uuid unique,
    claimed_at   timestamptz not null
);
