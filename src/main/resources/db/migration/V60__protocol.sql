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
