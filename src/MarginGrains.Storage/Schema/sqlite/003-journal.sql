-- AUTOINCREMENT: a position that was seen once is never given again, so it can serve as a cursor.
CREATE TABLE journal (
    position  INTEGER PRIMARY KEY AUTOINCREMENT,
    account   TEXT    NOT NULL,
    sequence  INTEGER NOT NULL CHECK (sequence > 0),
    partition INTEGER NOT NULL CHECK (partition >= 0),
    type      TEXT    NOT NULL,
    time      TEXT    NOT NULL,
    body      TEXT    NOT NULL,
    UNIQUE (account, sequence)
) STRICT;

CREATE INDEX journal_by_partition ON journal (partition, position);

CREATE TABLE reply (
    owner       TEXT NOT NULL,
    kind        TEXT NOT NULL,
    id          TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    body        TEXT NOT NULL,
    PRIMARY KEY (owner, kind, id)
) STRICT;
