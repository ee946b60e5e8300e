-- What must not be forgotten of the protocol, whatever lies in its folder. Who has signed is recomputed from the folder;
-- these rows only say what has been, so that nothing older comes back.

-- Versions that chair and quorum have signed. Two digests under one number: neither follows unless one was in force.
CREATE TABLE protocol_version (
    protocol     text        NOT NULL,
    version      integer     NOT NULL CHECK (version >= 1),
    digest       bytea       NOT NULL CHECK (octet_length(digest) = 32),
    agreed_at    timestamptz NOT NULL,
    activated_at timestamptz,
    PRIMARY KEY (protocol, version, digest)
);

-- Withdrawals and suspensions that were proved. They count whatever becomes of their files; only a signed reinstatement
-- beside the version, or another version, brings the agency back. statement: SHA-256 of its bytes.
CREATE TABLE protocol_declaration (
    statement    bytea       PRIMARY KEY CHECK (octet_length(statement) = 32),
    kind         text        NOT NULL CHECK (kind IN ('withdrawal', 'suspension')),
    agency       text        NOT NULL,
    protocol     text        NOT NULL,
    version      integer     NOT NULL,
    digest       bytea       NOT NULL CHECK (octet_length(digest) = 32),
    counts_from  timestamptz NOT NULL,
    counts_until timestamptz,
    told_at      timestamptz NOT NULL
);

-- How each party last stood to a version in force, so that a change is told once.
CREATE TABLE protocol_standing (
    protocol text        NOT NULL,
    version  integer     NOT NULL,
    digest   bytea       NOT NULL,
    agency   text        NOT NULL,
    standing text        NOT NULL,
    since    timestamptz NOT NULL,
    PRIMARY KEY (protocol, version, digest, agency)
);

-- What people have been told already.
CREATE TABLE protocol_alarm (
    alarm   text PRIMARY KEY,
    told_at timestamptz NOT NULL
);
