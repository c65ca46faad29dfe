CREATE TABLE bench_reservation (
    id TEXT NOT NULL PRIMARY KEY,
    place TEXT NOT NULL,
    person TEXT NOT NULL,
    begins BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    state TEXT NOT NULL,
    note TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX bench_reservation_place ON bench_reservation (place, begins);
