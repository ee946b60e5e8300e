-- The audit log: what happened, in what order, provably.
-- Entries are final when their transaction commits; tiles and checkpoints follow in transactions of the sequencer.

-- One row: the index the next entry gets. Its lock, held to commit, makes committed indexes contiguous.
-- Room on the page lets PostgreSQL update the row in place, again and again.
CREATE TABLE audit_head (
    one  boolean PRIMARY KEY DEFAULT true CHECK (one),
    next bigint  NOT NULL CHECK (next >= 0)
) WITH (fillfactor = 10);
INSERT INTO audit_head (next) VALUES (0);

-- The exact bytes of every entry. A leaf has at most 65535 bytes, the limit of an entry bundle of C2SP tlog-tiles.
CREATE TABLE audit_entry (
    index bigint PRIMARY KEY CHECK (index >= 0),
    leaf  bytea  NOT NULL CHECK (octet_length(leaf) BETWEEN 1 AND 65535)
) WITH (toast_tuple_target = 8128);
-- Neither compressed nor moved away while a row fits its page: entries are written once, on the path of every message.
ALTER TABLE audit_entry ALTER COLUMN leaf SET STORAGE EXTERNAL;

-- Tiles of the Merkle tree: up to 256 hashes of 32 bytes. Only the right edge grows; a full tile never changes.
CREATE TABLE audit_tile (
    level  smallint NOT NULL CHECK (level BETWEEN 0 AND 7),
    index  bigint   NOT NULL CHECK (index >= 0),
    hashes bytea    NOT NULL CHECK (octet_length(hashes) BETWEEN 32 AND 8192 AND octet_length(hashes) % 32 = 0),
    PRIMARY KEY (level, index)
);

-- Every checkpoint ever signed, as signed notes.
CREATE TABLE audit_checkpoint (
    size      bigint PRIMARY KEY CHECK (size >= 0),
    note      text   NOT NULL,
    signed_at timestamptz NOT NULL
);

-- What is written stays: an entry or a checkpoint can be neither changed nor removed by an ordinary statement.
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;
CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_checkpoint_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
