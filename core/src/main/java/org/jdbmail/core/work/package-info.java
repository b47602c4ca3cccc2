/**
 * Work that computes for long: searching text, parsing big messages, hashing passwords. Virtual threads are not preempted,
 * so as many sessions that compute as there are processors would stop all others; such work runs here, on a few threads of
 * the system's, in turns that are fair by account and by address. {@link org.jdbmail.core.work.WorkPool} is the pool.
 */
@NullMarked
package org.jdbmail.core.work;

import org.jspecify.annotations.NullMarked;
