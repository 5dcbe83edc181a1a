/**
 * Whether the message `m` is news, in SQL: not in the books, neither itself nor its event id in another batch. One that is
 * quarantined there was not kept, so a replay brings it as news. What a person simulated is none.
 */
export const IS_NEWS = `
  NOT b.is_simulated
  AND NOT EXISTS (SELECT FROM event e
                  WHERE e.batch_id = m.batch_id AND e.index = m.index AND e.outcome <> 'quarantined')
  AND NOT EXISTS (SELECT FROM event e WHERE e.source_id = $1 AND e.event_id = m.event_id
                    AND e.outcome <> 'duplicate' AND e.outcome <> 'quarantined')`;
