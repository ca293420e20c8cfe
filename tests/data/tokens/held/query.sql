CREATE TABLE IF NOT EXISTS shipments (
  id            BIGSERIAL PRIMARY KEY,
  order_id      BIGINT NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  carrier       VARCHAR(40) NOT NULL DEFAULT 'unknown',
  dispatched_at TIMESTAMPTZ,
  weight_grams  INTEGER CHECK (weight_grams > 0)
);

WITH late AS (
  SELECT s.order_id, MAX(s.dispatched_at) AS last_dispatch, COUNT(*) FILTER (WHERE s.carrier = 'post') AS by_post
  FROM shipments s
  WHERE s.dispatched_at < NOW() - INTERVAL '14 days'
  GROUP BY s.order_id
  HAVING COUNT(*) > 1
)
SELECT c.name, c.email, o.total_cents / 100.0 AS total, late.last_dispatch
FROM late
JOIN orders o ON o.id = late.order_id
LEFT JOIN customers c ON c.id = o.customer_id
ORDER BY total DESC NULLS LAST
LIMIT 25 OFFSET 50;
