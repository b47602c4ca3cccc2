/** Threads that come between each other's steps: code whose threads are held at drawn places, over and over. */
@NullMarked
package org.jdbmail.testkit.interleave;

import org.jspecify.annotations.NullMarked;
