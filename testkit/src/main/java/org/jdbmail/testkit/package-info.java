/** Shared test machinery: databases, transcripts, a generator of realistic mail. */
@NullMarked
package org.jdbmail.testkit;

import org.jspecify.annotations.NullMarked;
