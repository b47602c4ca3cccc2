/**
 * What a server does from time to time by the rules of mail: old messages leave Trash and Junk, and whoever is short of room is told. What
 * is taken care of in the tables themselves is the store's own upkeep.
 */
@NullMarked
package org.jdbmail.core.upkeep;

import org.jspecify.annotations.NullMarked;
