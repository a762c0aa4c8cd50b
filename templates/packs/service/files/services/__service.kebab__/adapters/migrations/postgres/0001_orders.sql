CREATE TABLE orders (
    id UUID PRIMARY KEY,
    sku TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    placed_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE TABLE outbox (
    seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id UUID NOT NULL UNIQUE,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    version BIGINT NOT NULL,
    payload TEXT NOT NULL,
    claimed_until TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX outbox_by_key ON outbox (key, seq);
