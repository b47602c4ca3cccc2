/**
 * Large programs that people read mail with, as Debian packages them, beside our servers: what {@code ./x peers} runs. Everything happens where
 * there is no network but loopback.
 */
@NullMarked
package org.jdbmail.peers;

import org.jspecify.annotations.NullMarked;
