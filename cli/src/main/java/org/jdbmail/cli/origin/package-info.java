/** Commands about what shows that our mail is ours: the keys that it is signed with, and what its domains publish. */
@NullMarked
package org.jdbmail.cli.origin;

import org.jspecify.annotations.NullMarked;
