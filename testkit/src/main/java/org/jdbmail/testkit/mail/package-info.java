/** A seeded generator of realistic mail, sound and broken. */
@NullMarked
package org.jdbmail.testkit.mail;

import org.jspecify.annotations.NullMarked;
