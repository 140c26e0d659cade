-- One row per account: its state, and what a monitor needs to find it without waking its grain.
-- kind is the state's name: an owner of another kind whose key looks like an account id is never taken for the account.
CREATE TABLE account (
    key       TEXT    PRIMARY KEY,
    kind      TEXT    NOT NULL,
    partition INTEGER NOT NULL CHECK (partition >= 0),
    version   INTEGER NOT NULL CHECK (version > 0),
    exposed   INTEGER NOT NULL CHECK (exposed IN (0, 1)),
    change    INTEGER NOT NULL CHECK (change > 0),
    document  TEXT    NOT NULL,
    modified  TEXT    NOT NULL
) STRICT;

CREATE UNIQUE INDEX account_by_change ON account (partition, change);
