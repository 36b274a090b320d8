// Package activation reduces the cases of buy now, pay later to a funnel: how many of the
// people who entered in a month came how far, and why the others were refused.
//
//	activation, a row a case ─► Funnel ─► rollup_activation
//	                         └► Declines ─► rollup_decline
//
// It holds no numbers, only SQL: SELECTs of standard words (CASE, sums, GROUP BY, one
// date_trunc), so that any engine can run them. Invariants:
//
//  1. A case counts in one cohort, the local month in which it entered, at every step up to
//     the furthest that it reached: reached never rises from step to step. A later step
//     implies the earlier ones, also where their times are missing.
//  2. reached(k) = refused(k) + open(k) + lapsed(k) + reached(k+1), each at least 0.
//  3. What happened after the end of observation has not happened.
package activation
