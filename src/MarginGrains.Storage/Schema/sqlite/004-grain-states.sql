-- Every state that is no account: instruments, regimes, funds, webhooks. kind is the state's name.
CREATE TABLE grain_state (
    kind     TEXT    NOT NULL,
    key      TEXT    NOT NULL,
    version  INTEGER NOT NULL CHECK (version > 0),
    document TEXT    NOT NULL,
    modified TEXT    NOT NULL,
    PRIMARY KEY (kind, key)
) STRICT;
