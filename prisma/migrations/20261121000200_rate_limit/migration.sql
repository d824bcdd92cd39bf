-- Counters of rate-limiter-flexible (RateLimiterPostgres, tableCreated: true). The column order is the library's.
-- Not in schema.prisma: only the library reads and writes it. Short-lived: expired rows are deleted by it.
create table "rate_limit" (
  "key" varchar(255) primary key,
  "points" integer not null default 0,
  "expire" bigint
);
