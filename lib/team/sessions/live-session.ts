/** A session ends when its browser has made no request for this long: a week off does not need a new sign-in. */
const IDLE_DAYS = 7;

/** A session ends this long after the sign-in, however much it is used (NIST SP 800-63B, section 4.1.3). */
export const MAX_SESSION_DAYS = 30;

/**
 * Whether the session `s` of the user `u` is live, as SQL: neither signed out nor ended, its user neither disabled nor
 * given a new password since, and neither limit reached.
 */
export const LIVE_SESSION = `
  s.ended_at IS NULL AND s.epoch = u.session_epoch AND u.disabled_at IS NULL
  AND s.last_seen_at > now() - interval '${IDLE_DAYS} days'
  AND s.created_at > now() - interval '${MAX_SESSION_DAYS} days'`;
