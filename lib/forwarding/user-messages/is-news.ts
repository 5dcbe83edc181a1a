/**
 * Whether the message `m` is news, in SQL: not in the books, neither itself nor its event id in another batch. What a
 * person simulated is none.
 */
export const IS_NEWS = `
  NOT b.is_simulated
  AND NOT EXISTS (SELECT FROM event e WHERE e.batch_id = m.batch_id AND e.index = m.index)
  AND NOT EXISTS (SELECT FROM event e WHERE e.source_id = $1 AND e.event_id = m.event_id AND e.outcome <> 'duplicate')`;
