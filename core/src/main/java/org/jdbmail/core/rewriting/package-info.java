/**
 * Other addresses in place of those that a message has, in its envelope and its header: {@link org.jdbmail.core.rewriting.Rewriting} says which, as Postfix's canonical and
 * generic tables do.
 */
@NullMarked
package org.jdbmail.core.rewriting;

import org.jspecify.annotations.NullMarked;
