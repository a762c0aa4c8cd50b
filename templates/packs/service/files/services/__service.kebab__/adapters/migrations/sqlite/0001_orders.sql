CREATE TABLE orders (
    id BLOB PRIMARY KEY,
    sku TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    placed_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id BLOB NOT NULL UNIQUE,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    payload TEXT NOT NULL,
    claimed_until INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX outbox_by_key ON outbox (key, seq);
